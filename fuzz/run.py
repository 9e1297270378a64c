"""Look for inputs that break lawextract: with atheris (coverage-guided) where it is installed, else with hypothesis.

python fuzz/run.py [--seconds 600] [TARGET ...]

The time is shared by the targets, which run one after the other, each in a process of its own. A finding is printed with
the input, saved below build/fuzz/, and ends with status 1. Turn it into a test named after what went wrong.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

ROOT = Path(__file__).parent.parent
FOUND = ROOT / "build" / "fuzz"
HANG = 25  # seconds for one input
WORDS = (
    "零一二三四五六七八九十百千万亿两半点分之又负第约近超余多其中同比增长下降分别各共年月日件宗人次项%％元、，。；：（）()《》“”—-~～\t\n 　"
    "存在问题下一步报告关于人民政府局"
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600, help="for all targets together; default 600")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    given = parser.parse_args()
    if given.one:
        return fuzz(given.targets[0], given.seconds)
    from targets import TARGETS

    chosen, found = given.targets or list(TARGETS), []
    for name in chosen:
        command = [sys.executable, __file__, "--one", "--seconds", str(given.seconds / len(chosen)), name]
        done = subprocess.run(command, check=False, capture_output=True, text=True, errors="replace")
        lines = (done.stdout + done.stderr).strip().splitlines()
        print(f"{name:12} {'ok' if done.returncode == 0 else 'FOUND'}  {lines[-1] if lines else ''}", flush=True)
        if done.returncode:
            found.append(name)
            print(*[line for line in lines if not line.startswith("#")][-40:], sep="\n")
    print(f"{len(chosen) - len(found)} passed, {len(found)} failed")
    return 1 if found else 0


def fuzz(name: str, seconds: float) -> int:
    """Fuzz one target for so long in this process."""
    guided = importlib.util.find_spec("atheris") is not None
    if guided:
        import atheris

        with atheris.instrument_imports(include=["lawextract"]):
            from targets import TARGETS
    else:
        from targets import TARGETS
    target, seeds = TARGETS[name]
    for seed in seeds:
        target(seed)
    if not guided:
        return with_hypothesis(target, seeds, seconds)
    corpus, found = FOUND / name / "corpus", FOUND / name / "found"
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (corpus / f"seed{number}").write_bytes(seed)
    words = FOUND / "words.txt"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in WORDS), encoding="ascii")
    options = [f"-max_total_time={max(1, int(seconds))}", f"-timeout={HANG}", f"-dict={words}", f"-artifact_prefix={found}/", "-rss_limit_mb=4000"]
    atheris.Setup([sys.argv[0], *options, "-max_len=20000", str(corpus)], target)
    atheris.Fuzz()
    return 0


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


def changed(seed: bytes) -> SearchStrategy[bytes]:
    """*seed* with some parts replaced by other bytes or words."""
    filling = st.binary(max_size=40) | st.text(st.sampled_from(WORDS + "0123456789.,"), max_size=40).map(str.encode)
    places = st.lists(st.tuples(st.integers(0, len(seed)), st.integers(0, 60), filling), max_size=4)

    def replace(changes: list[tuple[int, int, bytes]]) -> bytes:
        data = seed
        for at, length, filled in changes:
            data = data[:at] + filled + data[at + length :]
        return data

    return places.map(replace)


def with_hypothesis(target: Callable[[bytes], None], seeds: list[bytes], seconds: float) -> int:
    """Changed seeds until the time is over."""
    until, tried = time.monotonic() + seconds, 0

    @settings(max_examples=2000, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(seeds).flatmap(changed))
    def attack(data: bytes) -> None:
        nonlocal tried
        if time.monotonic() < until:
            tried += 1
            target(data)

    while time.monotonic() < until:
        attack()
    print(f"{tried} inputs with hypothesis")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
