#!/usr/bin/env python3
"""How long do real holes take from CSV to composites? Answers first, then times.

    bench/holes.py LODE GEODATA [RUNS]

Babbitt (35,616 assay intervals) and Copper Creek (67,320) through `lode holes`: the whole process, files read, faults
found, desurveyed, composited, statistics printed. Before that the length-weighted copper of the
composites and of what the residual rule leaves out is added up to that of the samples.
"""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests"))
from real_campaigns import BABBITT, CHOICES, COPPER_CREEK  # noqa: E402


def main():
    lode, data = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    for name, text, assays in (("babbitt", BABBITT, "assay_BABBITT.csv"), ("copper_creek", COPPER_CREEK, "assay.csv")):
        if not (data / name).is_dir():
            print(f"skipped: {name} ({data / name} is not there)")
            continue
        intervals = sum(1 for line in (data / name / assays).open(encoding="utf-8-sig") if line.strip()) - 1
        with tempfile.TemporaryDirectory() as folder:
            case = pathlib.Path(folder) / "case.toml"
            case.write_text(text.format(data / name))
            first = subprocess.run([lode, "holes", case, "--json"], capture_output=True, text=True)
            kinds = {row["fault"] for row in table(first, "faults") if row["choice"] != "note"}
            case.write_text(text.format(data / name) + "[repair]\n" + "".join(f'{k} = "{CHOICES[k]}"\n' for k in sorted(kinds)))
            answered = subprocess.run([lode, "holes", case, "--json"], capture_output=True, text=True)
            rows = next(r["value"] for r in table(answered, "campaign") if r["what"] == "assay rows")
            if answered.returncode != 0 or rows != intervals:
                sys.exit(f"{name}: exit {answered.returncode}, {rows} assay rows\n{answered.stderr}")
            for metal in table(answered, "metal"):
                if abs(metal["residual"]) > 1e-9 * max(1, metal["samples"]):
                    sys.exit(f"{name}: metal is not conserved: {metal}")
            walls, cpus = [], []
            for _ in range(runs):
                start = time.perf_counter()
                process = subprocess.Popen([lode, "holes", case], stdout=subprocess.DEVNULL)
                _, _, usage = os.wait4(process.pid, 0)
                walls.append(time.perf_counter() - start)
                cpus.append(usage.ru_utime + usage.ru_stime)
            print(f"holes {name}: {intervals} intervals, metal conserved to 1e-9; median of {runs}: "
                  f"wall {statistics.median(walls):.2f} s, CPU {statistics.median(cpus):.2f} s, {usage.ru_maxrss / 1024:.0f} MB")


def table(result, name):
    found = json.loads(result.stdout)["tables"][name]
    return [dict(zip([c["name"] for c in found["columns"]], row)) for row in found["rows"]]


main()
