"""Scores on the annotated reports of tests/gold, and the floors below which they may not fall.

    python tests/quality.py             print the scores, and what is wrong in the reports that rules were made on
    python tests/quality.py --raise     write the scores that rose as the new floors; status 1 if one has fallen
    python tests/quality.py --lower     write all of today's scores, lower ones too: say in the commit why

NAME.txt is a report, NAME.gold.jsonl its numerals (one a line: offsets, role, and for quantities value, upper, unit,
kind, bound, status, scope), NAME.meta.json its identity and the record's metric values; ``optional`` are those on which
careful readers differ: neither asked for nor held against. A line of passages.jsonl, drills.jsonl or hard.jsonl is a text with the
same in short: its quantities only, their status and scope where not actual and own, and ``doubtful``, the metrics that
may have any value or none; of the texts of invented.jsonl, judged.jsonl and pages.jsonl the metric values alone are told, and of whole reports their identity.
A line of sayings.jsonl is a sentence and the value that it gives one metric; whatever else it may tell is not asked.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from lawextract import parse_text

GOLD = Path(__file__).parent / "gold"
FLOORS = GOLD / "floors.json"
#: The sets: folders of reports, and files of passages. Of those called unseen nothing is printed but the scores.
SETS = {
    "known": ".",
    "unseen": "unseen",
    "passages": "passages.jsonl",
    "passages unseen": "passages_unseen.jsonl",
    "pages": "pages.jsonl",
    "drills": "drills.jsonl",
    "drills unseen": "drills_unseen.jsonl",
    "judged": "judged.jsonl",
    "judged unseen": "judged_unseen.jsonl",
    "hard": "hard.jsonl",
    "hard unseen": "hard_unseen.jsonl",
    "invented": "invented.jsonl",
    "invented unseen": "invented_unseen.jsonl",
    "hands": "hands.jsonl",
    "hands unseen": "hands_unseen.jsonl",
    "messy": "messy.jsonl",
    "styles": "styles.jsonl",
    "grammar": "grammar.jsonl",
    "tables": "tables.jsonl",
    "tables unseen": "tables_unseen.jsonl",
    "sayings": "sayings.jsonl",
    "sayings unseen": "sayings_unseen.jsonl",
}
#: The report that a sentence of sayings.jsonl stands in.
SAID_IN = "文县2023年法治政府建设年度报告\n一、主要情况\n"
ATTRIBUTES = ("value", "unit", "kind", "bound", "status", "scope")


class Gold(NamedTuple):
    """One annotated text: its numerals and its identity and metric values, as far as they are told."""

    name: str
    text: str
    numerals: list[dict[str, Any]]
    meta: dict[str, Any]


@cache
def texts(of: str) -> list[Gold]:
    """The annotated texts of one set."""
    place = GOLD / SETS[of]
    return list(_passages(place) if place.suffix == ".jsonl" else _reports(place))


def _reports(folder: Path) -> Iterator[Gold]:
    for path in sorted(folder.glob("*.gold.jsonl")):
        name = path.name.removesuffix(".gold.jsonl")
        numerals = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        meta = json.loads((folder / f"{name}.meta.json").read_text(encoding="utf-8"))
        text = (folder / f"{name}.txt").read_bytes().decode("utf-8-sig")
        yield Gold(str(folder.relative_to(GOLD) / name), text, numerals, meta)


def _passages(path: Path) -> Iterator[Gold]:
    for line in path.read_text(encoding="utf-8").splitlines():
        passage = json.loads(line)
        if "value" in passage:
            meta = {"metrics": {passage["metric"]: passage["value"]}, "asked alone": True}
            yield Gold(f"{passage['metric']}: {passage['text']}", f"{SAID_IN}{passage['text']}", [], meta)
            continue
        figures = [{"role": "quantity", "upper": None, "status": "actual", "scope": "own"} | f for f in passage.get("figures", ())]
        yield Gold(passage["name"], passage["text"], figures, passage)


def same(a: float | None, b: float | None) -> bool:
    return a is b if a is None or b is None else math.isclose(float(a), float(b), rel_tol=1e-9, abs_tol=1e-9)


def overlaps(a: dict[str, Any], b: dict[str, Any]) -> bool:
    return max(a["start"], b["start"]) < min(a["end"], b["end"])


def tally(gold: Gold, wrong: list[str]) -> Counter[str]:
    """Counts of right and asked for one text; what is wrong goes to *wrong*."""
    name, _, numerals, meta = gold
    record = json.loads(parse_text(gold.text).model_dump_json())
    count: Counter[str] = Counter()
    free = list(record["observations"])
    for numeral in numerals:
        roles = {m["role"] for m in record["mentions"] if overlaps(m, numeral)}
        is_quantity = numeral["role"] == "quantity"
        count["ledger asked"] += 1
        count["ledger"] += bool(roles)
        count["role"] += ("quantity" in roles) == is_quantity
        if not is_quantity:
            continue
        count["observations asked"] += 1
        fitting = [o for o in free if overlaps(o, numeral)]
        if not fitting:
            wrong.append(f"{name}: missed {numeral['text']}")
            continue
        found = next((o for o in fitting if same(o["value"], numeral["value"])), fitting[0])
        free.remove(found)
        count["observations"] += 1
        for key in ATTRIBUTES:
            if key not in numeral:
                continue
            right = found[key] == numeral[key]
            if key == "value":
                right = same(found["value"], numeral["value"]) and same(found["upper"], numeral["upper"])
            count[f"{key} asked"] += 1
            count[key] += right
            if not right:
                wrong.append(f"{name}: {numeral['text']} {key} is {found[key]}, not {numeral[key]}")
    if numerals:
        count["observations given"] = len(record["observations"])
        wrong += [f"{name}: {o['text']} is no quantity" for o in free]
    _tally_metrics(gold, {metric: value["value"] for metric, value in record["metrics"].items()}, count, wrong)
    region = record["region"] or {}
    for key, given in (("region", region.get("full_name")), ("level", region.get("level")), ("year", record["year"])):
        if key in meta:
            count[f"{key} asked"] += 1
            count[key] += given == meta[key]
            if given != meta[key]:
                wrong.append(f"{name}: {key} is {given}, not {meta[key]}")
    return count


def _tally_metrics(gold: Gold, told: dict[str, float], count: Counter[str], wrong: list[str]) -> None:
    asked, doubtful, optional = gold.meta["metrics"], gold.meta.get("doubtful", ()), gold.meta.get("optional", {})
    values = {
        metric: value
        for metric, value in told.items()
        if metric in asked or not ("asked alone" in gold.meta or metric in doubtful or (metric in optional and same(optional[metric], value)))
    }
    count["metrics asked"] += len(asked)
    count["metrics given"] += len(values)
    for metric in sorted(asked.keys() | values.keys()):
        wanted = asked.get(metric)
        allowed = wanted if isinstance(wanted, list) else [wanted]
        right = metric in asked and any(same(value, values.get(metric)) for value in allowed)
        count["metrics"] += right
        if not right:
            wrong.append(f"{gold.name}: {metric} is {values.get(metric)}, not {wanted}")


def scores(of: str) -> tuple[dict[str, float], list[str]]:
    """All figures of merit of one set, each a share of one, and a line for each thing that is wrong."""
    wrong: list[str] = []
    total: Counter[str] = sum((tally(gold, wrong) for gold in texts(of)), Counter())

    def shares() -> Iterator[tuple[str, float]]:
        if total["ledger asked"]:
            yield "ledger", total["ledger"] / total["ledger asked"]
            yield "role", total["role"] / total["ledger asked"]
        for kind in ("observations", "metrics"):
            if total[f"{kind} asked"]:
                yield f"{kind} precision", total[kind] / max(1, total[f"{kind} given"])
                yield f"{kind} recall", total[kind] / total[f"{kind} asked"]
        for key in (*ATTRIBUTES, "region", "level", "year"):
            if total[f"{key} asked"]:
                yield key, total[key] / total[f"{key} asked"]

    return {name: math.floor(share * 10000) / 10000 for name, share in shares()}, wrong


def floors() -> dict[str, dict[str, float]]:
    read: dict[str, dict[str, float]] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    return read


def new_floors(
    old: dict[str, dict[str, float]], now: dict[str, dict[str, float]], *, lower: bool
) -> tuple[dict[str, dict[str, float]], list[str]]:
    """The floors to write, and the figures that have fallen below theirs; these keep it unless *lower*."""
    fallen = [f"{of} {name}" for of in now for name, share in now[of].items() if share < old.get(of, {}).get(name, 0)]
    kept = {of: {name: max(share, old.get(of, {}).get(name, 0)) for name, share in now[of].items()} for of in now}
    return (now if lower else kept), fallen


def main() -> int:
    wanted = set(sys.argv[1:])
    if wanted - {"--raise", "--lower"}:
        print(__doc__, file=sys.stderr)
        return 2
    now = {}
    for of in SETS:
        now[of], wrong = scores(of)
        low = floors().get(of, {})
        print(f"{of}: {len(texts(of))} texts")
        if "unseen" not in of:
            print(*wrong, sep="\n")
        for name, share in now[of].items():
            print(f"  {name:24} {share:.4f}   floor {low.get(name, 0):.4f}")
    written, fallen = new_floors(floors(), now, lower="--lower" in wanted)
    if wanted:
        FLOORS.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    for figure in fallen:
        print(f"{figure} {'lowered' if '--lower' in wanted else 'is below its floor; --lower writes it'}")
    return 1 if fallen and "--lower" not in wanted else 0


if __name__ == "__main__":
    raise SystemExit(main())
