#!/usr/bin/env python3
"""What `lode variogram` answers, held against every pair counted here one by one.

    tests/variogram_command_test.py LODE
"""
import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile

LODE = sys.argv[1]
SHARED = pathlib.Path("../shared/georef")
failures = []


def check(good, what):
    if not good:
        failures.append(what)


def lode(case, *flags):
    done = subprocess.run([LODE, "variogram", str(case), *flags], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def table(answer, name):
    found = answer["tables"][name]
    return [dict(zip([c["name"] for c in found["columns"]], row)) for row in found["rows"]]


def close(a, b, relative=1e-12):
    return math.isclose(a, b, rel_tol=relative, abs_tol=1e-300)


def holes(folder):
    """Forty samples of five holes, two values missing."""
    rng = random.Random(5)
    rows = []
    for hole in range(5):
        for k in range(8):
            value = rng.uniform(1, 9)
            rows.append((f"H{hole}", 40.0 * hole + rng.uniform(0, 5), 30.0 * (hole % 2), -5.0 * k, value))
    lines = ["bhid,x,y,z,cu"] + [",".join([r[0]] + [repr(v) for v in r[1:]]) for r in rows]
    lines[3] = lines[3].rsplit(",", 1)[0] + ","
    lines[9] = lines[9].rsplit(",", 1)[0] + ",-999"
    (folder / "holes.csv").write_text("\n".join(lines) + "\n")
    return [r for i, r in enumerate(rows, 1) if i not in (3, 9)]


POINTS = """
[points]
file = "holes.csv"
z = "z"
variables = ["cu"]
hole = "bhid"
missing = [-999]
"""


def lags_of_all_and_of_holes(folder):
    rows = holes(folder)
    case = folder / "case.toml"
    case.write_text(POINTS + """
[lags]
width = 10
count = 12
[direction.all]
[direction.down]
within_hole = true
""")
    code, out, err = lode(folder, "--json", "--out", str(folder / "out"))
    check(code == 0, f"exit {code}: {err}")
    answer = json.loads(out)
    got = table(answer, "variogram")
    check(len(got) == 24, f"{len(got)} rows")
    for row in got:
        pairs, distance, squares = 0, 0.0, 0.0
        for i, a in enumerate(rows):
            for b in rows[i + 1:]:
                h = math.dist(a[1:4], b[1:4])
                if row["direction"] == "down" and a[0] != b[0]:
                    continue
                if 10 * (row["lag"] - 1) < h <= 10 * row["lag"]:
                    pairs, distance, squares = pairs + 1, distance + h, squares + (a[4] - b[4]) ** 2
        check(row["pairs"] == pairs, f"{row} has not {pairs} pairs")
        if pairs:
            check(close(row["distance"], distance / pairs) and close(row["semivariance"], squares / pairs / 2), f"{row}")
        else:
            check(row["semivariance"] is None, f"{row} without pairs")
    samples = table(answer, "variogram_samples")[0]
    check(samples["samples"] == 38 and samples["missing"] == 2, f"{samples}")
    csv = (folder / "out" / "variogram.csv").read_text().splitlines()
    check(len(csv) == 25, f"{len(csv)} lines of CSV")
    code, _, err = lode(folder, "--out", str(folder / "out"))
    check(code == 3 and "not empty" in err, "writes over a folder")
    code, out, _ = lode(folder)
    check(code == 0 and "(k - 1) w < h <= k w" in out, "the rule of lags is not told")


def fits_scores_and_map(folder):
    holes(folder)
    case = folder / "case.toml"
    case.write_text('scores = "normal"\n' + POINTS + """
[lags]
width = 15
count = 10
[fit]
start = "spread"
structures = ["exponential"]
weights = "pairs"
[map]
cell_x = 20
cell_y = 20
cell_z = 10
half_x = 3
half_y = 2
half_z = 1
""")
    code, out, err = lode(case, "--json")
    check(code == 0, f"exit {code}: {err}")
    answer = json.loads(out)
    check(len(table(answer, "variogram_map")) == 7 * 5 * 3, "cells of the map")
    check(abs(table(answer, "variogram_samples")[0]["mean"]) < 1e-9, "normal scores have no mean")
    fit = table(answer, "variogram_fit")[0]
    nugget, structure = table(answer, "variogram_model")
    objective = 0
    for row in table(answer, "variogram"):
        if not row["pairs"]:
            continue
        model = nugget["contribution"] + structure["contribution"] * (1 - math.exp(-3 * row["distance"] / structure["range_major"]))
        check(close(row["model"], model, 1e-9), f"model {row}")
        objective += row["pairs"] * (row["semivariance"] - model) ** 2
    check(close(fit["objective"], objective, 1e-9) and close(answer["objective"], objective, 1e-9), f"objective {fit}")


MEUSE = """
[points]
file = "%s"
variables = ["logzinc"]
[lags]
width = 100
cutoff = 1500
[model]
nugget = 0.05
[model.structure.one]
type = "spherical"
contribution = 0.6
range_major = 900
range_semi = 900
range_minor = 900
[fit]
start = "model"
"""


def meuse(folder):
    if not SHARED.exists():
        print("skipped: the reference results of meuse (../shared/georef) are not here")
        return
    case = folder / "case.toml"
    case.write_text(MEUSE % (SHARED / "case1_meuse_input.csv").resolve())
    code, out, err = lode(case, "--json")
    check(code == 0, f"exit {code}: {err}")
    answer = json.loads(out)
    wanted = (SHARED / "case1_meuse_variogram_omni_expected.csv").read_text().split()[1:]
    rows = table(answer, "variogram")
    check(len(rows) == len(wanted), "lags of meuse")
    for row, line in zip(rows, wanted):
        pairs, distance, gamma = map(float, line.split(","))
        check(row["pairs"] == pairs and close(row["distance"], distance, 1e-9) and close(row["semivariance"], gamma, 1e-9), f"{row} {line}")
    nugget, one = table(answer, "variogram_model")
    check(close(nugget["contribution"], 0.0615948542454, 1e-9) and close(one["contribution"], 0.589815348537, 1e-9)
          and close(one["range_major"], 942.520449475, 1e-9), f"{nugget} {one}")


def refusals(folder):
    holes(folder)
    (folder / "one.csv").write_text("x,y,z,bhid,cu\n1,2,3,A,4\n")
    (folder / "alike.csv").write_text("x,y,z,bhid,cu\n" + "".join(f"{i},0,0,A,4\n" for i in range(9)))
    lags = "[lags]\nwidth = 10\ncount = 12\n"
    fit = '[fit]\nstart = "spread"\n'
    cases = [
        (POINTS + "[lags]\nwidth = 0\ncount = 12\n", 3, "the width is 0: it must be above 0"),
        (POINTS + "[lags]\nwidth = -1\ncount = 12\n", 3, "the width is -1"),
        (POINTS + "[lags]\ncount = 12\n", 3, "lags.width"),
        (POINTS + "[lags]\nwidth = 10\n", 3, "say how far"),
        (POINTS + lags + "[direction.a]\nazimuth_tolerance = 0\n", 3, "(0, 90]"),
        (POINTS + lags + "[direction.a]\ndip_tolerance = 91\n", 3, "(0, 90]"),
        (POINTS + lags + "[direction.a]\nazimut = 0\n", 3, "did you mean azimuth"),
        (POINTS.replace('hole = "bhid"\n', "") + lags + "[direction.a]\nwithin_hole = true\n", 3, "points.hole"),
        (POINTS.replace('"cu"', '"au"') + lags, 3, "au"),
        (POINTS.replace('["cu"]', "[]") + lags, 3, "points.variables"),
        (POINTS.replace("holes.csv", "one.csv") + lags, 3, "there is 1"),
        (POINTS.replace("missing = [-999]", "missing = [4]").replace("holes.csv", "alike.csv") + lags, 3, "there are 0"),
        (POINTS.replace("holes.csv", "alike.csv") + lags.replace("10", "1") + fit, 4, "all samples alike"),
        (POINTS + "[lags]\nwidth = 1e-6\ncount = 2\n", 4, "no pair"),
        (POINTS + "[lags]\nwidth = 100\ncount = 2\n" + fit, 4, "only 2 lags"),
        (POINTS + lags + '[fit]\nstart = "model"\n', 3, "no structure"),
        (POINTS + lags + '[fit]\nstart = "spread"\nstructures = ["cubic"]\n', 3, "none of spherical"),
        ('weight = "cu"\n' + POINTS + lags, 3, "normal scores"),
        (POINTS + lags + "[map]\ncell_x = 10\nhalf_x = 2\n", 3, "above 0"),
    ]
    for text, wanted, part in cases:
        (folder / "case.toml").write_text(text)
        code, _, err = lode(folder)
        check(code == wanted and part in err, f"exit {code} where {wanted} and \"{part}\" were expected:\n{text}\n{err}")
    code, _, err = lode(folder / "nowhere.toml")
    check(code == 3, f"a case that is not there: exit {code}")


for test in (lags_of_all_and_of_holes, fits_scores_and_map, meuse, refusals):
    with tempfile.TemporaryDirectory(prefix="lode-variogram-") as name:
        test(pathlib.Path(name))
for failure in failures:
    print("FAILED:", failure)
print(f"{len(failures)} failures")
sys.exit(1 if failures else 0)
