"""`lode pit CASE`: from samples through `lode krige` to block values and a pit, recomputed here.

    tests/pit_case_test.py LODE
"""
import csv
import json
import math
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

LODE = os.path.abspath(sys.argv[1])
LB, OZ = 0.45359237, 31.1034768  # kg, g
ROUNDS = 8  # random grids

SAMPLES = """
variable = "cu"
[data]
file = "samples.csv"
z = "z"
variables = ["cu"]
hole = "hole"
[grid]
x = 5000
y = 7000
z = 100
cell_x = 20
cell_y = 20
cell_z = 10
count_x = 9
count_y = 8
count_z = 6
rotation = {rotation}
[search]
radius_major = 70
radius_semi = 70
radius_minor = 70
min_samples = 3
max_samples = 12
[variogram]
nugget = 0.1
[variogram.structure.a]
type = "spherical"
contribution = 0.9
range_major = 90
range_semi = 90
range_minor = 60
"""
CASE = """
{top}
[estimates]
file = "krige/estimates.csv"
{estimates}
[metal.copper]
unit = "%"
price = 4.1
per = "lb"
recovery = 0.87
payable = 0.965
selling = 0.35
royalty = 0.04
[costs]
processing = 11.5
general = 1.25
mining = 2.4
mining_by_depth = 0.012
dilution = 0.05
loss = 0.03
[rock]
density = 2.75
{rest}
"""


def rows(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def best_closure(count, value, present, offsets):
    """The largest closure of a grid, by augmenting paths (Edmonds & Karp) in whole numbers."""
    nx, ny, nz = count
    n = nx * ny * nz
    graph = [{} for _ in range(n + 2)]

    def arc(a, b, capacity):
        graph[a][b] = graph[a].get(b, 0) + capacity
        graph[b].setdefault(a, 0)

    total = 0
    for block in range(n):
        if not present[block]:
            continue
        if value[block] > 0:
            arc(n, block, value[block])
            total += value[block]
        elif value[block] < 0:
            arc(block, n + 1, -value[block])
        x, y, z = block % nx, block // nx % ny, block // (nx * ny)
        for dx, dy, dz in offsets:
            if 0 <= x + dx < nx and 0 <= y + dy < ny and z + dz < nz:
                above = block + dx + nx * (dy + ny * dz)
                if present[above]:
                    arc(block, above, 10 ** 18)
    flow = 0
    while True:
        parent = {n: n}
        queue = [n]
        for node in queue:
            for to, capacity in graph[node].items():
                if capacity > 0 and to not in parent:
                    parent[to] = node
                    queue.append(to)
            if n + 1 in parent:
                break
        if n + 1 not in parent:
            return total - flow, sorted(b for b in parent if b < n)
        path, node = [], n + 1
        while node != n:
            path.append((parent[node], node))
            node = parent[node]
        push = min(graph[a][b] for a, b in path)
        for a, b in path:
            graph[a][b] -= push
            graph[b][a] += push
        flow += push


class PitCase(unittest.TestCase):
    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.at = pathlib.Path(self.holder.name)

    def tearDown(self):
        self.holder.cleanup()

    def run_lode(self, *words, expect=0):
        done = subprocess.run([LODE, *map(str, words)], capture_output=True, text=True)
        self.assertEqual(done.returncode, expect, done.stderr[-3000:] + done.stdout[-3000:])
        return done

    def krige(self, rotation):
        random.seed(7)
        a = math.radians(rotation)
        lines = ["x,y,z,cu,hole"]
        for hole in range(14):
            u, v = random.uniform(10, 120), random.uniform(10, 150)  # the far end stays without samples
            for k in range(6):
                x, y = 5000 + u * math.cos(a) + v * math.sin(a), 7000 - u * math.sin(a) + v * math.cos(a)
                rich = 1.2 * math.exp(-((u - 70) ** 2 + (v - 80) ** 2) / 4000)
                lines.append(f"{x},{y},{102 + 10 * k},{max(0.01, rich + random.gauss(0, 0.1)):.4f},H{hole}")
        (self.at / "samples.csv").write_text("\n".join(lines) + "\n")
        (self.at / "krige.toml").write_text(SAMPLES.format(rotation=rotation))
        self.run_lode("krige", self.at / "krige.toml", "--out", self.at / "krige", "--force")

    def pit(self, top="", estimates="", rest="", text=None, expect=0, json_too=True):
        (self.at / "pit.toml").write_text(text or CASE.format(top=top, estimates=estimates, rest=rest))
        words = ["pit", self.at / "pit.toml", "--out", self.at / "pit", "--force", "--verify"]
        if not json_too:
            return self.run_lode(*words, expect=expect)
        done = self.run_lode(*words, "--json", expect=expect)
        return done, json.loads(done.stdout) if expect == 0 else None

    def cents(self, grade, z, top, tonnes, factor=1):
        """The formula of docs/pit.md once more."""
        g = float(grade) / 100 if grade else 0.0
        net = (factor * 4.1 * 0.965 * (1 - 0.04) - 0.35) / (LB / 1000)
        milled = (1 - 0.03) * g * 0.87 * net - (1 - 0.03) * 1.05 * (11.5 + 1.25)
        return 100 * tonnes * (max(0.0, milled) - (2.4 + 0.012 * (top - z))), milled

    def test_values_and_pit_recomputed(self):
        for rotation in (0, 25):
            self.krige(rotation)
            done, answer = self.pit(top="revenue_factors = [0.5, 0.75, 1, 1.3]")
            self.assertIn("have no estimate and count as waste", done.stderr)
            estimates, blocks = rows(self.at / "krige/estimates.csv"), rows(self.at / "pit/blocks.csv")
            self.assertEqual(len(blocks), 9 * 8 * 6)
            value, milled, short = [], [], 0
            for e, b in zip(estimates, blocks):
                for axis in "xyz":
                    self.assertAlmostEqual(float(e[axis]), float(b[axis]), delta=1e-6)
                short += e["status"] == "too_few"
                tonnes = 20 * 20 * 10 * 2.75
                self.assertAlmostEqual(float(b["tonnes"]), tonnes)
                if e["estimate"]:
                    self.assertAlmostEqual(float(b["copper"]), float(e["estimate"]), delta=1e-12)
                cents, worth = self.cents(e["estimate"], float(e["z"]), 160, tonnes)
                self.assertLess(abs(float(b["value"]) * 100 - cents), 0.51)
                self.assertEqual(b["destination"], "mill" if worth > 0 else "waste")
                value.append(round(float(b["value"]) * 100))
                milled.append(worth)
            self.assertGreater(short, 0, "the example must have blocks without an estimate")
            # 45 degrees, blocks of 20 x 20 x 10 m: whatever needs what is at most as far away as it is high.
            offsets = [(x, y, z) for z in range(1, 6) for x in range(-3, 4) for y in range(-3, 4)
                       if math.hypot(20 * x, 20 * y) <= 10 * z + 1e-6]
            best, inside = best_closure((9, 8, 6), value, [1] * len(value), offsets)
            self.assertGreater(best, 0, "the example must have a pit")
            self.assertEqual(answer["objective_text"], f"{best // 100}.{best % 100:02}".rstrip("0").rstrip("."))
            self.assertEqual([int(b["id"]) for b in blocks if b["in_pit"] == "yes"], inside)
            self.assertEqual((self.at / "pit/values.txt").read_text().split(),
                             [f"{v / 100:.2f}".rstrip("0").rstrip(".") for v in value])
            contents = {row[0]: row[1] for row in answer["tables"]["contents"]["rows"]}
            ore = [b for b in inside if milled[b] > 0]
            self.assertAlmostEqual(contents["ore"], 11000 * len(ore))
            self.assertAlmostEqual(contents["waste"], 11000 * (len(inside) - len(ore)))
            self.assertAlmostEqual(contents["copper in ore"],
                                   sum(110 * float(blocks[b]["copper"]) for b in ore), delta=1e-6)
            shells = answer["tables"]["shells"]["rows"]
            self.assertEqual([row[0] for row in shells], [0.5, 0.75, 1, 1.3])
            self.assertEqual([row[1] for row in shells], sorted(row[1] for row in shells))
            self.assertGreater(shells[-1][1], shells[0][1])
            self.assertAlmostEqual(shells[2][-1], best / 100)
            # The same pit from the values that were written.
            plain = self.run_lode("pit", "--grid", "9,8,6", "--cell", "20,20,10", "--values", self.at / "pit/values.txt", "--json")
            self.assertEqual(json.loads(plain.stdout)["objective_text"], answer["objective_text"])
            # Found, taken from the krige case or given: the same grid.
            for more in ({"estimates": 'krige = "krige.toml"'},
                         {"rest": f"[grid]\nx = 5000\ny = 7000\nz = 100\ncell_x = 20\ncell_y = 20\ncell_z = 10\ncount_x = 9\n"
                                  f"count_y = 8\ncount_z = 6\nrotation = {rotation}\n"}):
                self.assertEqual(self.pit(**more)[1]["objective_text"], answer["objective_text"])
            found = (self.at / "pit/pit.vti").read_bytes().split(b"<Appended")[0]
            wanted = (self.at / "krige/estimates.vti").read_bytes().split(b"<Appended")[0]
            places = [head[head.index(b"WholeExtent"):head.index(b"<Piece")] for head in (found, wanted)]
            self.assertEqual(*places)  # origin, spacing and direction: they overlay

    def test_what_krige_writes_pit_reads_for_all_grids(self):
        """Property over random grids, origins and turns: the same blocks at the same places with the same grades and values."""
        random_ = random.Random(20261130)
        for round_ in range(ROUNDS):
            count = [random_.randint(2, 6) for _ in range(3)]
            cell = [random_.choice((0.5, 2.5, 12.34, 20, 30.48)) for _ in range(3)]
            origin = [random_.choice((0, -250.5, 2600123.45, 5e5 + 1 / 3)), random_.choice((0, 1200456.78, -7000)), random_.choice((-400, 0, 1234.5))]
            rotation = random_.choice((0, 0, 90, -37.5, 12.345, 200, random_.uniform(-360, 360)))
            grid = "[grid]\n" + "".join(f"{a} = {o!r}\ncell_{a} = {c!r}\ncount_{a} = {n}\n" for a, o, c, n in zip("xyz", origin, cell, count))
            grid += f"rotation = {rotation!r}\n"
            with self.subTest(round=round_, grid=grid):
                self.write_and_read(random_, grid, count, cell, origin, math.radians(rotation))

    def write_and_read(self, random_, grid, count, cell, origin, a):
        def place(u, v, w):
            return origin[0] + u * math.cos(a) + v * math.sin(a), origin[1] - u * math.sin(a) + v * math.cos(a), origin[2] + w

        size = [n * c for n, c in zip(count, cell)]
        samples = [place(*(random_.random() * side for side in size)) for _ in range(12)]
        (self.at / "samples.csv").write_text("x,y,z,cu,hole\n" + "".join(
            f"{x!r},{y!r},{z!r},{random_.uniform(0.1, 3)!r},H{i}\n" for i, (x, y, z) in enumerate(samples)))
        reach = max(size) / 2  # so that some corners stay without an estimate
        model = SAMPLES[SAMPLES.index("[search]"):].replace("= 70", f"= {reach}").replace("min_samples = 3", "min_samples = 2")
        (self.at / "krige.toml").write_text(SAMPLES[:SAMPLES.index("[grid]")] + grid + model)
        self.run_lode("krige", self.at / "krige.toml", "--out", self.at / "krige", "--force")
        estimates = rows(self.at / "krige/estimates.csv")
        places = [place(*((k + 0.5) * c for k, c in zip((i, j, h), cell)))
                  for h in range(count[2]) for j in range(count[1]) for i in range(count[0])]
        tonnes, top = cell[0] * cell[1] * cell[2] * 2.75, origin[2] + size[2]
        objectives = set()
        for more in ({}, {"estimates": 'krige = "krige.toml"'}, {"rest": grid}):
            done, answer = self.pit(**more)
            objectives.add(answer["objective_text"])
            blocks = rows(self.at / "pit/blocks.csv")
            self.assertEqual([len(blocks), len(estimates)], [len(places)] * 2)
            for where, e, b in zip(places, estimates, blocks):
                for axis, at in zip("xyz", where):
                    self.assertAlmostEqual(float(e[axis]), at, delta=1e-6)
                    self.assertAlmostEqual(float(b[axis]), at, delta=1e-6 if more else 1e-3 * min(cell))
                self.assertAlmostEqual(float(b["tonnes"]), tonnes, delta=1e-6 * tonnes)
                self.assertAlmostEqual(float(b["copper"]), float(e["estimate"] or 0), delta=1e-14)  # through a fraction and back
                cents, _ = self.cents(e["estimate"], where[2], top, tonnes)
                self.assertAlmostEqual(float(b["value"]) * 100, cents, delta=0.51 + 1e-6 * abs(cents))
        self.assertEqual(len(objectives), 1)

    def test_units(self):
        """A gold and silver case in ounces against the same in grams and tonnes."""
        self.krige(0)
        metal = '[metal.{}]\nunit = "{}"\nprice = {}\nper = "{}"\nrecovery = 0.9\nselling = {}\n'
        rest = "[costs]\nprocessing = 20\nmining = 2\n[rock]\ndensity = 2.5\n[slopes]\nangle = 50\n"
        answers = []
        per_t = 1e6 / OZ
        for unit, price, per, selling in (("g/t", 2000, "oz", 10), ("ppm", 2000 / OZ, "g", 10 / OZ), ("g/t", 2000 * per_t, "t", 10 * per_t),
                                          ("g/t", 2000 * 1000 / OZ, "kg", 10 * 1000 / OZ), ("ppm", 2000 * LB * 1000 / OZ, "lb", 10 * LB * 1000 / OZ),
                                          ("g/t", 2000 * 10000 / OZ, "mtu", 10 * 10000 / OZ)):
            text = '[estimates]\nfile = "krige/estimates.csv"\n' + metal.format("gold", unit, price, per, selling) + rest
            answers.append(self.pit(text=text)[1]["objective"])
        self.assertGreater(answers[0], 0)
        for answer in answers:
            self.assertAlmostEqual(answer / answers[0], 1, delta=1e-8)
        for unit, factor in (("fraction", 1e6), ("%", 1e4), ("kg/t", 1e3), ("ppb", 1e-3), ("oz/t", OZ), ("oz/st", OZ / 0.90718474),
                             ("lb/st", LB * 1000 / 0.90718474)):
            text = '[estimates]\nfile = "krige/estimates.csv"\n' + metal.format("gold", unit, 2000 / factor, "oz", 10 / factor) + rest
            self.assertAlmostEqual(self.pit(text=text, expect=3 if unit == "fraction" else 0)[1]["objective"] / answers[0]
                                   if unit != "fraction" else 1, 1, delta=1e-8)

    def test_two_metals_of_two_files_and_a_density(self):
        self.krige(0)
        with open(self.at / "krige/estimates.csv", newline="") as file:
            read = list(csv.DictReader(file))
        lines = ["x,y,z,ni,sg"] + [f"{r['x']},{r['y']},{r['z']},{i % 7 / 10},{2.5 + i % 3 / 10}" for i, r in enumerate(read)]
        shuffled = lines[1:]
        random.shuffle(shuffled)
        (self.at / "second.csv").write_text("\n".join(lines[:1] + shuffled) + "\n")
        text = ('[estimates]\nfile = "second.csv"\n[metal.nickel]\ncolumn = "ni"\nprice = 15000\nrecovery = 0.8\n'
                '[metal.copper]\nfile = "krige/estimates.csv"\nprice = 9000\nrecovery = 0.9\n'
                '[costs]\nprocessing = 30\nmining = 3\n[rock]\ndensity_column = "sg"\n')
        self.pit(text=text)
        for i, (r, b) in enumerate(zip(read, rows(self.at / "pit/blocks.csv"))):
            tonnes = 4000 * (2.5 + i % 3 / 10)
            copper = float(r["estimate"]) / 100 if r["estimate"] else 0
            usd = tonnes * (max(0, 0.8 * 15000 * (i % 7 / 10) / 100 + 0.9 * 9000 * copper - 30) - 3)
            self.assertAlmostEqual(float(b["value"]), usd, delta=0.0051)

    def test_geo_eas_with_its_code_for_missing(self):
        self.krige(0)
        read = rows(self.at / "krige/estimates.csv")
        (self.at / "e.dat").write_text("estimates\n4\nx\ny\nz\nestimate\n" + "".join(
            f"{r['x']} {r['y']} {r['z']} {r['estimate'] or -999}\n" for r in read))
        plain = self.pit()[1]
        text = CASE.format(top="", estimates='format = "geo_eas"', rest="").replace("krige/estimates.csv", "e.dat")
        done, answer = self.pit(text=text)
        self.assertEqual(answer["objective_text"], plain["objective_text"])
        self.assertNotIn("below 0", done.stderr)

    def test_surface_is_air(self):
        self.krige(0)
        done, answer = self.pit(rest='[surface]\nshape = "level"\nlevel = 145\n')
        blocks = rows(self.at / "pit/blocks.csv")
        for b in blocks:
            z = float(b["z"])
            self.assertEqual(b["destination"] == "air", z > 150)
            self.assertAlmostEqual(float(b["tonnes"]), 0 if z > 150 else 11000 * (0.5 if z == 145 else 1))
        self.assertIn("are air", done.stderr)
        self.assertEqual(answer["blocks"], 9 * 8 * 5)

    def test_no_pit_comes_with_numbers(self):
        self.krige(0)
        (self.at / "pit.toml").write_text(CASE.format(top="", estimates="", rest="").replace("price = 4.1", "price = 0.6"))
        done = self.run_lode("pit", self.at / "pit.toml", "--out", self.at / "none")
        best = max(float(r["estimate"]) for r in rows(self.at / "krige/estimates.csv") if r["estimate"])
        cut = 1.05 * 12.75 / (0.87 * (0.6 * 0.965 * 0.96 - 0.35) / (LB / 1000)) * 100
        self.assertIn(f"{cut:.4g} % pays for the mill", done.stdout)
        self.assertIn(f"the highest estimate is {best:.4g}", done.stdout)
        self.assertIn("the pit is empty", done.stdout)

    def test_refuses(self):
        self.krige(0)
        for change, *words in [(('unit = "%"', 'unit = "fraction"'), "pit.toml", "more metal than rock"),
                               (("recovery = 0.87", "recovery = 87"), "recovery", "pit.toml"),
                               (('per = "lb"', 'per = "pound"'), "per", "oz"),
                               (("density = 2.75", ""), "density"),
                               (("mining = 2.4", ""), "costs.mining"),
                               (("[rock]", "[stone]"), "stone"),
                               (("krige/estimates.csv", "none.csv"), "none.csv"),
                               (("[metal.copper]", '[metal.copper]\ncolumn = "cu"'), "cu", "estimates.csv"),
                               (("[rock]", "[slopes]\nangle = 45\n[slopes.sector.a]\nfrom = 0\nangle = 40\n[rock]"), "slopes.angle"),
                               (("[rock]", "[grid]\nx = 5000\ny = 7000\nz = 103\ncell_x = 20\ncell_y = 20\ncell_z = 10\ncount_x = 9\n"
                                 "count_y = 8\ncount_z = 6\n[rock]"), "estimates.csv:2", "not the centre")]:
            text = CASE.format(top="", estimates="", rest="")
            self.assertIn(change[0], text)
            done, _ = self.pit(text=text.replace(*change), expect=3)
            for word in words:
                self.assertIn(word, done.stderr, change)

    def test_explain_lists_the_keys(self):
        done = self.run_lode("explain", "--stage", "pit")
        for key in ("estimates.file", "metal.NAME.price", "costs.mining_by_depth", "rock.density", "slopes.sector.NAME.from", "surface.shape"):
            self.assertIn(key, done.stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
