#!/usr/bin/env python3
"""`lode plant` on a flowsheet of two feeds and shared stages against the same balance written out by hand, and what
contradictory flowsheets get."""
import json
import pathlib
import subprocess
import sys
import tempfile

LODE = pathlib.Path(sys.argv[1]).resolve()

CASE = """\
title = "Two pits, one plant"
years = 1

[metal.wo3]
price = 49000
[metal.mo]
price = 33000

[feed.north]
tonnes = 3
grades = [0.20, 0.03]
[feed.south]
tonnes = 6
grades = [0.13, 0.01]

[mill]
capacity = 9.5
processing_cost = 4
general_cost = 1.5
fixed_cost = 2
power_price = 0.06

[mill.stage.sort]
kind = "sort"
feed = ["south"]
mass_pull = 0.6
power = 2
[mill.stage.sort.recovery.wo3]
recovery = 0.9

[mill.stage.bulk]
kind = "flotation"
feed = ["north", "sort"]
capacity = 8
product_grade = 50
makes = "mo_concentrate"
[mill.stage.bulk.recovery.mo]
recovery = 0.7
start_recovery = 0.5
learning = 2

[mill.stage.scheelite]
kind = "flotation"
feed = ["bulk.rest"]
product_grade = 65
makes = "wo3_concentrate"
reagents = 3
labour = 1
[mill.stage.scheelite.recovery.wo3]
law = "constant_tail"
reference_grade = 0.2
tail_grade = 0.02
recovery = 0.72

[product.mo_concentrate]
name = "Molybdenum concentrate"
may_be_sold = "inside"
treatment = 120
freight = 30
moisture = 0.08
[product.mo_concentrate.pays.mo]
share = 0.97
deduction = 1

[product.wo3_concentrate]
name = "Scheelite concentrate"
[product.wo3_concentrate.pays.wo3]
share = 0.78
"""


def by_hand():
    """The plant again, stage after stage; tonnes, metals in tonnes."""
    north, south = (3e6, 3e6 * 0.002, 3e6 * 0.0003), (6e6, 6e6 * 0.0013, 6e6 * 0.0001)
    # Molybdenum has no law in the sorter: it stays in the rest.
    sort = (0.6 * south[0], 0.9 * south[1], 0.0)
    into = tuple(a + b for a, b in zip(north, sort))
    molybdenum = 0.6 * into[2]  # half learnt from 0.5 to 0.7
    mo = (molybdenum / 0.5, 0.0, molybdenum)
    rest = tuple(a - b for a, b in zip(into, mo))
    grade = rest[1] / rest[0]
    recovery = 0.72 * (1 - 0.0002 / grade) / (1 - 0.0002 / 0.002)
    tungsten = recovery * rest[1]
    scheelite = (tungsten / 0.65, tungsten, 0.0)
    revenue = min(0.97 * mo[2], mo[2] - 0.01 * mo[0]) * 33000 + 0.78 * tungsten * 49000
    charges = 120 * mo[0] + 30 * mo[0] / 0.92
    processing = 9e6 * 4 + 2e6 + south[0] * 2 * 0.06 + rest[0] * 3 + 1e6
    return {"sort": sort, "bulk": mo, "bulk.rest": rest, "scheelite": scheelite}, revenue - charges, processing, into[0] / 8e6


def run(folder, text, *flags):
    path = pathlib.Path(folder) / "case.toml"
    path.write_text(text)
    return subprocess.run([LODE, "plant", path, *flags], capture_output=True, text=True, timeout=60)


FAULTS = (
    ("a grade too few", "grades = [0.20, 0.03]", "grades = [0.20]", ("case.toml:", "feed.north.grades", "1 grades for 2 metals")),
    ("a stream that is none", 'feed = ["bulk.rest"]', 'feed = ["bulk.tails"]', ("mill.stage.scheelite.feed", "bulk.tails")),
    ("a feed used twice", 'feed = ["bulk.rest"]', 'feed = ["bulk.rest", "north"]', ("mill.stage", "north")),
    ("a circle", 'feed = ["south"]', 'feed = ["south", "scheelite.rest"]', ("mill.stage",)),
    ("a recovery above 1", "recovery = 0.9", "recovery = 90", ("recovery", "90")),
    ("a product that is none", 'makes = "mo_concentrate"', 'makes = "moly"', ("mill.stage.bulk.makes", "product.moly")),
    ("more metal than tonnes", "mass_pull = 0.6", "mass_pull = 0.0005", ("case.toml:", "mill.stage.sort.mass_pull", "stage sort: its product would hold", "t of metal in")),
    ("a metal that is none", "[product.wo3_concentrate.pays.wo3]", "[product.wo3_concentrate.pays.sn]", ("product.wo3_concentrate.pays.sn", "metal.sn")),
    ("a distribution", "recovery = 0.72", "recovery = { triangular = [0.6, 0.7, 0.8] }", ("distribution",)),
    ("no feed", "tonnes = 3\n", "tonnes = -3\n", ("feed.north.tonnes", "-3")),
    ("an availability of what has no capacity", "mass_pull = 0.6", "mass_pull = 0.6\navailability = 0.9", ("mill.stage.sort.availability", "goes with capacity")),
    ("a key that is none", "mass_pull = 0.6", "masspull = 0.6", ("masspull", "mass_pull")),
)


def main():
    faults = []

    def same(what, got, want):
        if not abs(got - want) <= 1e-12 * max(1, abs(want)):
            faults.append(f"{what}: {got!r}, by hand {want!r}")

    with tempfile.TemporaryDirectory() as folder:
        result = run(folder, CASE, "--json")
        if result.returncode != 0:
            print(result.stderr)
            return 1
        tables = {name: {row[0]: row[1:] for row in table["rows"]} for name, table in json.loads(result.stdout)["tables"].items()}
        wanted, net, processing, used = by_hand()
        for name, (tonnes, wo3, mo) in wanted.items():
            row = tables["streams"][name]
            same(f"tonnes of {name}", row[1], tonnes / 1e3)
            same(f"WO3 in {name}", row[4], wo3)
            same(f"Mo in {name}", row[5], mo)
        same("net smelter return", tables["summary"]["net_smelter_return"][0], net / 1e6)
        same("processing", tables["summary"]["processing_cost"][0], processing / 1e6)
        same("margin of a tonne", tables["summary"]["margin"][1], (net - processing) / 9e6 - 1.5)
        same("use of the bulk flotation", tables["stages"]["bulk"][2], 100 * used)
        for metal, row in tables["balance"].items():
            same(f"{metal}: out", row[1] + row[2], row[0])
            if row[4] > 1e-12:
                faults.append(f"{metal}: residual {row[4]}")
        becomes = {name: row[0] for name, row in tables["streams"].items()}
        if becomes["scheelite.rest"] != "tails" or becomes["bulk"] != "mo_concentrate" or becomes["sort"] != "feed of a stage":
            faults.append(f"what streams become: {becomes}")
        heavy = run(folder, CASE.replace("capacity = 8\n", "capacity = 5\n"))
        if heavy.returncode != 4 or "mill.stage.bulk is fed 6.6 Mt a year and takes 5" not in heavy.stderr:
            faults.append(f"an overloaded stage: exit {heavy.returncode}: {heavy.stderr}")
        for name, old, new, needles in FAULTS:
            assert old in CASE, old
            result = run(folder, CASE.replace(old, new, 1))
            missing = [needle for needle in needles if needle not in result.stderr]
            if result.returncode != 3 or missing:
                faults.append(f"{name}: exit {result.returncode}, without {missing}: {result.stderr}")
    print("\n".join(faults) if faults else f"the plant is as by hand; {len(FAULTS)} faults are told")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
