"""`lode pit`: answers on small files worked out by hand, and what bad input gets."""
import json
import pathlib
import subprocess
import sys
import tempfile

lode = sys.argv[1]
folder = pathlib.Path(tempfile.mkdtemp())


def write(name, text):
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

for files, place in [
        ({"prec": "0 1 2\n1 0\n2 2 0 1\n"}, "t.prec:"),
        ({"prec": PREC.replace("2 2 0 1", "2 2 0 7")}, "t.prec:3"),
        ({"prec": PREC.replace("2 2 0 1", "2 3 0 1")}, "t.prec:3"),
        ({"prec": "0 0\n1 0\n"}, "t.prec:"),
        ({"prec": PREC + "1 0\n"}, "t.prec:4"),
        ({"blocks": BLOCKS.replace("1 1 0 1", "0 1 0 1")}, "t.blocks:2"),
        ({"blocks": ""}, "t.blocks:"),
        ({"upit": UPIT.replace("NBLOCKS: 3", "NBLOCKS: 4")}, "t.upit:3"),
        ({"upit": UPIT.replace("4.25", "1e30")}, "t.upit:7"),
        ({"upit": UPIT.replace("4.25", "ore")}, "t.upit:7"),
        ({"upit": UPIT.replace("4.25", "8e18").replace("-1.5", "-8e18")}, "t.upit"),
        ({"upit": UPIT.replace("2 4.25\n", "")}, "t.upit:"),
        ({"upit": UPIT + "2 1\n"}, "t.upit:8")]:
    refused = minelib(**files)
    assert refused.returncode == 3 and place in refused.stderr, (files, refused)

values = write("g.txt", "4.25\n-1\n")
grid = run("--grid", "1,1,2", "--values", values, "--json", "--verify")
assert json.loads(grid.stdout)["objective"] == 3.25, grid
assert run("--grid", "1,1,3", "--values", values).returncode == 3
for wrong in [("--slope", "90"), ("--slope", "0"), ("--grid", "0,1,2"), ("--blocks", values)]:
    assert run("--grid", "1,1,2", "--values", values, *wrong).returncode == 2, wrong
shells = run("--grid", "1,1,2", "--values", write("s.txt", "4 1\n0 1\n"), "--revenue-factors", "1,0.25,0.5",
             "--json", "--verify")
rows = json.loads(shells.stdout)["tables"]["shells"]["rows"]
assert [row[:2] for row in rows] == [[0.25, 0], [0.5, 0], [1, 2]], rows
print("lode pit: answers and faults hold")
