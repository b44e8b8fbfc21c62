#!/usr/bin/env python3
"""Mutated cases and tables of `lode holes`, `lode pit`, `lode plant`, `lode cashflow`, `lode market` and `lode option`: each runs, answers no, or is refused with
its place; none crashes. (Those of whole studies are in faulty_cases_test.py.)

    tests/mutations_test.py LODE CASES [ROUNDS [SEED]]

CASES is the tree's folder cases/. What fails is kept and named.
"""
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

from mutate import mutate

LODE, CASES = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 150
SEED = int(sys.argv[4]) if len(sys.argv) > 4 else 20261130
SOURCES = {
    "holes": [CASES / "starters/holes"],
    "pit": [CASES / "starters/pit"],
    "plant": [CASES / "starters/plant"],
    "option": [CASES / "starters/option", CASES / "option/brennan-schwartz-1985", CASES / "option/switching-plant", CASES / "option/given-paths",
               CASES / "option/schwartz-1997-model-0", *sorted((CASES / "decision").glob("*"))],
    "market": [CASES / "starters/market", *sorted((CASES / "market").glob("*"))],
    "cashflow": sorted([CASES / "starters/cashflow", *(CASES / "cashflow").glob("[lt]*"), CASES / "cashflow/fenn-gib-pfs-2025"]),
}
PLACED = re.compile(r"\.(toml|csv)\b")


def is_fault(result):
    """Exit 0 and 4 are answers; 3 must name a file; 5 is a size that the machine cannot hold."""
    said = result.stdout + result.stderr
    return ("our fault" in said or "Sanitizer" in said or result.returncode not in (0, 3, 4, 5)
            or result.returncode == 3 and not PLACED.search(result.stderr))


def mutated(random_, source, at):
    """Copies the folder with harms in its case, or in one of its tables."""
    shutil.copytree(source, at)
    tables = [path for path in sorted(at.glob("*.csv")) if path.name != "expected.csv"]
    path = random_.choice(tables) if tables and random_.random() < 0.3 else at / "case.toml"
    lines = path.read_text().splitlines()
    if path.suffix == ".toml":
        lines = [line for line in lines if line and not line.startswith("#")]
    path.write_text("\n".join(mutate(random_, lines)) + "\n")


def mutations(stage):
    random_ = random.Random(f"{SEED} {stage}")
    codes, failed = {}, 0
    for round_ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as holder:
            at = pathlib.Path(holder) / "case"
            mutated(random_, random_.choice(SOURCES[stage]), at)
            try:
                result = subprocess.run([LODE, stage, at], capture_output=True, text=True, errors="replace", timeout=120)
            except subprocess.TimeoutExpired:
                result = subprocess.CompletedProcess([], -1000, "", "ran for more than 120 s")
            codes[result.returncode] = codes.get(result.returncode, 0) + 1
            if is_fault(result):
                failed += 1
                kept = pathlib.Path(tempfile.mkdtemp()) / stage
                shutil.copytree(at, kept)
                print(f"FAILED {stage} {round_} ({kept}): exit {result.returncode}\n{(result.stdout + result.stderr)[:1500]}")
    print(f"{stage}: {ROUNDS} mutations, {failed} failed; by exit code: {dict(sorted(codes.items()))}")
    # A test that all are refused, or none is, would show nothing.
    return failed + (codes.get(0, 0) == 0) + (codes.get(3, 0) == 0)


sys.exit(1 if sum(mutations(stage) for stage in SOURCES) else 0)
