"""`lode pit`: answers on small files worked out by hand, and what bad input gets."""
import decimal
import itertools
import json
import math
import pathlib
import random
import re
import struct
import subprocess
import sys
import tempfile
import zlib

lode = sys.argv[1]
folder = pathlib.Path(tempfile.mkdtemp())


def write(name, text):
    if text is None:
        (folder / name).unlink(missing_ok=True)
        return str(folder / name)
    (folder / name).write_text(text)
    return str(folder / name)


def run(*arguments):
    return subprocess.run([lode, "pit", *arguments], capture_output=True, text=True)


BLOCKS = "0 0 0 1\n1 1 0 1\n2 0 0 0\n"
PREC = "0 0\n1 0\n2 2 0 1\n"
UPIT = "NAME: t\nTYPE: UPIT\nNBLOCKS: 3\nOBJECTIVE_FUNCTION:\n0 -1.5\n1 -1\n2 4.25\n"


def minelib(blocks=BLOCKS, prec=PREC, upit=UPIT, more=()):
    return run("--blocks", write("t.blocks", blocks), "--prec", write("t.prec", prec), "--upit",
               write("t.upit", upit), *more)


def expect(objective, mined, **files):
    done = minelib(more=("--json", "--verify", "--out", str(folder / "t.sol")), **files)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert (answer["objective"], answer["blocks_mined"]) == (objective, len(mined)), answer
    assert answer["status"] == ("optimal" if mined else "empty")
    assert [int(line) for line in (folder / "t.sol").read_text().split()] == mined


expect(1.75, [0, 1, 2])
expect(0, [], upit=UPIT.replace("4.25", "2.5"))
expect(1.75, [0, 1, 2], blocks="id x y z tonn\n" + BLOCKS, prec="% note\n2\t2 0 1\n0 0\n1 0\n",
       upit="OBJECTIVE_FUNCTION:\n2 4.25\n1 -1\n0 -1.5\nNBLOCKS: 3\nTYPE: UPIT\nNAME: t\n")

for files, *needles in [
        ({"prec": "0 1 2\n1 0\n2 2 0 1\n"}, "t.prec:", "-> ", "in a ring"),
        ({"prec": PREC.replace("2 2 0 1", "2 2 0 7")}, "t.prec:3", "= 7", "0 to 2 are known"),
        ({"prec": PREC.replace("2 2 0 1", "2 2 0 x")}, "t.prec:3", "x", "0 to 2 are known"),
        ({"prec": PREC.replace("2 2 0 1", "2 2 0 2")}, "t.prec:3", "cannot need itself"),
        ({"prec": PREC.replace("2 2 0 1", "2 3 0 1")}, "t.prec:3", "3 predecessors are announced, 2 stand here"),
        ({"prec": PREC.replace("2 2 0 1", "2 -1")}, "t.prec:3", "0 or more"),
        ({"prec": "0 0\n1 0\n"}, "t.prec:", "1 of 3 blocks have no line"),
        ({"prec": PREC + "1 0\n"}, "t.prec:4", "stands twice, first in line 2"),
        ({"prec": None}, "t.prec", "no such file"),
        ({"blocks": BLOCKS.replace("1 1 0 1", "0 1 0 1")}, "t.blocks:2", "stands twice"),
        ({"blocks": BLOCKS.replace("2 0 0 0", "7 0 0 0")}, "t.blocks:3", "outside 0 to 2"),
        ({"blocks": BLOCKS.replace("2 0 0 0", "2 0")}, "t.blocks:3", "is missing"),
        ({"blocks": ""}, "t.blocks:", "holds no block"),
        ({"upit": UPIT.replace("NBLOCKS: 3", "NBLOCKS: 4")}, "t.upit:3", "the file of blocks has 3"),
        ({"upit": UPIT.replace("NBLOCKS: 3\n", "")}, "t.upit:", "NBLOCKS", "is missing"),
        ({"upit": UPIT.replace("UPIT\n", "CPIT\n")}, "t.upit:2", "UPIT is needed"),
        ({"upit": UPIT.replace("NBLOCKS", "BLOCKS")}, "t.upit:3", "is not known", "OBJECTIVE_FUNCTION"),
        ({"upit": UPIT.replace("4.25", "1e30")}, "t.upit:7", "1e30", "too large"),
        ({"upit": UPIT.replace("4.25", "ore")}, "t.upit:7", "ore", "a decimal number is needed"),
        ({"upit": UPIT.replace("4.25", "nan")}, "t.upit:7", "nan", "a decimal number is needed"),
        ({"upit": UPIT.replace("4.25", "4.25 1")}, "t.upit:7", "nothing more"),
        ({"upit": UPIT.replace("2 4.25", "3 4.25")}, "t.upit:7", "0 to 2 are known"),
        ({"upit": UPIT.replace("4.25", "8e17").replace("-1.5", "-8e17.5")}, "t.upit:5", "-8e17.5"),
        ({"upit": UPIT.replace("4.25", "8e18").replace("-1.5", "-8e18").replace("-1\n", "0\n")}, "t.upit:7", "sum",
         "1.6e+19", "more than 9e18", "larger unit"),
        ({"upit": UPIT.replace("2 4.25\n", "")}, "t.upit:", "cut short"),
        ({"upit": UPIT + "2 1\n"}, "t.upit:8", "stands twice, first in line 7")]:
    refused = minelib(**files)
    missing = [needle for needle in needles if needle not in refused.stderr]
    assert refused.returncode == 3 and not missing, (files, missing, refused)
# Columns that are not used may hold anything; separators and comments of the format.
expect(1.75, [0, 1, 2], blocks="0 0 0 1 1e30 -\n1\t1 0 1 nan ore\n2 : 0 0 0 -5.36024E+19\n",
       upit="% by hand\n" + UPIT.replace("2 4.25", "2\t:4.25 % ore").replace("NBLOCKS: ", "NBLOCKS:\t") + "EOF\n")

values = write("g.txt", "4.25\n-1\n")
grid = run("--grid", "1,1,2", "--values", values, "--json", "--verify")
assert json.loads(grid.stdout)["objective"] == 3.25, grid
assert '"blocks":2,' in grid.stdout and '"blocks_mined":2,' in grid.stdout, "counts are whole numbers"
for text, size, *needles in [
        ("4.25\n-1\n", "1,1,3", "g.txt:", "the grid has 3 blocks"),
        ("4.25\n-1\n7\n", "1,1,2", "g.txt:", "the grid has 2 blocks"),
        ("", "1,1,2", "g.txt:", "= 0", "the grid has 2 blocks"),
        ("4.25\nore\n", "1,1,2", "g.txt:2", "ore", "a decimal number is needed"),
        ("4.25\n-1 2\n", "1,1,2", "g.txt:2", "nothing more"),
        ("4.25\n1e30\n", "1,1,2", "g.txt:2", "1e30", "too large"),
        ("4.25\nNaN\n", "1,1,2", "g.txt:2", "NaN", "--missing"),
        ("% two\n5e18\n\n-5e18\n", "1,1,2", "g.txt:4", "1e+19", "more than 9e18", "larger unit")]:
    refused = run("--grid", size, "--values", write("g.txt", text))
    missing = [needle for needle in needles if needle not in refused.stderr]
    assert refused.returncode == 3 and not missing, (text, missing, refused)
values = write("g.txt", "4.25\n-1\n")
for wrong, *needles in [(("--slope", "90"), "more than 0 and less than 90"), (("--slope", "0"), "more than 0 and less than 90"), (("--slope", "-3"), "more than 0 and less than 90"),
                        (("--benches", "0"), "at least 1 and at most 400"), (("--benches", "many"), "auto"),
                        (("--missing", "-999"), "--missing-as"), (("--missing-as", "0"), "--missing"), (("--grid", "0,1,2"), "at least 1"), (("--grid", "1,2"), "NX,NY,NZ"),
                        (("--cell", "1,1,0"), "above 0"), (("--pattern", "1:9"), "1:5:9 is"), (("--blocks", values), "either")]:
    options = {"--grid": "1,1,2", "--values": values, wrong[0]: wrong[1]}
    refused = run(*(word for option in options.items() for word in option))
    assert refused.returncode == 2 and all(needle in refused.stderr for needle in needles), (wrong, refused)
assert "need --grid" in minelib(more=("--slope", "50")).stderr and minelib(more=("--force",)).returncode == 2
assert run("case.toml", "--slope", "50").returncode == 2 and run("case.toml").returncode == 3
for text, *needles in [("4 1\n0\n", "s.txt:2", "2 numbers"), ("4 1\n-1 1\n", "s.txt:2", "revenue", "must not be below 0"),
                       ("4 1\n8e18 1\n", "s.txt:2", "revenue_factor", "more than 9e18")]:
    refused = run("--grid", "1,1,2", "--values", write("s.txt", text), "--revenue-factors", "0.5,1.5")
    missing = [needle for needle in needles if needle not in refused.stderr]
    assert refused.returncode == 3 and not missing, (text, missing, refused)
shells = run("--grid", "1,1,2", "--values", write("s.txt", "4 1\n0 1\n"), "--revenue-factors", "1,0.25,0.5",
             "--json", "--verify")
rows = json.loads(shells.stdout)["tables"]["shells"]["rows"]
assert [row[:2] for row in rows] == [[0.25, 0], [0.5, 0], [1, 2]], rows

# Every digit. Expected values by Python's exact decimals over all closures of a column of blocks: the best of the sums
# from the top down.
def column_pit(numbers):
    with decimal.localcontext() as context:
        context.prec = 100
        sums = [decimal.Decimal(0)]
        for number in reversed(numbers):
            sums.append(sums[-1] + decimal.Decimal(number))
        return max(sums)


def exact(numbers, *more, expect_exact=True):
    done = run("--grid", f"1,1,{len(numbers)}", "--values", write("e.txt", "\n".join(numbers) + "\n"), "--json", "--verify", *more)
    assert done.returncode == 0, done
    answer = json.loads(done.stdout, parse_float=decimal.Decimal, parse_int=decimal.Decimal)
    with decimal.localcontext() as context:
        context.prec = 100
        objective, bound = decimal.Decimal(answer["objective"]), decimal.Decimal(answer["bound"])
        assert f"{objective:f}" == answer["objective_text"] and f"{bound:f}" == answer["bound_text"], answer
        best = column_pit(numbers)
        if expect_exact:
            assert objective == best, (objective, best)
        assert objective - decimal.Decimal(len(numbers)) / 10 ** 18 <= best <= bound, (objective, best, bound)
        # Half a unit a block; the unit is as small as 9e18 of them allow.
        size = sum(abs(decimal.Decimal(number)) for number in numbers)
        assert decimal.Decimal(answer["gap"]) == bound - objective, answer
        assert bound - objective <= len(numbers) * (size * 10 / 9 / 10 ** 18 / 2 + decimal.Decimal("2e-18")), answer
    text = run("--grid", f"1,1,{len(numbers)}", "--values", str(folder / "e.txt"))
    assert f"objective     {answer['objective_text']}\n" in text.stdout, text.stdout
    assert ("error bound" in text.stdout) == ("value_decimals" in answer), text.stdout
    return answer


exact(["9007199254740993", "-0"])                             # beyond 2^53
exact(["9007199254740993", "9007199254740992"])
exact(["-0.250000000001", "9000000.5", "-55080.0108"])        # 12 decimals beside 9e6
exact(["5", "1.1102230246251565E-16", "-3"], expect_exact=False)
exact(["1.000000000000000056e+05", "2.000000000000000111e-01"], expect_exact=False)  # as numpy.savetxt writes doubles
exact(["0.1000000000000000055511151231257827021181583404541015625", "-1e-300", "7"], expect_exact=False)
exact(["8999999999999999999", "0.1", "-0.2"])
random.seed(11)
for _ in range(20):  # doubles as Python writes them
    exact([repr(random.gauss(0, 1) * 10.0 ** random.randint(-3, 7)) for _ in range(9)], expect_exact=False)
for _ in range(20):
    exact([f"{random.uniform(-1, 1) * 10 ** random.randint(0, 9):.12f}" for _ in range(7)], expect_exact=False)
truncated = run("--grid", "1,1,3", "--values", write("e.txt", "5.9\n1.1102230246251565E-16\n-3.9\n"), "--truncate", "--json")
assert json.loads(truncated.stdout)["objective"] == 2, truncated
# Revenue and cost with more decimals than fit beside a factor's.
wide = run("--grid", "1,1,2", "--values", write("e.txt", "4e6 1.000000000001\n3000000.123456789012 1\n"), "--revenue-factors",
           "0.25,1.000001", "--json", "--verify")
assert wide.returncode == 0, wide
wide = json.loads(wide.stdout)
assert [row[4] for row in wide["tables"]["shells"]["rows"]] == [
    str(decimal.Decimal("0.25") * decimal.Decimal("7000000.123456789012") - decimal.Decimal("2.000000000001")).rstrip("0"),
    str(decimal.Decimal("1.000001") * decimal.Decimal("7000000.123456789012") - decimal.Decimal("2.000000000001")).rstrip("0")], wide
assert wide["objective_text"] == wide["tables"]["shells"]["rows"][-1][4] and wide["gap"] >= 0, wide

# "No value" is said, never guessed.
holes = "5\n-999\n-999.0\n-999\nnan\n"
refused = run("--grid", "1,1,5", "--values", write("m.txt", holes))
assert refused.returncode == 3 and "m.txt:5" in refused.stderr and "--missing" in refused.stderr, refused
taken = run("--grid", "1,1,4", "--values", write("n.txt", "5\n-999\n-999.0\n-999\n"), "--json")
assert taken.returncode == 0 and "-999 stands for 3 of 4 blocks" in taken.stderr, taken
assert json.loads(taken.stdout)["objective"] == 0
for counted, objective, mined in [("0", 5, 1), ("-1.5", 0, 0), ("-1", 1, 5), ("air", 5, 1)]:
    done = run("--grid", "1,1,5", "--values", str(folder / "m.txt"), "--missing", "-999,NaN", "--missing-as", counted, "--json", "--verify")
    answer = json.loads(done.stdout)
    assert done.returncode == 0 and "4 blocks have no value" in done.stderr, done
    assert answer["objective"] == objective and answer["blocks_mined"] >= mined, (counted, answer)

# A header, separators, decimal commas: the same pit.
for text in ("revenue,cost\n4,1\n0.5,1\n", "revenue;cost\n4;1\n0,5;1\n", "4\t1\n0.5 1\n", "\ufeff4, 1\r\n0.5, 1\r\n"):
    done = run("--grid", "1,1,2", "--values", write("s.txt", text), "--revenue-factors", "0.5,1", "--json")
    assert done.returncode == 0, (text, done)
    assert [row[3] for row in json.loads(done.stdout)["tables"]["shells"]["rows"]] == [0.25, 2.5], (text, done.stdout)

# A shortage of lines is told before memory is taken.
short = subprocess.run(["bash", "-c", 'ulimit -v 2000000; exec "$@"', "bash", lode, "pit", "--grid", "1000,1000,1000", "--values",
                        write("few.txt", "1\n" * 120)], capture_output=True, text=True)
assert short.returncode == 3 and "1000000000 blocks" in short.stderr, short

# The slope error is told, and a bad one is a warning; auto keeps it to 3 degrees.
slope = ("--grid", "9,9,6", "--values", write("b.txt", "1\n" * 486), "--cell", "25,25,5")
for benches, error, warned in (("4", 45, True), ("8", 12.99, True), ("40", 1.51, False), ("auto", 1.51, False)):
    done = run(*slope, "--benches", benches)
    answer = json.loads(run(*slope, "--benches", benches, "--json").stdout)
    assert abs(answer["slope_error_deg"] - error) < 0.01 and ("slope is not kept" in done.stderr) == warned, (answer, done)
    assert f"{error:.2f} degrees steeper than asked" in done.stdout, done.stdout
assert answer["benches"] == 40, answer

# The model's edge: by hand, a pit of a corner and one inside.
for place, sides, blocks in ((0, "low x 1, low y 1", 1), (4, "", 0), (5, "high x 1", 1)):
    done = run("--grid", "3,3,1", "--values", write("b.txt", "".join(f"{9 if i == place else -1}\n" for i in range(9))), "--json")
    answer = json.loads(done.stdout)
    assert (answer["edge_sides"], answer["edge_blocks"]) == (sides, blocks), answer
    assert ("model's edge" in done.stderr) == (blocks > 0), done

# Shells as .vti, .vtp and .dxf, read back by small readers of our own (and by VTK where it is) and held to what --out lists.
NX, NY, NZ = 9, 8, 5
DX, DY, DZ = 20.0, 10.0, 5.0
COUNT = NX * NY * NZ


def appended(path, name):
    """The numbers of an array: VTK's appended raw data, compressed by zlib in blocks."""
    data = path.read_bytes()
    found = re.search(rb'type="(\w+)" Name="' + name.encode() + rb'"[^>]*offset="(\d+)"', data)
    at = data.index(b"_", data.index(b"<AppendedData")) + 1 + int(found[2])
    blocks = struct.unpack_from("<Q", data, at)[0]
    sizes = struct.unpack_from(f"<{blocks}Q", data, at + 24)
    at += 24 + 8 * blocks
    out = b""
    for size in sizes:
        out += zlib.decompress(data[at:at + size])
        at += size
    kind, width = {b"Int32": ("i", 4), b"Float64": ("d", 8)}[found[1]]
    return struct.unpack(f"<{len(out) // width}{kind}", out)


def polylines(path):
    """[(layer, [(x, y, z)])] of a DXF."""
    lines = path.read_text().split("\n")
    pairs = list(zip((int(code) for code in lines[0::2] if code.strip()), lines[1::2]))
    assert pairs[-1] == (0, "EOF") and (1, "AC1009") in pairs
    out = []
    for code, value in pairs:
        if code == 0:
            kind = value
            if kind == "POLYLINE":
                out.append([None, []])
            if kind == "VERTEX":
                out[-1][1].append([0.0, 0.0, 0.0])
        elif kind == "POLYLINE" and code == 8:
            out[-1][0] = value
        elif kind == "POLYLINE" and code == 70:
            assert int(value) == 9  # closed, 3D
        elif kind == "VERTEX" and code in (10, 20, 30):
            out[-1][1][-1][code // 10 - 1] = float(value)
    return out


def area(points):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1])) / 2


random.seed(4)
lines = []
for _ in range(COUNT):
    cost = random.randint(1, 4)
    lines.append(f"{random.choice((0, 0, 0, 0, 30)) + random.randint(0, 3)} {cost}\n")
FACTORS = ["0.2", "0.5", "0.75", "1"]
shells = run("--grid", f"{NX},{NY},{NZ}", "--values", write("s.txt", "".join(lines)), "--cell",
             f"{DX},{DY},{DZ}", "--benches", "3", "--slope", "30", "--revenue-factors",
             ",".join(FACTORS), "--verify", "--out", str(folder / "s.out"), "--vti",
             str(folder / "s.vti"), "--vtp", str(folder / "s.vtp"), "--dxf", str(folder / "s.dxf"))
assert shells.returncode == 0, shells.stderr
first = dict(line.split() for line in (folder / "s.out").read_text().splitlines())
shell = [FACTORS.index(first[str(b)]) + 1 if str(b) in first else 0 for b in range(COUNT)]
assert len(set(shell)) >= 4, "the example must have several shells"
assert list(appended(folder / "s.vti", "shell")) == shell


def block_of(x, y, z):
    return x + NX * (y + NY * z)


def mined(k, x, y, z):
    return 0 <= x < NX and 0 <= y < NY and 0 <= z < NZ and 1 <= shell[block_of(x, y, z)] <= k


def expected_faces(k):
    """Corners (as a set) of the faces between mined blocks and ground, none to the top."""
    out = []
    for x, y, z in itertools.product(range(NX), range(NY), range(NZ)):
        if not mined(k, x, y, z):
            continue
        for axis, side in itertools.product(range(3), (0, 1)):
            step = [0, 0, 0]
            step[axis] = 2 * side - 1
            if (axis, side) == (2, 1) or mined(k, x + step[0], y + step[1], z + step[2]):
                continue
            ranges = [(v, v + 1) for v in (x, y, z)]
            ranges[axis] = (ranges[axis][side],)
            out.append(frozenset((a * DX, b * DY, c * DZ) for a, b, c in itertools.product(*ranges)))
    return out


points = appended(folder / "s.vtp", "Points")
points = [points[i:i + 3] for i in range(0, len(points), 3)]
data = (folder / "s.vtp").read_bytes()
polys = data.index(b"<Polys>")
offsets = [int(n) for n in re.findall(rb'offset="(\d+)"', data[polys:data.index(b"</Polys>")])]
(folder / "polys.vtp").write_bytes(
    b'<DataArray type="Int32" Name="c" offset="%d"/>' % offsets[0] + data[data.index(b"<AppendedData"):])
corners = appended(folder / "polys.vtp", "c")
of_face = appended(folder / "s.vtp", "shell")
assert len(corners) == 4 * len(of_face)
faces = [[points[p] for p in corners[4 * f:4 * f + 4]] for f in range(len(of_face))]
outlines = polylines(folder / "s.dxf")
for k in range(1, len(FACTORS) + 1):
    own = [faces[f] for f in range(len(faces)) if of_face[f] == k]
    layer = "SHELL_" + FACTORS[k - 1].replace(".", "_")
    rings = [ring for name, ring in outlines if name == layer]
    if k not in shell:
        assert not own and not rings
        continue
    assert sorted(map(sorted, expected_faces(k))) == sorted(sorted(face) for face in own), k
    for face in own:  # seen from within the pit, anticlockwise: its normal points to a mined block
        (ax, ay, az), (bx, by, bz), (cx, cy, cz) = face[:3]
        u, v = (bx - ax, by - ay, bz - az), (cx - bx, cy - by, cz - bz)
        normal = (u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0])
        centre = [sum(p[i] for p in face) / 4 for i in range(3)]
        inside = [centre[i] + math.copysign(0.1, n) if n else centre[i] for i, n in enumerate(normal)]
        assert mined(k, int(inside[0] // DX), int(inside[1] // DY), int(inside[2] // DZ)), face
    for z in range(NZ):
        blocks = sum(mined(k, x, y, z) for x in range(NX) for y in range(NY))
        level = [ring for ring in rings if ring[0][2] == z * DZ]
        assert math.isclose(sum(map(area, level)), blocks * DX * DY), (k, z)
        for ring in level:  # turns at each of its corners
            for a, b, c in zip(ring, ring[1:] + ring[:1], ring[2:] + ring[:2]):
                assert ((b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])) != 0
assert sum(len(rings) for rings in outlines) > 0

# A turned grid with an origin: the same corners, turned clockwise about the origin and moved.
turned = run("--grid", f"{NX},{NY},{NZ}", "--values", str(folder / "s.txt"), "--cell", f"{DX},{DY},{DZ}", "--benches", "3", "--slope",
             "30", "--revenue-factors", ",".join(FACTORS), "--origin", "2296000,414000,-50", "--rotation", "30",
             "--vti", str(folder / "r.vti"), "--vtp", str(folder / "r.vtp"), "--dxf", str(folder / "r.dxf"))
assert turned.returncode == 0, turned
c30, s30 = math.cos(math.radians(30)), math.sin(math.radians(30))


def place(p):
    return (2296000 + p[0] * c30 + p[1] * s30, 414000 - p[0] * s30 + p[1] * c30, -50 + p[2])


moved = appended(folder / "r.vtp", "Points")
assert all(math.dist(place(p), moved[3 * i:3 * i + 3]) < 1e-6 for i, p in enumerate(points))
rings = polylines(folder / "r.dxf")
assert len(rings) == len(outlines)
for (layer, ring), (_, other) in zip(outlines, rings):
    assert all(math.dist(place(p), q) < 1e-5 for p, q in zip(ring, other)), (ring, other)
head = (folder / "r.vti").read_bytes().split(b"<AppendedData")[0].decode()
assert 'Origin="2296000 414000 -50"' in head, head
axes = [float(w) for w in re.search(r'Direction="([^"]*)"', head)[1].split()]
assert all(math.isclose(a, b, abs_tol=1e-12) for a, b in zip(axes, (c30, s30, 0, -s30, c30, 0, 0, 0, 1))), head
assert list(appended(folder / "r.vti", "shell")) == shell

try:
    import vtk
except ImportError:
    print("skipped: .vti and .vtp read back by VTK (python3-vtk9 is not installed)")
else:
    for name, reader in (("s.vti", vtk.vtkXMLImageDataReader()), ("s.vtp", vtk.vtkXMLPolyDataReader())):
        reader.SetFileName(str(folder / name))
        reader.Update()
        arrays = reader.GetOutput().GetCellData()
        read = [int(arrays.GetArray("shell").GetValue(i)) for i in range(arrays.GetNumberOfTuples())]
        assert read == (shell if name == "s.vti" else list(of_face))
    assert arrays.GetAbstractArray("label").GetValue(0) in FACTORS

assert minelib(more=("--vti", str(folder / "t.vti"))).returncode == 2

# Published optima (MineLib, Espinoza et al. 2013; MineFlow's grids, Deutsch 2022; cucase with its decimals exact by two solvers).
shared = pathlib.Path("../shared/minelib")
PUBLISHED = [("newman1", None, [], 26086899.03, None), ("kd", None, [], 652195036.91, None), ("p4hd", None, [], 293373256, None),
             ("bauxitemed", "120,120,26", [], 28416592, 74412), ("cucase", "170,215,50", [], 19184903.74164778, 357852),
             ("cucase", "170,215,50", ["--truncate"], 19175685, 357304)]
for name, grid, more, optimum, blocks in PUBLISHED:
    archive = shared / ("mineflow_grids.tar.xz" if grid else name + ".tar.xz")
    if not archive.exists():
        print(f"skipped: {name}, {archive} is not there")
        continue
    subprocess.run(["tar", "xJf", str(archive), "-C", str(folder)], check=True)
    if grid:
        where = ["--grid", grid, "--values", str(next((folder / "mineflow_grids").glob(name + "_*")))]
    else:
        where = [word for end in ("blocks", "prec", "upit") for word in ("--" + end, str(folder / name / f"{name}.{end}"))]
    answer = json.loads(run(*where, *more, "--json", "--verify").stdout)
    assert abs(answer["objective"] - optimum) <= (0.005 if grid is None else 1e-8), answer
    assert answer["bound"] == answer["objective"] and blocks in (None, answer["blocks_mined"]), answer
print("lode pit: answers, shells and faults hold")
