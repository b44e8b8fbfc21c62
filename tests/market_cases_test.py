#!/usr/bin/env python3
"""Runs every case under cases/market through `lode market --json` and holds it to its expected.csv.

    tests/market_cases_test.py LODE FOLDER [SHARED]

A row of expected.csv has a quantity, a figure (arithmetic on cells: prices[base|1|north].price is the column price of the
row of table prices that begins with these cells), what is expected (a fraction such as 2/3 too), a relative tolerance and
where it comes from. Every answer must carry its certificate and accounts that add up. SHARED: the folder of published data;
measures by year are compared with it where it is there.
"""
import csv
import fractions
import json
import pathlib
import re
import subprocess
import sys
import tempfile

LODE = pathlib.Path(sys.argv[1]).resolve()
CELL = re.compile(r"(\w+)\[([^\]]*)\]\.(\w+)")


def same(cell, key):
    if isinstance(cell, (int, float)):
        try:
            return abs(cell - float(key)) <= 1e-9
        except ValueError:
            return False
    return (cell or "") == key


def cell(tables, table, row, column):
    found = tables[table]
    names = [c["name"] for c in found["columns"]]
    keys = row.split("|")
    rows = [r for r in found["rows"] if all(same(a, b) for a, b in zip(r, keys))]
    if not rows:
        raise KeyError(f"no row of {table} begins with {row}")
    if len(rows) > 1:  # of several stages the one there is
        raise KeyError(f"{len(rows)} rows of {table} begin with {row}")
    return dict(zip(names, rows[0]))[column]


def figure(tables, text):
    return eval(CELL.sub(lambda m: f"({cell(tables, *m.groups())!r})", text), {"__builtins__": {}})  # our own files


def run(case):
    result = subprocess.run([LODE, "market", case, "--json"], capture_output=True, text=True, timeout=120)
    if result.returncode != 0:
        raise RuntimeError(f"exit code {result.returncode}: {result.stderr}")
    return json.loads(result.stdout)["tables"]


def certified(tables):
    """What is wrong with the certificates of the answers."""
    for row in tables.get("scenarios", {"rows": []})["rows"]:
        if row[1] != "solved" or row[3] > 1e-12 or row[4] > 1e-9:
            yield f"scenario {row[0]}: {row[1:5]}"
    for row in tables.get("accounts", {"rows": []})["rows"]:
        if row[5] > 1e-12:
            yield f"accounts of {row[0]} miss {row[5]} of what is booked"
    for row in tables.get("base_year", {"rows": []})["rows"]:
        if not row[1] <= 1e-9:
            yield f"the base year is missed by {row[1]}"


def hold(folder, faults):
    tables = run(folder)
    faults += [f"{folder}: {fault}" for fault in certified(tables)]
    compared, largest = 0, fractions.Fraction(0)
    lines = list(csv.DictReader(open(folder / "expected.csv", newline="")))
    wanted = [float(fractions.Fraction(line["expected"])) for line in lines]
    size = {}  # what stands near 0 is held to the size of its kind
    for line, want in zip(lines, wanted):
        kind = CELL.search(line["figure"])[3]
        size[kind] = max(size.get(kind, 0), abs(want))
    for line, want in zip(lines, wanted):
        compared += 1
        try:
            got = figure(tables, line["figure"])
        except (KeyError, TypeError) as error:
            faults.append(f"{folder}: {line['quantity']}: {error}")
            continue
        allowed = float(line["relative"]) * (abs(want) or size[CELL.search(line["figure"])[3]] or 1)
        if not abs(got - want) <= allowed:
            faults.append(f"{folder}: {line['quantity']} is {got}, expected {line['expected']}")
    return compared


def by_year(shared, faults):
    """Concentration of mine output in each year as published."""
    data = pathlib.Path(shared) / "research" / "market"
    if not data.exists():
        print(f"skipped: {data} is not there")
        return 0
    mined, want, compared = {}, {}, 0
    for row in csv.DictReader(open(data / "w_mine_production_bgs.csv", newline="")):
        mined.setdefault(int(row["year"]), []).append(float(row["t_W"]))
    for row in csv.DictReader(open(data / "oracle_metrics.csv", newline="")):
        if row["metric"] == "HHI_mine_world" and row["dataset"] == "BGS":
            want[int(row["year"])] = (row["value"], row["second_value"])
    with tempfile.TemporaryDirectory() as holder:
        path = pathlib.Path(holder) / "case.toml"
        path.write_text("".join(f"[shares.y{year}]\nquantities = {tonnes}\n" for year, tonnes in mined.items()))
        got = {row[0]: row for row in run(path)["shares"]["rows"]}
    for year, values in want.items():
        for value in values:
            compared += 1
            if f"{got[f'y{year}'][3]:.4f}" != f"{float(value):.4f}":
                faults.append(f"concentration of {year}: {got[f'y{year}'][3]}, published {value}")
    return compared


def main():
    faults, compared, cases = [], 0, 0
    for folder in sorted(p.parent for p in pathlib.Path(sys.argv[2]).rglob("case.toml")):
        cases += 1
        try:
            compared += hold(folder, faults)
        except RuntimeError as error:
            faults.append(f"{folder}: {error}")
    if len(sys.argv) > 3:
        compared += by_year(sys.argv[3], faults)
    if cases < 33:
        faults.append(f"only {cases} cases were found")
    print("\n".join(faults) if faults else f"{cases} cases, {compared} figures as expected")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
