#!/usr/bin/env python3
"""How tables are read and written, through the commands: dialects, missing values, faults by the thousand, what is no
file, and that what one command writes the next reads back.

    tests/files_test.py LODE
"""
import csv
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import unittest

from hole_tables import hole_tables

LODE = os.path.abspath(sys.argv[1])
OUTSIDE = pathlib.Path(__file__).resolve().parent.parent.parent / "shared" / "outside" / "holes"

VARIOGRAM = """
[search]
neighbourhood = "all"
[variogram]
nugget = 0.1
[variogram.structure.a]
type = "spherical"
contribution = 0.9
range_major = 100
range_semi = 100
range_minor = 100
"""
KRIGE = '[data]\nfile = "p.csv"\nvariables = ["v"]\n{data}\n[targets]\nfile = "t.csv"\n{targets}\n' + VARIOGRAM
HOLES = ('desurvey = "minimum_curvature"\n' +
         hole_tables({"x": "x", "y": "y", "z": "z", "depth": "len"}, {"depth": "depth", "azimuth": "azi", "dip": "dip"}, {"cu": "%", "mo": "ppm"}) +
         """[composite]
length = 10
residual = "keep"
[repair]
missing_code = "missing"
empty_value = "missing"
""")
CELLS = {"collar": "hole,x,y,z,len\n=A1,2600123.45,1200456.78,500.5,30\n",
         "survey": "hole,depth,azi,dip\n=A1,0,90.5,-60.25\n",
         "assay": "hole,from,to,cu,mo\n=A1,0,10,1.5,1\n=A1,10,20,-999,2\n=A1,20,30,3.5,3\n"}
CODES = ["", "NA", "NaN", "nan", "N/A", "null", "-9", "-99", "-999", "-9999", "-999.25", "1e21", "-1e30"]


def rows(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


class Files(unittest.TestCase):
    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.at = pathlib.Path(self.holder.name)

    def tearDown(self):
        self.holder.cleanup()

    def write(self, name, text):
        (self.at / name).write_bytes(text if isinstance(text, bytes) else text.encode())

    def lode(self, *words, expect=0, timeout=120):
        result = subprocess.run([LODE, *map(str, words)], capture_output=True, text=True, timeout=timeout, cwd=self.at)
        self.assertEqual(result.returncode, expect, f"{words}: {result.stderr[-3000:]}")
        self.assertNotIn("our fault", result.stderr)
        return result

    def krige(self, points, targets="x,y\n5,5\n", data="", of_targets="", expect=0):
        self.write("p.csv", points)
        self.write("t.csv", targets)
        self.write("case.toml", KRIGE.format(data=data, targets=of_targets))
        said = self.lode("krige", "case.toml", "--out", "out", "--force", expect=expect).stderr
        return said if expect else [float(row["estimate"]) for row in rows(self.at / "out/estimates.csv")], said

    def test_every_dialect_gives_the_same_estimate(self):
        table = [["x", "y", "v"], ["0", "0", "1.5"], ["10", "0", "2.25"], ["0", "10.5", "3"], ["10", "10", "4e0"]]
        plain, _ = self.krige("\n".join(",".join(row) for row in table) + "\n")
        commas = [[cell.replace(".", ",") for cell in row] for row in table]
        units = [["x[m]", "y [m]", "v[%]"]] + table[1:]
        signed = [table[0]] + [["+" + cell for cell in row] for row in table[1:]]
        quoted = [[f'"{cell}"' for cell in row] + ['"two\nlines; ""so"", or\t"'] for row in table]
        for rows_of, sign, end in [(table, ";", "\n"), (table, "\t", "\n"), (commas, ";", "\n"), (commas, "\t", "\r\n"),
                                   (table, ",", "\r\n"), (table, ",", "\r"), (units, ",", "\n"), (units, ";", "\r\n"),
                                   (signed, ",", "\n"), (quoted, ",", "\n"), (quoted, ";", "\r\n"), (table, " , ", "\n")]:
            text = end.join(sign.join(row) for row in rows_of) + end
            self.assertEqual(self.krige(text)[0], plain, text)
            self.assertEqual(self.krige(b"\xef\xbb\xbf" + text.encode())[0], plain, text)

    def test_given_dialects_and_two_readings(self):
        text = "x;y;v\n0;0;1,500\n10;0;2,250\n"
        said, _ = self.krige(text, expect=3), None
        self.assertIn('write decimal = "comma" or "point" in [data]', said[0])
        given, _ = self.krige(text, data='decimal = "comma"\nseparator = "semicolon"')
        self.assertEqual(given, self.krige("x,y,v\n0,0,1.5\n10,0,2.25\n")[0])
        self.assertIn("1,500", self.krige(text, data='decimal = "point"', expect=3)[0])
        self.assertIn("separator says commas", self.krige(text, data='separator = "comma"', expect=3)[0])
        self.assertIn("[targets]", self.krige("x,y,v\n0,0,1\n", targets="x;y\n1,500;2,500\n", expect=3)[0])

    def test_missing_is_no_number_in_any_column(self):
        expected, _ = self.krige("x,y,v\n0,0,1\n10,0,2\n")
        for code in CODES:
            points = f"x,y,v\n0,0,1\n3,4,{code}\n10,0,2\n"
            found, said = self.krige(points)
            self.assertEqual(found, expected, code)
            self.assertIn(f"1 of 3 rows have no v: {code or 'empty'} (1)", said)
            for place in (f"{code},0", f"0,{code}"):
                given = f"missing = [{code}]" if code.lstrip("-")[:1].isdigit() else ""
                self.assertIn("missing", self.krige(f"x,y,v\n0,0,1\n{place},3\n", data=given, expect=3)[0])
        kept, said = self.krige("x,y,v\n0,0,1\n3,4,-999\n10,0,-2\n")
        self.assertIn("v is -999 in 1 row, taken as a value", said)
        self.assertNotEqual(kept, expected)

    def test_holes_then_krige_read_what_the_other_wrote(self):
        for name, text in CELLS.items():
            self.write(name + ".csv", text)
        self.write("h.toml", HOLES)
        self.lode("holes", "h.toml", "--out", "r")
        written = (self.at / "r/composites.csv").read_text()
        self.assertIn("'=A1", written)
        self.assertNotIn("e+", written)
        composites = rows(self.at / "r/composites.csv")
        grade = next(name for name in composites[0] if name.startswith("cu"))
        self.assertEqual([row[grade] for row in composites], ["1.5", "", "3.5"])
        case = KRIGE.replace('"p.csv"', '"r/composites.{end}"').replace('"v"', '"cu"').replace('{data}', 'z = "z"{data}')
        place = {axis: next(float(row[name]) for row in composites for name in row if name.split("[")[0] == axis)
                 for axis in "xyz"}
        self.write("t.csv", "x,y,z\n{x},{y},{z}\n".format(**{axis: place[axis] + 1 for axis in "xyz"}))
        found = []
        for end, more in (("csv", '\nhole = "hole"'), ("dat", '\nhole = "hole"\nformat = "geo_eas"')):
            self.write("k.toml", case.format(end=end, data=more, targets=""))
            said = self.lode("krige", "k.toml", "--out", "rk", "--force").stderr
            self.assertIn("1 of 3 rows have no cu", said)
            found.append(float(rows(self.at / "rk/estimates.csv")[0]["estimate"]))
        self.assertTrue(1.5 <= found[0] <= 3.5, found)
        self.assertAlmostEqual(found[0], found[1], delta=1e-12)
        document = json.loads(self.lode("krige", "k.toml", "--out", "rk", "--force", "--json").stdout)
        self.assertTrue(document["tables"])

    def test_semicolons_and_decimal_commas_in_holes(self):
        for name, text in CELLS.items():
            self.write(name + ".csv", text.replace(",", ";").replace(".", ","))
        self.write("h.toml", HOLES)
        self.lode("holes", "h.toml", "--out", "semi")
        for name, text in CELLS.items():
            self.write(name + ".csv", text)
        self.lode("holes", "h.toml", "--out", "plain")
        for table in ("composites.csv", "holes.csv", "fault_list.csv"):
            one, two = ((self.at / folder / table).read_text() for folder in ("semi", "plain"))
            self.assertEqual(one.replace(",5", ".5") if table == "fault_list.csv" else one,
                             two.replace(",5", ".5") if table == "fault_list.csv" else two)

    def test_a_length_in_another_unit_than_the_header_says(self):
        for name, text in CELLS.items():
            self.write(name + ".csv", text)
        self.write("collar.csv", CELLS["collar"].replace("len", "len[ft]"))
        self.write("h.toml", HOLES)
        self.assertIn("collar.unit = m: the header says len[ft]", self.lode("holes", "h.toml", "--out", "r", expect=3).stderr)

    def test_places_beyond_all_are_refused(self):
        for far in ("1e308", "1e155", "-2e12"):
            self.assertIn(f"p.csv:3:2: y = {far}: ", self.krige(f"x,y,v\n0,0,1\n1,{far},2\n", expect=3)[0])
            self.assertIn(f"t.csv:2:1: x = {far}: ", self.krige("x,y,v\n0,0,1\n", targets=f"x,y\n{far},1\n", expect=3)[0])
            for name, text in CELLS.items():
                self.write(name + ".csv", text.replace("2600123.45", far))
            self.write("h.toml", HOLES)
            self.assertIn(f"x = {far}", self.lode("holes", "h.toml", "--out", "r", "--force", expect=3).stderr)

    def test_faults_by_the_thousand_are_counted(self):
        self.write("p.csv", "x,y,v\n" + "".join(f"{i},x{i},y\n" for i in range(100_000)))
        said = self.krige((self.at / "p.csv").read_bytes(), expect=3)[0]
        self.assertLess(len(said.splitlines()), 40)
        self.assertIn("and 199,975 more", said)
        self.assertIn("p.csv:2:2: y = x0", said)
        ragged = self.krige("x,y,v\n" + "1,2\n" * 100_000, expect=3)[0]
        self.assertIn("and 99,975 more", ragged)
        long = self.krige("x,y,v\n1,2," + "z" * 50_000_000 + "\n", expect=3)[0]
        self.assertLess(len(long), 2000)
        self.assertIn("(50000000 bytes)", long)
        self.write("c.toml", '[table.t]\nfile = "f.csv"\n[[x]]\n')
        self.write("f.csv", "line,2026\n" + "a,1,2\n" * 100_000)
        self.assertLess(len(self.lode("cashflow", "c.toml", expect=3).stderr), 20_000)

    def test_what_is_no_regular_file_is_refused(self):
        os.mkfifo(self.at / "fifo")
        listener = socket.socket(socket.AF_UNIX)
        self.addCleanup(listener.close)
        listener.bind(os.path.relpath(self.at / "socket"))
        (self.at / "folder").mkdir()
        for name, text in CELLS.items():
            self.write(name + ".csv", text)
        self.write("t.csv", "x,y\n1,2\n")
        for bad in ("fifo", "socket", "/dev/zero"):
            for command, case, old in (("krige", KRIGE.format(data="", targets=""), "p.csv"),
                                       ("holes", HOLES, "collar.csv"), ("holes", HOLES, "assay.csv")):
                self.write("case.toml", case.replace(old, bad))
                said = self.lode(command, "case.toml", "--out", "o", "--force", expect=3, timeout=20).stderr
                self.assertIn("is no regular file", said)
            for command in ("krige", "holes", "variogram", "cashflow", "check", "run"):
                out = ["--out", "o"] if command != "check" and command != "cashflow" else []
                said = self.lode(command, bad, *out, expect=3, timeout=20).stderr
                self.assertIn("is no regular file", said)
        self.write("case.toml", KRIGE.format(data="", targets="").replace("p.csv", "folder"))
        self.assertIn("is a directory", self.lode("krige", "case.toml", "--out", "o", "--force", expect=3).stderr)

    def test_inputs_from_outside(self):
        if not OUTSIDE.exists():
            self.skipTest(f"{OUTSIDE} is not there")
        with tempfile.TemporaryDirectory() as out:
            def estimates(folder, case):
                self.lode("krige", OUTSIDE / folder / case, "--out", f"{out}/r", "--force")
                return [float(row["estimate"]) for row in rows(f"{out}/r/estimates.csv")]
            nan = estimates("nan_cell", "nan2.toml")
            self.assertEqual(len(nan), 2)
            for value in nan:
                self.assertAlmostEqual(value, 1, delta=1e-12)  # one sample is left, and ordinary kriging keeps it
            # All four at the same distance: the mean, 10 / 4.
            self.assertAlmostEqual(estimates("semicolon_decimal_comma", "semi.toml")[0], 2.5, delta=1e-12)
            self.lode("holes", OUTSIDE / "semicolon_decimal_comma/holes/case.toml", "--out", f"{out}/h", "--force")
            hole = rows(f"{out}/h/holes.csv")[0]
            text = (pathlib.Path(out) / "h/composites.csv").read_text()
            self.assertIn("2600123.45", str(hole) + text)
            composites = rows(f"{out}/h/composites.csv")
            grade = next(name for name in composites[0] if name.startswith("cu"))
            self.assertEqual([float(row[grade]) for row in composites], [1.5, 2.5, 3.5])
            # The note's chain: the same estimate from the Geo-EAS file as from the CSV of the same run, 20.9485.
            folder = pathlib.Path(out) / "chain"
            folder.mkdir()
            for name in ("assay.csv", "collar.csv", "survey.csv", "h.toml", "k.toml", "t.csv"):
                (folder / name).write_bytes((OUTSIDE / "geoeas_minus999" / name).read_bytes())
            self.lode("holes", folder / "h.toml", "--out", folder / "r", "--force")
            self.lode("krige", folder / "k.toml", "--out", folder / "rk", "--force")
            self.assertAlmostEqual(float(rows(folder / "rk/estimates.csv")[0]["estimate"]), 20.9485, delta=5e-5)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
