"""Scores on the annotated reports of tests/gold, and the floors below which they may not fall.

    python tests/quality.py             print the scores, and what is wrong in the reports that rules were made on
    python tests/quality.py --raise     write the scores that rose as the new floors; status 1 if one has fallen
    python tests/quality.py --lower     write all of today's scores, lower ones too: say in the commit why

NAME.txt is a report, NAME.gold.jsonl its numerals (one a line: offsets, role, and for quantities value, upper, unit,
kind, bound, status, scope), NAME.meta.json its identity and the record's metric values; ``optional`` are those on which
careful readers differ: neither asked for nor held against.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lawextract import parse_file

GOLD = Path(__file__).parent / "gold"
FLOORS = GOLD / "floors.json"
SETS = {"known": ".", "unseen": "unseen"}
ATTRIBUTES = ("value", "unit", "kind", "bound", "status", "scope")


def same(a: float | None, b: float | None) -> bool:
    return a is b if a is None or b is None else math.isclose(float(a), float(b), rel_tol=1e-9, abs_tol=1e-9)


def overlaps(a: dict[str, Any], b: dict[str, Any]) -> bool:
    return max(a["start"], b["start"]) < min(a["end"], b["end"])


def names(of: str) -> list[str]:
    """The reports of one set, as paths below tests/gold without ending."""
    folder = GOLD / SETS[of]
    return sorted(str(path.relative_to(GOLD)).removesuffix(".gold.jsonl") for path in folder.glob("*.gold.jsonl"))


def tally(name: str, wrong: list[str]) -> Counter[str]:
    """Counts of right and asked for one report; what is wrong goes to *wrong*."""
    record = json.loads(parse_file(GOLD / f"{name}.txt").model_dump_json())
    gold = [json.loads(line) for line in (GOLD / f"{name}.gold.jsonl").read_text(encoding="utf-8").splitlines()]
    meta = json.loads((GOLD / f"{name}.meta.json").read_text(encoding="utf-8"))
    count: Counter[str] = Counter()
    free = list(record["observations"])
    for numeral in gold:
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
            right = found[key] == numeral[key]
            if key == "value":
                right = same(found["value"], numeral["value"]) and same(found["upper"], numeral["upper"])
            count[key] += right
            if not right:
                wrong.append(f"{name}: {numeral['text']} {key} is {found[key]}, not {numeral[key]}")
    count["observations given"] = len(record["observations"])
    wrong += [f"{name}: {o['text']} is no quantity" for o in free]
    optional = meta.get("optional", {})
    told = {metric: value["value"] for metric, value in record["metrics"].items()}
    values = {m: value for m, value in told.items() if not (m in optional and same(optional[m], value))}
    count["metrics asked"] = len(meta["metrics"])
    count["metrics given"] = len(values)
    for metric in sorted(meta["metrics"].keys() | values.keys()):
        right = metric in meta["metrics"] and same(meta["metrics"][metric], values.get(metric))
        count["metrics"] += right
        if not right:
            wrong.append(f"{name}: {metric} is {values.get(metric)}, not {meta['metrics'].get(metric)}")
    region = record["region"] or {}
    for key, given in (("region", region.get("full_name")), ("level", region.get("level")), ("year", record["year"])):
        count[key] += given == meta[key]
        if given != meta[key]:
            wrong.append(f"{name}: {key} is {given}, not {meta[key]}")
    return count


def scores(of: str) -> tuple[dict[str, float], list[str]]:
    """All figures of merit of one set, each a share of one, and a line for each thing that is wrong."""
    wrong: list[str] = []
    total: Counter[str] = sum((tally(name, wrong) for name in names(of)), Counter())
    reports = len(names(of))

    def shares() -> Iterator[tuple[str, float]]:
        yield "ledger", total["ledger"] / total["ledger asked"]
        yield "role", total["role"] / total["ledger asked"]
        for kind in ("observations", "metrics"):
            yield f"{kind} precision", total[kind] / max(1, total[f"{kind} given"])
            yield f"{kind} recall", total[kind] / max(1, total[f"{kind} asked"])
        for key in ATTRIBUTES:
            yield key, total[key] / total["observations"]
        for key in ("region", "level", "year"):
            yield key, total[key] / reports

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
        print(f"{of}: {len(names(of))} reports")
        if of == "known":
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
