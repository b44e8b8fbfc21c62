#!/usr/bin/env python3
"""The study with drill holes: against the truth that its campaign was made over, and what faulty holes get.

    tests/drilled_study_test.py LODE STUDIES_FOLDER
"""
import csv
import importlib.util
import json
import math
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import unittest

LODE, STUDIES = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
STUDY = STUDIES / "larkspur-hill"


def lode(*arguments, expect=0):
    result = subprocess.run([LODE, *map(str, arguments)], capture_output=True, text=True)
    assert result.returncode == expect, f"{arguments}: exit {result.returncode}\n{result.stdout[-500:]}\n{result.stderr[-3000:]}"
    return result


def rows(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def hole_means():
    """Mean copper of each hole's porphyry: what the truth is sampled by."""
    rock = {}
    for row in rows(STUDY / "lithology.csv"):
        rock.setdefault(row["HOLE"], []).append((float(row["FROM"]), float(row["TO"]), row["ROCK"]))
    sums = {}
    for row in rows(STUDY / "assays.csv"):
        middle = 0.5 * (float(row["FROM"]) + float(row["TO"]))
        if any(a <= middle < b and code == "PORPHYRY" for a, b, code in rock[row["HOLE"]]):
            sums.setdefault(row["HOLE"], []).append(float(row["CU_PCT"]))
    return [statistics.mean(values) for values in sums.values() if len(values) >= 10]


class DrilledStudy(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.at = pathlib.Path(cls.holder.name)
        cls.out = cls.at / "run"
        lode("run", STUDY, "--out", cls.out, "--scenarios", 60, "--realisations", 6, "--quiet", "--threads", 1)

    @classmethod
    def tearDownClass(cls):
        cls.holder.cleanup()

    def resource(self, place, cut_off):
        """Tonnes, grade and metal of all classes together."""
        tonnes = metal = 0
        for row in rows(self.out / "resource.csv"):
            if row["place"] == place and "+" not in row["class"] and abs(float(row["cut_off[%]"]) - cut_off) < 1e-9:
                tonnes += float(row["tonnes[Mt]"])
                metal += float(row["metal[kt]"])
        return tonnes, 0.1 * metal / tonnes, metal

    def test_check_passes(self):
        lode("check", STUDY)

    def test_the_generator_gives_the_holes_that_are_kept(self):
        spec = importlib.util.spec_from_file_location("make_campaign", STUDY / "make_campaign.py")
        made = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(made)
        folder = self.at / "made"
        folder.mkdir()
        made.make_holes(made.Ground(random.Random(made.SEED)), random.Random(made.SEED + 1), folder)
        for file in sorted(folder.iterdir()):
            self.assertEqual(file.read_bytes(), (STUDY / file.name).read_bytes(), file.name)

    def test_tonnage_and_grade_above_the_cut_off_meet_the_truth(self):
        # Tonnage: the porphyry covers about 26 cells of the 40 m grid and its rim crosses about 18 of them; where
        # in such a cell the rim runs is not known (uniform: sd 0.29 cells), 0.29 sqrt(18) / 26 = 4.7 %, two of which
        # are 9.5 %. Grade: two standard errors of the mean of the hole means, as if holes were independent.
        # The truth is counted as the model counts, a block wholly of one rock. Below the grade that a rim block has
        # when half of it is host, the true blocks must be met as well.
        means = hole_means()
        grade_limit = 2 * statistics.stdev(means) / math.sqrt(len(means)) / statistics.mean(means)
        self.assertLess(grade_limit, 0.20)  # the test can tell a fifth from nothing
        for truth in rows(STUDY / "truth.csv"):
            cut_off = float(truth["cut_off_pct"])
            if cut_off not in (0.3, 0.4, 0.5, 0.6):
                continue
            tonnes, grade, metal = self.resource("in the ground", cut_off)
            for kind in ("whole_", "") if cut_off < 0.5 else ("whole_",):
                true_tonnes, true_grade = float(truth[kind + "tonnes_mt"]), float(truth[kind + "copper_pct"])
                print(f"cut-off {cut_off}: {tonnes:.2f} Mt at {grade:.3f} % ({kind}true {true_tonnes:.2f} Mt at {true_grade:.3f} %)")
                self.assertLess(abs(tonnes / true_tonnes - 1), 0.095, cut_off)
                self.assertLess(abs(grade / true_grade - 1), grade_limit, cut_off)

    def test_the_shell_holds_no_more_than_the_ground(self):
        for cut_off in (0.4, 0.8):
            self.assertLessEqual(self.resource("in the planning shell", cut_off)[2], self.resource("in the ground", cut_off)[2] + 1e-9)
        self.assertGreater(self.resource("in the planning shell", 0.4)[2], 0)

    def test_the_correction_moves_no_metal_and_spreads_grades(self):
        for row in rows(self.out / "estimation.csv"):
            self.assertLess(float(row["sd_kriged"]), float(row["sd_blocks"]))
            self.assertLess(float(row["sd_blocks"]), float(row["sd_samples"]))

    def test_realisations_differ_by_class_factors_alone(self):
        lines = rows(self.out / "tonnage_grade.csv")
        self.assertTrue(any(row["tonnes_p10_exceed[Mt]"] != row["tonnes_p90_exceed[Mt]"] for row in lines))
        self.assertTrue(all(row["stated_tonnes[Mt]"] == "" for row in lines))

    def test_the_first_page_says_where_grades_come_from(self):
        text = json.loads((self.out / "run.json").read_text())["text"]
        said = " ".join(text["trust"])
        self.assertIn("Grades come from drill holes", said)
        self.assertIn("only spread", said)
        self.assertNotIn("published statements", said)
        self.assertTrue(any("discrete Gaussian" in one["text"] for one in text["simplified"]))

    def test_show_prints_the_resource(self):
        shown = lode("show", self.out, "resource").stdout
        for word in ("Mineral resource by class and cut-off", "measured + indicated", "inferred", "in the planning shell"):
            self.assertIn(word, shown)

    def test_two_threads_give_the_same_bytes(self):
        two = self.at / "two"
        lode("run", STUDY, "--out", two, "--scenarios", 60, "--realisations", 6, "--quiet", "--threads", 2)
        for file in sorted(path for path in self.out.rglob("*") if path.is_file() and path.name != "run.log"):
            at = file.relative_to(self.out)
            self.assertEqual(file.read_bytes(), (two / at).read_bytes(), at)

    def test_the_holes_lie_beside_the_results(self):
        for name in ("collars", "surveys", "assays", "lithology", "density"):
            self.assertEqual((self.out / "case" / f"{name}.csv").read_bytes(), (STUDY / f"{name}.csv").read_bytes())

    def faulty(self, name, expect, *words, **edits):
        """The study with texts replaced in its files: edits = file stem -> (old, new). check and run say the same."""
        folder = self.at / name
        shutil.copytree(STUDY, folder)
        for stem, (old, new) in edits.items():
            path = folder / ("case.toml" if stem == "case" else f"{stem}.csv")
            text = path.read_text()
            self.assertIn(old, text)
            path.write_text(text.replace(old, new, 1))
        self.refused(folder, expect, *words)

    def refused(self, folder, expect, *words):
        checked = lode("check", folder, "--scenarios", 5, "--realisations", 2, "--quiet", expect=expect).stderr
        ran = lode("run", folder, "--out", self.at / (folder.name + "-out"), "--scenarios", 5, "--realisations", 2, "--quiet", expect=expect).stderr
        self.assertEqual(checked, ran)
        for word in words:
            self.assertIn(word, checked)

    def test_grades_below_zero_are_counted(self):
        # A smooth variogram without nugget screens samples with weights below 0.
        self.faulty("negative", 0, case=(
            'nugget = 0.10\nazimuth = 90\n[deposit.larkspur.variogram.structure.only]\ntype = "exponential"\ncontribution = 0.90',
            'nugget = 0\nazimuth = 90\n[deposit.larkspur.variogram.structure.only]\ntype = "gaussian"\ncontribution = 1'))
        table = json.loads((self.at / "negative-out" / "estimation.json").read_text())
        self.assertRegex(json.dumps(table), r"Kriged below 0 and counted as 0: \d+ blocks of cu in ")
        self.assertNotIn("counted as 0:", (self.out / "estimation.json").read_text())

    STATEMENT = '[deposit.larkspur.statement]\ntonnage = 7\ngrade = 0.9\ncut_off = 0.4\ndensity = 2.7\n'

    def test_each_stage_runs_alone_on_the_whole_case(self):
        out = self.at / "stages"
        lode("holes", STUDY, "--out", out / "holes")
        self.assertEqual((out / "holes" / "composites.vtp").exists(), True)
        lode("krige", STUDY, "--out", out / "krige")
        blocks = rows(out / "krige" / "estimates.csv")
        estimation = next(r for r in rows(self.out / "estimation.csv") if r["domain"] == "PORPHYRY" and r["element"] == "cu")
        porphyry = [float(r["cu"]) for r in blocks if r["domain"] == "PORPHYRY"]
        self.assertAlmostEqual(statistics.mean(porphyry), float(estimation["kriged_mean"]), delta=1e-9)
        lode("variogram", STUDY, "--out", out / "variogram")
        self.assertEqual((out / "variogram" / "variogram.csv").read_bytes(), (self.out / "variogram.csv").read_bytes())
        for command in ("holes", "krige", "variogram"):
            text = lode(command, STUDY, "--deposit", "larkspur_hill", "--out", out / "none", expect=3).stderr
            self.assertIn("must name one of the deposits with drill holes: larkspur", text)
            text = lode(command, STUDIES / "small-copper", "--out", out / "none", expect=3).stderr
            self.assertIn("no deposit of this case has drill holes", text)

    def test_the_report_s_variograms_are_those_of_the_composites(self):
        # The composites of one domain through `lode variogram` as a table of points: another road to the same lags.
        folder = self.at / "composites"
        lode("holes", STUDY, "--out", folder / "holes")
        composites = [r for r in rows(folder / "holes" / "composites.csv") if r["domain"] == "PORPHYRY"]
        columns = {name.split("[")[0]: name for name in composites[0]}
        with open(folder / "porphyry.csv", "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["x", "y", "z", "cu", "hole", "weight"])
            writer.writerows([r[columns[c]] for c in ("x", "y", "z", "cu", "hole", "weight")] for r in composites)
        (folder / "case.toml").write_text("""
            scores = "normal"
            weight = "weight"
            [points]
            file = "porphyry.csv"
            z = "z"
            variables = ["cu"]
            hole = "hole"
            [lags]
            width = 12
            count = 15
            [direction.major]
            azimuth = 90
            azimuth_tolerance = 22.5
            dip_tolerance = 22.5
            [direction.minor]
            dip = -90
            dip_tolerance = 22.5
            """)
        lode("variogram", folder, "--out", folder / "out")
        found = {(r["direction"], r["lag"]): r for r in rows(folder / "out" / "variogram.csv")}
        compared = 0
        for row in rows(self.out / "variogram.csv"):
            if row["domain"] != "PORPHYRY" or row["direction"] not in ("major", "minor") or row["pairs"] == "0":
                continue
            other = found[row["direction"], row["lag"]]
            self.assertEqual(row["pairs"], other["pairs"])
            self.assertAlmostEqual(float(row["semivariance"]), float(other["semivariance"]), delta=1e-12)
            # The model of the case: nugget 0.06 and 0.94 (1 - exp(-3 h / a)), a = 120 east, 60 up.
            a = 120 if row["direction"] == "major" else 60
            model = 0.06 + 0.94 * (1 - math.exp(-3 * float(row["distance[m]"]) / a))
            self.assertAlmostEqual(float(row["model"]), model, delta=1e-9)
            compared += 1
        self.assertGreater(compared, 20)

    def test_holes_and_a_statement_together_are_refused(self):
        self.faulty("both", 3, "both a statement and drill holes",
                    case=("[deposit.larkspur.search]", self.STATEMENT + "[deposit.larkspur.search]"))

    def test_neither_is_refused(self):
        text = (STUDY / "case.toml").read_text()
        start, end = text.index("[deposit.larkspur.holes.collar]"), text.index("# ---- from composites to blocks")
        self.faulty("neither", 3, "deposit.larkspur.statement", "so are drill holes", case=(text[start:end], ""))

    def test_holes_need_a_search(self):
        text = (STUDY / "case.toml").read_text()
        start, end = text.index("[deposit.larkspur.search]"), text.index("[deposit.larkspur.kriging]")
        self.faulty("no-search", 3, "needs [deposit.larkspur.search]", case=(text[start:end], ""))

    def test_an_unknown_element_is_named_with_those_that_are_there(self):
        self.faulty("element", 3, '"zn" is no element', "cu, au", case=('element = "cu"\ncut_off', 'element = "zn"\ncut_off'))

    def test_a_missing_file_is_named(self):
        self.faulty("file", 3, "nowhere.csv", case=('file = "assays.csv"', 'file = "nowhere.csv"'))

    def test_an_overlap_needs_a_choice(self):
        self.faulty("overlap", 3, "assays.csv:3", "overlap", "leave_out", assays=("LH001,2,4,", "LH001,1,4,"))

    def test_holes_outside_the_grid_are_no_answer(self):
        self.faulty("outside", 4, "no block is estimated", "m apart, more than the search looks", "the composites reach east",
                    "the grid east 92600 to", case=("x = -280", "x = 92600"))

    def test_thresholds_that_no_block_meets_are_no_answer(self):
        text = (STUDY / "case.toml").read_text()
        start, end = text.index("[deposit.larkspur.confidence.indicated]"), text.index("[deposit.larkspur.slopes]")
        folder = self.at / "unclassified"
        shutil.copytree(STUDY, folder)
        text = text[:start] + text[end:]
        (folder / "case.toml").write_text(text.replace("spacing = 34", "spacing = 0.2"))
        self.refused(folder, 4, "no class takes any", "asks for hole", "within 0.2 m", "the best of the blocks have")

    def test_an_element_without_a_value_is_named(self):
        text = (STUDY / "assays.csv").read_text()
        folder = self.at / "no-gold"
        shutil.copytree(STUDY, folder)
        head, *lines = text.splitlines()
        column = head.split(",").index("AU_GPT")
        (folder / "assays.csv").write_text("\n".join([head] + [",".join("" if k == column else cell for k, cell in enumerate(line.split(",")))
                                                               for line in lines]) + "\n")
        case = (folder / "case.toml").read_text()
        element = case.index("[deposit.larkspur.holes.assay.element.au]")
        (folder / "case.toml").write_text(case[:element] + case[element:].replace(".repair]\n", '.repair]\nempty_value = "missing"\n', 1))
        self.refused(folder, 3, "case.toml:", "deposit.larkspur.estimate", "au: has no value in any of the")

    def test_a_grade_above_all_blocks_is_told_with_the_best(self):
        self.faulty("poor", 4, "none of its", "reaches the cut-off 90 %", "the best of them holds",
                    case=('element = "cu"\ncut_off = 0.40', 'element = "cu"\ncut_off = 90'))

    def test_a_solid_must_be_named_after_a_domain(self):
        solid = '[deposit.larkspur.solid.stock]\nshape = "ellipsoid"\nx = 0\ny = 0\nz = -60\nlength = 200\nwidth = 200\nheight = 120\n'
        self.faulty("solid", 3, "is named after no domain", "PORPHYRY",
                    case=("[deposit.larkspur.search]", solid + "[deposit.larkspur.search]"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
