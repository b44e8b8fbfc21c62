#!/usr/bin/env python3
"""Runs every case under cases/option and cases/decision through `lode option --json` and holds it to its expected.csv.

    tests/option_cases_test.py LODE FOLDER...

A row of expected.csv names a table, a row by its first cells ("0.02|held"), a column, the figure (a fraction such as 2/3 too), an
absolute and a relative tolerance or a number of standard errors of that row (any may be empty) and where the figure comes
from. A text is compared as it is.
"""
import csv
import fractions
import json
import pathlib
import subprocess
import sys

LODE = sys.argv[1]


def same(cell, key):
    if isinstance(cell, (int, float)):
        try:
            return abs(cell - float(key)) <= 1e-9
        except ValueError:
            return False
    return (cell or "") == key


def find(tables, table, row, column):
    found = tables[table]
    names = [c["name"] for c in found["columns"]]
    keys = row.split("|")
    rows = [r for r in found["rows"] if all(same(a, b) for a, b in zip(r, keys))]
    if len(rows) != 1:
        raise KeyError(f"{len(rows)} rows of {table} are named {row}")
    cells = dict(zip(names, rows[0]))
    return cells[column], cells.get("standard_error")


def compare(tables, line):
    """What is wrong, or nothing."""
    got, error = find(tables, line["table"], line["row"], line["column"])
    try:
        want = float(fractions.Fraction(line["expected"]))
    except ValueError:
        return "" if (got or "") == line["expected"] else f"{got!r}, expected {line['expected']!r}"
    allowed = max(float(line["absolute"] or 0), abs(want) * float(line["relative"] or 0), float(line["errors"] or 0) * (error or 0))
    return "" if got is not None and abs(got - want) <= allowed else f"{got}, expected {want} within {allowed:g}"


def main():
    faults, compared, cases = [], 0, 0
    for top in sys.argv[2:]:
        for folder in sorted(p.parent for p in pathlib.Path(top).rglob("case.toml")):
            cases += 1
            run = subprocess.run([LODE, "option", folder, "--json"], capture_output=True, text=True)
            if run.returncode != 0:
                faults.append(f"{folder}: exit code {run.returncode}: {run.stderr}")
                continue
            tables = json.loads(run.stdout)["tables"]
            with open(folder / "expected.csv", encoding="utf-8") as file:
                for line in csv.DictReader(file):
                    compared += 1
                    try:
                        wrong = compare(tables, line)
                    except (KeyError, ValueError, IndexError) as error:
                        wrong = str(error)
                    if wrong:
                        faults.append(f"{folder}: {line['table']} {line['row']} {line['column']}: {wrong} ({line['source']})")
    if cases == 0 or compared < 2 * cases:
        faults.append(f"only {cases} cases and {compared} figures were compared")
    print("\n".join(faults) if faults else f"{cases} cases, {compared} figures hold")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
