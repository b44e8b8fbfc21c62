#!/usr/bin/env python3
"""The essays of examples/: every command as printed, in order, in a copy of the tree. A block of text below a command holds
lines of its output, `...` where some are left out; a decimal number of the prose stands in a block of some essay; a case
printed is the file beside it. Then the essays' numbers against each other, and, where ../shared has them, essays 1 to 4 on the
published Babbitt holes with the changes that they name.

    tests/examples_test.py LODE NEW_TERMS ROOT
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

LODE, NEW_TERMS, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), pathlib.Path(sys.argv[3]).resolve()
BABBITT = ROOT.parent / "shared" / "geodata" / "babbitt"
ESSAYS = {path.name: path.read_text() for path in sorted((ROOT / "examples").glob("[0-9][0-9]-*"))}
FENCED = re.compile(r"^```(\w+)\n(.*?)^```", re.M | re.S)
NAMES = ["holes", "variogram", "krige", "pit"]
CHAIN = dict(zip(NAMES, list(ESSAYS)))


def blocks(essay):
    """(kind, body) of each block; of the essay in C++ the command and its output in the first comment."""
    if essay.endswith(".md"):
        return FENCED.findall(ESSAYS[essay])
    opening = re.match(r"(//.*\n)+", ESSAYS[essay])[0]
    command, output = re.search(r"//   \$ (.*)\n((?://   .*\n)+)", opening).groups()
    return [("sh", command + "\n"), ("text", re.sub(r"^//   ", "", output, flags=re.M))]


def case_of(name):
    return next(body for kind, body in blocks(CHAIN[name]) if kind == "toml")


# What the essays tell to change, for Babbitt: lengths in feet, dips positive downward, no lithology, a wider grid.
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


class Essays(unittest.TestCase):
    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.at = pathlib.Path(self.holder.name)
        for name in ("examples", "studies"):
            shutil.copytree(ROOT / name, self.at / name)
        (self.at / "bin").mkdir()
        for name, program in (("lode", LODE), ("new-terms", NEW_TERMS)):
            (self.at / "bin" / name).symlink_to(program)

    def tearDown(self):
        self.holder.cleanup()

    def run_lines(self, lines):
        env = {**os.environ, "PATH": f"{self.at / 'bin'}:{os.environ['PATH']}"}
        result = subprocess.run(["bash", "-ec", lines], cwd=self.at, env=env, capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, f"{lines}\n{result.stdout[-1500:]}\n{result.stderr[-2500:]}")
        return result.stdout

    def expect_lines(self, essay, wanted, output):
        """Each line of a block of text, in the order of the output."""
        printed, at = [line.rstrip() for line in output.splitlines()], 0
        for line in wanted.splitlines():
            if line.strip() != "...":
                self.assertIn(line.rstrip(), printed[at:], f"{essay}: the program does not print this line, or not here")
                at = printed.index(line.rstrip(), at) + 1

    def run_essay(self, essay):
        output = ""
        for kind, body in blocks(essay):
            if kind == "sh":
                output = self.run_lines(body)
            elif kind == "text":
                self.expect_lines(essay, body, output)

    def table(self, path):
        return rows(self.at / "results/examples" / path)

    def test_every_essay_runs_and_prints_what_it_shows(self):
        self.assertGreaterEqual(len(ESSAYS), 8)
        for essay in ESSAYS:
            self.run_essay(essay)
        self.blocks_hold_together()
        self.mill_and_cash_flow_follow_the_pit()
        self.new_terms_match_whole_runs()

    def test_cases_printed_are_the_files_beside_the_essays(self):
        printed = 0
        for essay in ESSAYS:
            found = blocks(essay)
            for (kind, command), (next_kind, case) in zip(found, found[1:]):
                if (kind, next_kind) == ("sh", "toml"):
                    path = re.match(r"lode \w+ (examples/[\w-]+\.toml)", command)[1]
                    self.assertEqual(case, (ROOT / path).read_text(), essay)
                    printed += 1
        self.assertEqual(printed, len(list((ROOT / "examples").glob("*.toml"))))

    def test_numbers_of_the_prose_stand_in_the_blocks(self):
        shown = " ".join(body for essay in ESSAYS for _, body in blocks(essay))
        for essay, text in ESSAYS.items():
            if essay.endswith(".md"):
                for number in re.findall(r"(?<![\w.,/-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w-])", FENCED.sub("", text)):
                    if "." in number or "," in number:
                        self.assertIn(number, shown, essay)

    def blocks_hold_together(self):
        """Essays 1 to 4: what one wrote the next has read."""
        used = case_of("krige")[case_of("krige").index("[variogram]"):]
        for key in ("nugget", "contribution", "range_major", "range_semi", "range_minor"):
            written, fit = (float(re.search(rf"^{key} = ([\d.]+)", text, re.M)[1]) for text in (used, self.fitted()))
            self.assertEqual(f"{written:.3g}", f"{fit:.3g}", key)
        estimates = self.table("blocks/estimates.csv")
        pit, dug, worth = self.pit_of()
        self.assertEqual(len(pit), len(estimates))
        self.assertEqual(len(pit), 26 * 24 * 13)
        self.assertGreater(worth, 0)
        # The pit is where the copper is: its mean grade is above the model's.
        grade = [float(row["estimate"]) for row in estimates]
        inside = [g for g, row in zip(grade, pit) if row in dug]
        self.assertGreater(sum(inside) / len(inside), sum(grade) / len(grade))
        for name in ("holes/holes.vtp", "blocks/estimates.vti", "pit/pit.vtp", "pit/pit.dxf"):
            self.assertGreater((self.at / "results/examples" / name).stat().st_size, 1000, name)

    def mill_and_cash_flow_follow_the_pit(self):
        """Feed, grade and copper of essays 5 and 6 from the ore of essay 4: 4 % lost, 5 % of waste added, nine years."""
        shown = {essay: " ".join(body for kind, body in blocks(essay) if kind == "text") for essay in ESSAYS}
        pit = shown["04-pit.md"]
        ore, grade, copper = (float(re.search(rf"^{what} +([\d,.]+)", pit, re.M)[1].replace(",", ""))
                              for what in ("ore", "copper grade of ore", "copper recovered"))
        plant, money = ((ROOT / "examples" / name).read_text() for name in ("plant.toml", "cash-flow.toml"))
        feed = float(re.search(r"^tonnes = ([\d.]+)", plant, re.M)[1])
        self.assertAlmostEqual(feed, ore * 0.96 * 1.05 / 9 / 1e6, delta=5e-4)
        self.assertAlmostEqual(float(re.search(r"^grades = \[([\d.]+)", plant, re.M)[1]), grade / 1.05, delta=5e-4)
        made = float(re.search(r"^cu +[\d,]+ +([\d,]+)", shown["05-plant.md"], re.M)[1].replace(",", ""))
        self.assertAlmostEqual(9 * made / copper, 1, delta=1e-3)
        self.assertAlmostEqual(float(re.search(r"^quantity = \[0, 0, ([\d.]+)", money, re.M)[1]), made / 1000, delta=0.05)
        processing = float(re.search(r"processing.\namount = \[0, 0, ([\d.]+)", money)[1])
        self.assertAlmostEqual(processing, 13 * feed, delta=0.05)

    def new_terms_match_whole_runs(self):
        """Essay 8 evaluates bids on scenarios that it has mined: the same as a run of a case with those terms, and as the table
        of essay 7 that says where the country is indifferent."""
        printed = dict(re.findall(r"^([\d.]+) % +([\d.]+ +[\d.]+)$", blocks("08-new-terms.cpp")[1][1], re.M))
        case = self.at / "studies/larkspur-hill/case.toml"
        text = case.read_text()
        for percent, values in printed.items():
            stake = float(percent) / 100
            miner = "sponsor_stake = 0.80\nfund_stake = 0.20"
            self.assertEqual(text.count(miner), 1)
            case.write_text(text.replace(miner, f"sponsor_stake = {1 - stake:g}\nfund_stake = {stake:g}"))
            self.run_lines("lode run studies/larkspur-hill --scenarios 200 --realisations 10 --out results/examples/changed --force")
            mean = {row["party"]: float(row["mean[M$]"]) for row in self.table("changed/deal.csv") if row["bid"] == "miner"}
            for party, value in zip(("host", "sponsor"), values.split()):
                self.assertAlmostEqual(mean[party], float(value), delta=0.051, msg=(percent, party))
        case.write_text(text)
        found = float(re.search(r"other bid, [\d.]+: ([\d.]+) %", blocks("08-new-terms.cpp")[1][1])[1])
        table = next(row for row in self.table("deal/flips.csv") if row["what"] == "fund's free stake")
        self.assertAlmostEqual(float(table["flips_at"]), found, delta=0.06)

    def fitted(self):
        """The table [variogram] that essay 2 wrote."""
        return (self.at / "results/examples/variogram/variogram_cu.toml").read_text()

    def pit_of(self):
        pit = self.table("pit/blocks.csv")
        value = column(pit, "value")
        dug = [row for row in pit if row[column(pit, "in_pit")] in ("1", "yes", "true")]
        return pit, dug, sum(float(row[value]) for row in dug if row[value])

    def test_on_the_babbitt_holes(self):
        if not BABBITT.exists():
            print(f"examples: {BABBITT} is absent: the published holes are skipped")
            self.skipTest("no ../shared")
        for name in NAMES:
            case = case_of(name)
            changes = list(CHANGES[name])
            if name == "krige":
                changes += self.grid_about_the_composites() + [(r"\[variogram\].*\n(.+\n)*", self.fitted() + "\n")]
            for pattern, new in changes:
                case, times = re.subn(pattern, new.replace("\\", r"\\"), case)
                self.assertGreater(times, 0, (name, pattern))
            (self.at / "examples" / f"{name}.toml").write_text(case)
            self.run_lines(blocks(CHAIN[name])[0][1])
        pit, _, _ = self.pit_of()
        estimates = self.table("blocks/estimates.csv")
        self.assertEqual(len(pit), len(estimates))
        self.assertGreater(sum(1 for row in estimates if row["estimate"]), len(estimates) // 20)

    def grid_about_the_composites(self):
        places = self.table("holes/composites.csv")
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
