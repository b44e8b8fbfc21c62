#!/usr/bin/env python3
"""The walk of docs/walk.md, holes -> variogram -> krige -> pit: its commands and cases as printed, on the campaign shipped with
the tree; then, where ../shared has it, on the published Babbitt holes with the changes that the walk names.

    tests/walk_test.py LODE ROOT
"""
import csv
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

LODE, ROOT = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
BABBITT = ROOT.parent / "shared" / "geodata" / "babbitt"
TEXT = (ROOT / "docs" / "walk.md").read_text()
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", TEXT, re.M | re.S)
COMMANDS = [body.strip() for kind, body in BLOCKS if kind == "sh"]
CASES = [body for kind, body in BLOCKS if kind == "toml"]
NAMES = ["holes", "variogram", "krige", "pit"]

# What the walk tells to change, for Babbitt: lengths in feet, dips positive downward, no lithology, a wider grid.
CHANGES = {
    "holes": [
        (r'"[^"]*collars.csv"', f'"{BABBITT}/collar_BABBITT.csv"\nunit = "ft"'),
        (r'"[^"]*surveys.csv"', f'"{BABBITT}/survey_BABBITT.csv"\nunit = "ft"'),
        (r'"[^"]*assays.csv"', f'"{BABBITT}/assay_BABBITT.csv"\nunit = "ft"'),
        (r'"HOLE"', '"BHID"'), (r'"EAST"', '"XCOLLAR"'), (r'"NORTH"', '"YCOLLAR"'), (r'"ELEV"', '"ZCOLLAR"'),
        (r'depth = "LENGTH"\n', ""), (r'"DEPTH"', '"AT"'), (r'"AZIMUTH"', '"AZ"'), (r'"CU_PCT"', '"CU"'),
        (r'down = "negative"', 'down = "positive"'),
        (r"\[interval.lithology\]\n(.+\n)*\n", ""), (r"\[domain\].*\n.*\n\n", ""),
        (r"\Z", '\n[repair]\nstation_beyond_end = "leave_out"\ndip_sign = "keep"\ninterval_order = "sort"\noverlap = "first"\n'
                'gap = "missing"\ngap_at_collar = "missing"\ngap_at_end = "missing"\nempty_value = "missing"\n'
                'negative_value = "half"\n'),
    ],
    "variogram": [(r"width = 15 ", "width = 60 "), (r"contribution = 0.15", "contribution = 0.04"), (r"nugget = 0.02", "nugget = 0.01"),
                  (r"= 120\b", "= 300")],
    "krige": [(r"radius_major = 120", "radius_major = 200"), (r"radius_minor = 80", "radius_minor = 60")],
    "pit": [],
}


def rows(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def column(table, name):
    """The heading, with its unit."""
    return next(key for key in table[0] if re.fullmatch(rf"{re.escape(name)}(\[.*\])?", key))


class Walk(unittest.TestCase):
    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.at = pathlib.Path(self.holder.name)
        shutil.copytree(ROOT / "studies" / "larkspur-hill", self.at / "studies" / "larkspur-hill")
        (self.at / "cases" / "walk").mkdir(parents=True)
        (self.at / "bin").mkdir()
        (self.at / "bin" / "lode").symlink_to(LODE)

    def tearDown(self):
        self.holder.cleanup()

    def step(self, k, case):
        (self.at / "cases" / "walk" / f"{NAMES[k]}.toml").write_text(case)
        env = {**os.environ, "PATH": f"{self.at / 'bin'}:{os.environ['PATH']}"}
        result = subprocess.run(["bash", "-c", COMMANDS[k]], cwd=self.at, env=env, capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, f"{COMMANDS[k]}\n{result.stdout[-1500:]}\n{result.stderr[-2500:]}")
        return result

    def fitted(self):
        """The table [variogram] that the second step wrote."""
        return (self.at / "results/walk/variogram/variogram_cu.toml").read_text()

    def pit_of(self):
        blocks = rows(self.at / "results/walk/pit/blocks.csv")
        value = column(blocks, "value")
        dug = [row for row in blocks if row[column(blocks, "in_pit")] in ("1", "yes", "true")]
        return blocks, dug, sum(float(row[value]) for row in dug if row[value])

    def test_the_cases_printed_are_those_of_the_tree(self):
        self.assertEqual([re.match(r"lode (\w+) cases/walk/(\w+)\.toml", line).groups() for line in COMMANDS], [(n, n) for n in NAMES])
        for name, case in zip(NAMES, CASES):
            self.assertEqual(case, (ROOT / "cases" / "walk" / f"{name}.toml").read_text(), name)

    def test_the_chain_runs_as_written(self):
        said = [self.step(k, case) for k, case in enumerate(CASES)]
        self.assertNotIn("needed", said[0].stdout.split("choice:")[0])
        # What krige.toml takes over is what the fit gives, to the digits written.
        used = CASES[2][CASES[2].index("[variogram]"):]
        keys = ("nugget", "contribution", "range_major", "range_semi", "range_minor")
        for key in keys:
            written, fit = (float(re.search(rf"^{key} = ([\d.]+)", text, re.M)[1]) for text in (used, self.fitted()))
            self.assertEqual(f"{written:.3g}", f"{fit:.3g}", key)
        estimates = rows(self.at / "results/walk/blocks/estimates.csv")
        blocks, dug, worth = self.pit_of()
        self.assertEqual(len(blocks), len(estimates))
        self.assertEqual(len(blocks), 26 * 24 * 13)
        self.assertGreater(worth, 0)
        # The pit is dug where the copper is: its mean grade is above the model's.
        grade = [float(row["estimate"]) for row in estimates]
        inside = [g for g, row in zip(grade, blocks) if row in dug]
        self.assertGreater(sum(inside) / len(inside), sum(grade) / len(grade))
        for name in ("holes/holes.vtp", "blocks/estimates.vti", "pit/pit.vtp", "pit/pit.dxf"):
            self.assertGreater((self.at / "results/walk" / name).stat().st_size, 1000, name)

    def test_on_the_babbitt_holes(self):
        if not BABBITT.exists():
            print(f"walk: {BABBITT} is absent: the published holes are skipped")
            self.skipTest("no ../shared")
        for k, name in enumerate(NAMES):
            case = CASES[k]
            changes = list(CHANGES[name])
            if name == "krige":
                changes += self.grid_about_the_composites() + [(r"\[variogram\].*\n(.+\n)*", self.fitted() + "\n")]
            for pattern, new in changes:
                case, times = re.subn(pattern, new.replace("\\", r"\\"), case)
                self.assertGreater(times, 0, (name, pattern))
            self.step(k, case)
        blocks, _, _ = self.pit_of()
        estimates = rows(self.at / "results/walk/blocks/estimates.csv")
        self.assertEqual(len(blocks), len(estimates))
        self.assertGreater(sum(1 for row in estimates if row["estimate"]), len(estimates) // 20)

    def grid_about_the_composites(self):
        places = rows(self.at / "results/walk/holes/composites.csv")
        low, count, cell = {}, {}, {"x": 60, "y": 60, "z": 15}
        for axis in "xyz":
            values = [float(row[column(places, axis)]) for row in places]
            low[axis] = cell[axis] * (min(values) // cell[axis])
            count[axis] = int((max(values) - low[axis]) // cell[axis]) + 1
        return [change for axis in "xyz" for change in
                ((rf"(?m)^{axis} = -?\d+$", f"{axis} = {low[axis]:.0f}"), (rf"cell_{axis} = \d+", f"cell_{axis} = {cell[axis]}"),
                 (rf"count_{axis} = \d+", f"count_{axis} = {count[axis]}"))]


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
