#!/usr/bin/env python3
"""The command `lode krige`: reference cases through files, manners, bad input.

    tests/krige_test.py LODE
"""
import csv
import json
import math
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import unittest

LODE = os.path.abspath(sys.argv[1])
GEOREF = pathlib.Path(__file__).resolve().parent.parent.parent / "shared" / "georef"

SPHERICAL = """
[variogram]
nugget = {nugget}
[variogram.structure.a]
type = "spherical"
contribution = {sill}
range_major = {range}
range_semi = {range}
range_minor = {range}
"""
SMALL = "x,y,z,v,hole,rock\n0,0,0,1,A,ore\n10,0,0,2,A,ore\n0,10,0,3,B,ore\n10,10,5,4,B,waste\n"
MODEL = SPHERICAL.format(nugget=0.1, sill=1, range=30)


def rows(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


class Krige(unittest.TestCase):
    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.at = pathlib.Path(self.holder.name)
        (self.at / "points.csv").write_text(SMALL)

    def tearDown(self):
        self.holder.cleanup()

    def krige(self, case, *more, expect=0):
        (self.at / "case.toml").write_text(case)
        result = subprocess.run([LODE, "krige", self.at / "case.toml", "--out", self.at / "out", "--force", *more],
                                capture_output=True, text=True)
        self.assertEqual(result.returncode, expect, result.stderr[-2000:])
        return result

    def small(self, rest, data="", **more):
        return self.krige(f'[data]\nfile = "points.csv"\nz = "z"\nvariables = ["v"]\n{data}\n{MODEL}\n{rest}', **more)

    def refused(self, rest, *words, data=""):
        text = self.small(rest, data, expect=3).stderr
        for word in words:
            self.assertIn(word, text)

    def compare(self, found, expected, column, tolerance, name="estimate"):
        self.assertEqual(len(found), len(expected))
        for a, b in zip(found, expected):
            if b[column] == "":
                self.assertEqual(a[name], "")
                continue
            want = float(b[column])
            self.assertLessEqual(abs(float(a[name]) - want), tolerance * max(1, abs(want)), column)

    @unittest.skipUnless(GEOREF.is_dir(), f"no {GEOREF} here: reference cases skipped")
    def test_meuse_matches_gstat(self):
        data = f'[data]\nfile = "{GEOREF}/case1_meuse_input.csv"\nvariables = ["logzinc"]\n'
        targets = f'[targets]\nfile = "{GEOREF}/case1_meuse_expected.csv"\n'
        everything = '[search]\nneighbourhood = "all"\n'
        model = SPHERICAL.format(nugget=0.05, sill=0.59, range=897)
        expected = rows(GEOREF / "case1_meuse_expected.csv")
        self.krige(data + targets + everything + model + '[cross_validation]\n')
        found = rows(self.at / "out" / "estimates.csv")
        self.compare(found, expected, "ok", 1e-9)
        self.compare(found, expected, "ok_var", 1e-9, "variance")
        loocv, left_out = rows(GEOREF / "case1_meuse_loocv_expected.csv"), rows(self.at / "out" / "cross_validation.csv")
        for column, name in (("pred", "estimate"), ("var", "variance"), ("residual",) * 2, ("zscore",) * 2):
            self.compare(left_out, loocv, column, 1e-9, name)
        self.krige(data + targets + "block_x = 40\nblock_y = 40\n" + everything + model +
                   '[kriging]\nsupport = "block"\ndiscretisation = "gauss"\n')
        self.compare(rows(self.at / "out" / "estimates.csv"), expected, "okblock40", 1e-7)
        self.krige('drift = ["dist"]\n' + data + targets + everything + SPHERICAL.format(nugget=0.05, sill=0.15, range=892) +
                   '[kriging]\nmethod = "external_drift"\n')
        self.compare(rows(self.at / "out" / "estimates.csv"), expected, "ukdist", 1e-9)

    @unittest.skipUnless(GEOREF.is_dir(), f"no {GEOREF} here: reference cases skipped")
    def test_drill_holes_match_the_oracle(self):
        angles = "azimuth = 30\ndip = -20\nrake = 15\n"
        structure = '[variogram.structure.{}]\ncontribution = 0.45\nrange_major = {}\nrange_semi = {}\nrange_minor = {}\n'
        self.krige(f'[data]\nfile = "{GEOREF}/case4_drill3d_input.csv"\nz = "z"\nvariables = ["grade"]\nhole = "holeid"\n'
                   '[grid]\nx = 300\ny = 300\nz = 5\ncell_x = 20\ncell_y = 20\ncell_z = 20\ncount_x = 13\ncount_y = 13\ncount_z = 10\n'
                   f'[search]\nradius_major = 120\nradius_semi = 80\nradius_minor = 40\n{angles}min_samples = 4\nmax_samples = 16\n'
                   '[kriging]\nsupport = "block"\npoints_z = 2\n'
                   f'[variogram]\nnugget = 0.1\n{angles}' + structure.format("a", 150, 100, 40) + structure.format("b", 400, 250, 100))
        found, expected = rows(self.at / "out" / "estimates.csv"), rows(GEOREF / "case4_drill3d_expected.csv")
        for column, name in (("x", "x"), ("z", "z"), ("ok", "estimate"), ("ok_var", "variance"), ("ok_lagrange", "lagrange")):
            self.compare(found, expected, column, 1e-9, name)
        self.assertTrue((self.at / "out" / "estimates.vti").stat().st_size > 1000)

    @unittest.skipUnless(GEOREF.is_dir(), f"no {GEOREF} here: reference cases skipped")
    def test_cokriging_and_indicators_match_gstat(self):
        data = f'[data]\nfile = "{GEOREF}/case2_jura_input.csv"\nvariables = ["Cd", "Ni", "Zn"]\n'
        rest = f'[targets]\nfile = "{GEOREF}/case2_jura_expected.csv"\n[search]\nneighbourhood = "all"\n'
        expected = rows(GEOREF / "case2_jura_expected.csv")
        self.krige('estimator = "cokriging"\n' + data + rest +
                   '[coregionalisation]\nnugget = [0.3, 0.6, 3.5, 0.6, 11, 20, 3.5, 20, 220]\n[coregionalisation.structure.a]\n'
                   'sill = [0.5, 3, 12, 3, 65, 150, 12, 150, 700]\nrange_major = 1.1\nrange_semi = 1.1\nrange_minor = 1.1\n')
        found = rows(self.at / "out" / "estimates.csv")
        for column, name in (("ck_Cd", "Cd"), ("ck_Cd_var", "Cd_variance"), ("ck_CdNi_cov", "Cd_Ni_covariance")):
            self.compare(found, expected, column, 1e-9, name)
        self.krige('estimator = "indicator"\n' + data + rest + '[indicator.low]\nthreshold = 0.8\nrule = "below"\n' +
                   SPHERICAL.format(nugget=0.08, sill=0.17, range=0.9).replace("[variogram", "[indicator.low.variogram"))
        self.compare(rows(self.at / "out" / "estimates.csv"), expected, "ik_lt08", 1e-9, "low_kriged")

    GRID = "[grid]\nx = 0\ny = 0\nz = 0\ncell_x = 5\ncell_y = 5\ncell_z = 5\ncount_x = 4\ncount_y = 3\ncount_z = 2\n"
    ALL = '[search]\nneighbourhood = "all"\n'

    def test_json_holds_the_tables_and_threads_change_nothing(self):
        out = self.small(self.GRID + self.ALL, data='hole = "hole"', expect=0)
        self.assertIn("24 estimated", out.stdout)
        first = (self.at / "out" / "estimates.csv").read_bytes()
        result = subprocess.run([LODE, "krige", self.at / "case.toml", "--out", self.at / "two", "--threads", "2", "--json"],
                                capture_output=True, text=True)
        tables = json.loads(result.stdout)["tables"]
        self.assertEqual(len(tables["estimates"]["rows"]), 24)
        self.assertEqual((self.at / "two" / "estimates.csv").read_bytes(), first)

    def test_vtk_reads_the_blocks_back(self):
        try:
            import vtk
        except ImportError:
            print("skipped: .vti read back (python3-vtk9 is not installed)")
            return
        self.small('[grid]\nx = -5\ny = -7\nz = 2\ncell_x = 10\ncell_y = 8\ncell_z = 4\ncount_x = 3\ncount_y = 2\ncount_z = 2\n[search]\nneighbourhood = "all"')
        reader = vtk.vtkXMLImageDataReader()
        reader.SetFileName(str(self.at / "out" / "estimates.vti"))
        reader.Update()
        image = reader.GetOutput()
        expected = rows(self.at / "out" / "estimates.csv")
        self.assertEqual(image.GetNumberOfCells(), len(expected))
        for cell, row in enumerate(expected):
            low_x, high_x, low_y, high_y, low_z, high_z = image.GetCell(cell).GetBounds()
            for low, high, name in ((low_x, high_x, "x"), (low_y, high_y, "y"), (low_z, high_z, "z")):
                self.assertAlmostEqual(0.5 * (low + high), float(row[name]))
            for name in ("estimate", "variance", "lagrange", "slope_of_regression", "samples", "holes"):
                self.assertEqual(image.GetCellData().GetArray(name).GetTuple1(cell), float(row[name]), name)

    def test_geo_eas_gives_what_csv_gives(self):
        grid = '[grid]\nx = -5\ny = -5\nz = 0\ncell_x = 10\ncell_y = 10\ncell_z = 10\ncount_x = 2\ncount_y = 2\ncount_z = 1\n[search]\nneighbourhood = "all"'
        self.small(grid)
        expected = rows(self.at / "out" / "estimates.csv")
        self.assertFalse((self.at / "out" / "estimates.dat").exists())
        numbers = [line.split(",")[:4] for line in SMALL.splitlines()[1:]]
        (self.at / "points.dat").write_text("four samples\n4 \nx\ny\nz\nv\n" + "".join(" ".join(n) + "\n" for n in numbers))
        self.krige(f'[data]\nfile = "points.dat"\nformat = "geo_eas"\nz = "z"\nvariables = ["v"]\n{MODEL}\n{grid}')
        self.assertEqual(rows(self.at / "out" / "estimates.csv"), expected)
        lines = (self.at / "out" / "estimates.dat").read_text().splitlines()
        self.assertEqual(lines[1].split()[1:], ["2", "2", "1"])
        names = lines[2:2 + int(lines[1].split()[0])]
        for line, row in zip(lines[2 + len(names):], expected, strict=True):
            for name, word in zip(names, line.split(), strict=True):
                self.assertEqual(float(word), 0 if name == "status" else float(row[name]), name)
        # Targets from Geo-EAS too: out again in their order.
        (self.at / "targets.dat").write_text("targets\n3\nx\ny\nz\n" + "".join(f"{r['x']} {r['y']} {r['z']}\n" for r in expected))
        self.small('[targets]\nfile = "targets.dat"\nformat = "geo_eas"\n[search]\nneighbourhood = "all"')
        self.assertEqual([r["estimate"] for r in rows(self.at / "out" / "estimates.csv")], [r["estimate"] for r in expected])

    def test_hard_boundaries_keep_samples_apart_and_soft_ones_do_not(self):
        data = 'domain = "rock"'
        text = f'grid_domain = "ore"\n[data]\nfile = "points.csv"\nz = "z"\nvariables = ["v"]\n{data}\n{MODEL}{self.ALL}{self.GRID}'
        self.krige(text)
        self.assertEqual({row["samples"] for row in rows(self.at / "out" / "estimates.csv")}, {"3"})
        self.krige(text + '[boundary.soft]\ndomains = ["ore", "waste"]\n')
        self.assertEqual({row["samples"] for row in rows(self.at / "out" / "estimates.csv")}, {"4"})

    def test_duplicates_are_told(self):
        (self.at / "points.csv").write_text(SMALL + "0,0,0,9,C,ore\n")
        self.assertIn("1 sample was left out", self.small(self.GRID + self.ALL).stdout)
        self.assertEqual(rows(self.at / "out" / "estimates.csv")[0]["samples"], "4")

    def test_one_sample_and_equal_samples(self):
        (self.at / "points.csv").write_text("x,y,z,v\n1,1,1,5\n")
        self.small(self.GRID + self.ALL)
        self.assertTrue(all(abs(float(row["estimate"]) - 5) < 1e-12 for row in rows(self.at / "out" / "estimates.csv")))
        (self.at / "points.csv").write_text("x,y,z,v\n1,1,1,5\n9,1,1,5\n4,7,2,5\n")
        self.small(self.GRID + self.ALL + "[cross_validation]\n")
        self.assertTrue(all(abs(float(row["estimate"]) - 5) < 1e-12 for row in rows(self.at / "out" / "estimates.csv")))

    OUTSIDE = pathlib.Path(__file__).resolve().parent.parent.parent / "shared" / "outside" / "holes"

    @unittest.skipUnless(OUTSIDE.is_dir(), f"no {OUTSIDE} here: inputs of others skipped")
    def test_inputs_of_others_give_the_right_values(self):
        def run(case, expect=0):
            done = subprocess.run([LODE, "krige", self.OUTSIDE / case, "--out", self.at / "out", "--force"], capture_output=True, text=True)
            self.assertEqual(done.returncode, expect, done.stderr[-1000:])
            return rows(self.at / "out" / "estimates.csv")
        samples = {(round(float(r["x"]), 9), round(float(r["y"]), 9)): r["v"] for r in rows(self.OUTSIDE / "nugget_grid_rounding" / "s.csv")}
        found = run("nugget_grid_rounding/case.toml")
        self.assertEqual(len(found), 36)
        for row in found:
            self.assertEqual(float(row["estimate"]), float(samples[round(float(row["x"]), 9), round(float(row["y"]), 9)]))
            self.assertEqual(row["variance"], "0")
        self.assertEqual([r["status"] for r in run("min_samples_duplicates/case.toml", expect=4)], ["too_few"] * 2)
        slots = run("min_samples_duplicates/slots.toml")[0]
        self.assertEqual((slots["samples"], f'{float(slots["estimate"]):.6f}', f'{float(slots["variance"]):.6f}'), ("4", "3.734760", "0.137687"))
        for case in ("c1", "c2", "c3"):
            self.assertTrue(run(f"grid_limits/{case}.toml"))

    def test_a_node_on_a_sample_is_the_sample(self):
        at = [(2 * i + 1) / 10 for i in range(6)]
        (self.at / "points.csv").write_text("x,y,z,v\n" + "".join(f"{x},{y},0,{i + 10 * j}\n" for j, y in enumerate(at) for i, x in enumerate(at)))
        self.krige('[data]\nfile = "points.csv"\nvariables = ["v"]\n' + SPHERICAL.format(nugget=4, sill=6, range=1) + self.ALL +
                   "[grid]\nx = 0\ny = 0\ncell_x = 0.2\ncell_y = 0.2\ncount_x = 6\ncount_y = 6\ncount_z = 1\n")
        found = rows(self.at / "out" / "estimates.csv")
        self.assertEqual([float(r["estimate"]) for r in found], [i + 10 * j for j in range(6) for i in range(6)])
        self.assertEqual({r["variance"] for r in found}, {"0"})

    def test_the_sign_itself_names_what_parts_cells_and_decimals(self):
        self.small(self.GRID + self.ALL)
        expected = rows(self.at / "out" / "estimates.csv")
        for sign, decimal in ((",", "."), (";", ","), (r"\t", ",")):
            text = SMALL.replace(",", "\x00").replace(".", decimal).replace("\x00", "\t" if sign == r"\t" else sign)
            (self.at / "points.csv").write_text(text)
            self.small(self.GRID + self.ALL, f'separator = "{sign}"\ndecimal = "{decimal}"')
            self.assertEqual(rows(self.at / "out" / "estimates.csv"), expected, sign)
        self.refused(self.GRID + self.ALL, "separator", '"|"', "semicolon", data='separator = "|"')

    def test_a_grid_that_memory_does_not_hold_is_told(self):
        grid = "[grid]\nx = 0\ny = 0\nz = 0\ncell_x = 1\ncell_y = 1\ncell_z = 1\ncount_x = 400\ncount_y = 400\ncount_z = 400\n"
        (self.at / "case.toml").write_text(f'[data]\nfile = "points.csv"\nz = "z"\nvariables = ["v"]\n{MODEL}\n{grid}{self.ALL}')
        result = subprocess.run([LODE, "krige", self.at / "case.toml", "--out", self.at / "out"], capture_output=True, text=True,
                                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (3_000_000_000,) * 2))
        self.assertEqual(result.returncode, 5, result.stderr)
        self.assertIn("not enough memory: a grid of 64000000 blocks needs 7.68 GB", result.stderr)
        self.assertFalse((self.at / "out").exists())

    def test_grids_of_any_size_and_unit(self):
        for cell, count in (("0.0000004", 3), ("5000", 3), ("70000000", 2), ("2.5", 3000)):
            grid = f"[grid]\nx = 0\ny = 0\nz = 0\ncell_x = {cell}\ncell_y = {cell}\ncell_z = {cell}\ncount_x = {count}\ncount_y = 1\ncount_z = 1\n"
            self.small(grid + self.ALL)
            self.assertEqual(len(rows(self.at / "out" / "estimates.csv")), count)

    def test_lengths_and_places_without_bound_are_refused(self):
        for key in ("cell_x = 5", "x = 0"):
            self.refused(self.GRID.replace(key, key.split("=")[0] + "= 1e155", 1) + self.ALL, key.split()[0], "1e+155")
        self.refused(self.GRID.replace("count_x = 4", "count_x = 100000000").replace("cell_x = 5", "cell_x = 1e6") + self.ALL, "reaches 1e+14")
        self.refused(self.GRID + "[search]\nradius_major = 1e308\n", "radius_major")
        self.refused(self.GRID + "[search]\nradius_major = 1e-300\n", "radius of 1e-300")
        for place in ("1e308", "1e155", "-1e13"):
            (self.at / "points.csv").write_text(SMALL + f"{place},0,0,9,C,ore\n")
            self.refused(self.GRID + self.ALL, "points.csv" if "points.csv:6" in self.small(self.GRID + self.ALL, expect=3).stderr else "coordinate")

    # A turned grid lies in the .vti where it lies in the .csv.
    def test_a_turned_grid_keeps_its_place(self):
        import re
        (self.at / "points.csv").write_text(SMALL.replace("x,y,z", "east,north,up"))
        self.krige('[data]\nfile = "points.csv"\nx = "east"\ny = "north"\nz = "up"\nvariables = ["v"]\n' + MODEL + self.ALL +
                   "[grid]\nx = 500000\ny = 5400000\nz = -20\ncell_x = 10\ncell_y = 8\ncell_z = 4\ncount_x = 3\ncount_y = 2\ncount_z = 2\nrotation = 30\n")
        head = (self.at / "out" / "estimates.vti").read_bytes()[:1000].decode("latin1")
        numbers = {key: [float(v) for v in re.search(f' {key}="([^"]*)"', head)[1].split()] for key in ("Origin", "Spacing", "Direction")}
        direction = numbers["Direction"]
        found = rows(self.at / "out" / "estimates.csv")
        self.assertEqual(list(found[0])[:3], ["x", "y", "z"])
        for cell, row in enumerate(found):
            index = (cell % 3, cell // 3 % 2, cell // 6)
            for axis, name in enumerate("xyz"):
                at = numbers["Origin"][axis] + sum(direction[3 * axis + k] * numbers["Spacing"][k] * (index[k] + 0.5) for k in range(3))
                self.assertAlmostEqual(at, float(row[name]), 6)
        # Turned clockwise: its y axis points to north-north-east.
        self.assertAlmostEqual(direction[1], 0.5)
        self.assertAlmostEqual(direction[4], math.cos(math.radians(30)))

    # What lode variogram prints and writes is the table that lode krige reads.
    def test_a_fitted_model_goes_into_kriging_as_it_is_written(self):
        import random
        rng = random.Random(3)
        (self.at / "points.csv").write_text("x,y,z,v\n" + "".join(f"{rng.uniform(0, 90)},{rng.uniform(0, 90)},0,{rng.uniform(1, 9)}\n" for _ in range(60)))
        (self.at / "v.toml").write_text('[points]\nfile = "points.csv"\nvariables = ["v"]\n[lags]\nwidth = 8\ncount = 6\n[model]\nazimuth = 30\n'
                                        '[fit]\nstart = "spread"\nstructures = ["exponential", "spherical"]\n')
        done = subprocess.run([LODE, "variogram", self.at / "v.toml", "--out", self.at / "fit"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        model = (self.at / "fit" / "variogram_v.toml").read_text()
        self.assertIn(model, done.stdout)
        self.krige('[data]\nfile = "points.csv"\nvariables = ["v"]\n' + model + self.ALL + "[cross_validation]\n")
        again = (self.at / "fit" / "variogram_model.csv").read_text().splitlines()
        self.assertIn(f'nugget = {again[1].split(",")[3]}\n', model)
        self.assertIn(f'range_major = {again[2].split(",")[4]}\n', model)

    def test_nothing_estimated_is_no_answer(self):
        out = self.small(self.GRID + self.ALL + "min_samples = 5\n", expect=4)
        self.assertIn("no answer", out.stderr)
        self.assertEqual({row["status"] for row in rows(self.at / "out" / "estimates.csv")}, {"too_few"})

    def test_singular_drift_is_a_status(self):
        (self.at / "points.csv").write_text("x,y,z,v,d\n1,1,1,5,2\n9,1,1,6,2\n4,7,2,5,2\n")
        self.krige(f'drift = ["d"]\n[data]\nfile = "points.csv"\nz = "z"\nvariables = ["v"]\n{MODEL}{self.ALL}'
                   '[targets]\nfile = "points.csv"\n[kriging]\nmethod = "external_drift"\n', expect=4)
        self.assertEqual({row["status"] for row in rows(self.at / "out" / "estimates.csv")}, {"singular_drift"})

    def test_bad_input_is_refused_clearly(self):
        self.refused(self.GRID.replace("count_x = 4", "count_x = 1000").replace("count_y = 3", "count_y = 1000")
                     .replace("count_z = 2", "count_z = 1000") + self.ALL, "1000000000 blocks would need about 120 GB")
        self.refused(self.GRID, "radius_major above 0")
        self.refused(self.ALL, "nothing to do")
        self.refused(self.GRID + self.ALL + "max_samples = -1\n", "max_samples")
        zero = MODEL.replace("range_semi = 30", "range_semi = 0")
        text = self.krige(f'[data]\nfile = "points.csv"\nz = "z"\nvariables = ["v"]\n{zero}{self.GRID}{self.ALL}', expect=3).stderr
        self.assertIn("range_semi", text)
        (self.at / "points.csv").write_text("x,y,z,v\n1,1,1,five\n2,,1,5\n")
        self.refused(self.GRID + self.ALL, "points.csv:2", "five", "points.csv:3")
        (self.at / "points.csv").write_text("x,y,z,v\n1,1,1,\n2,3,1,NA\n")
        self.refused(self.GRID + self.ALL, "no sample has a value")


if __name__ == "__main__":
    sys.argv = sys.argv[:1]
    unittest.main()
