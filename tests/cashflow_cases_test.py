#!/usr/bin/env python3
"""Runs every case under cases/cashflow through `lode cashflow --json` and holds it to its expected.csv.

A row of expected.csv names a table, a row by its first cell ("after_tax|0.08": by its first two), a column by its name or by
its place among the periods ("#3"), the figure, an absolute and a relative tolerance (either may be empty) and where the
figure comes from. A text is compared as it is.
"""
import csv
import json
import pathlib
import subprocess
import sys

LODE, CASES = sys.argv[1], pathlib.Path(sys.argv[2])


def cell(tables, table, row, column):
    found = tables[table]
    names = [c["name"] for c in found["columns"]]
    keys = row.split("|")
    rows = [r for r in found["rows"] if all(str(a) == b or (isinstance(a, (int, float)) and float(b) == a) for a, b in zip(r, keys))]
    if len(rows) != 1:
        raise KeyError(f"{len(rows)} rows of {table} are named {row}")
    place = int(column[1:]) + 2 if column.startswith("#") else names.index(column)
    return rows[0][place]


def main():
    faults, compared, cases = [], 0, 0
    for folder in sorted(p.parent for p in CASES.rglob("case.toml")):
        cases += 1
        run = subprocess.run([LODE, "cashflow", folder, "--json"], capture_output=True, text=True)
        status = folder / "exit_code"
        wanted = int(status.read_text()) if status.exists() else 0
        if run.returncode != wanted:
            faults.append(f"{folder}: exit code {run.returncode}: {run.stderr}{run.stdout[:500]}")
            continue
        tables = json.loads(run.stdout)["tables"]
        with open(folder / "expected.csv", encoding="utf-8") as file:
            for line in csv.DictReader(file):
                where = f"{folder}: {line['table']} {line['row']} {line['column']}"
                try:
                    got = cell(tables, line["table"], line["row"], line["column"])
                except (KeyError, ValueError, IndexError) as error:
                    faults.append(f"{where}: {error}")
                    continue
                compared += 1
                try:
                    want = float(line["expected"])
                except ValueError:
                    if str(got or "") != line["expected"]:
                        faults.append(f"{where}: {got!r}, expected {line['expected']!r} ({line['source']})")
                    continue
                allowed = max(float(line["absolute"] or 0), abs(want) * float(line["relative"] or 0))
                if got is None or not abs(got - want) <= allowed:
                    faults.append(f"{where}: {got}, expected {want} within {allowed:g} ({line['source']})")
    if cases == 0 or compared < 20:
        faults.append(f"only {cases} cases and {compared} figures were compared")
    print("\n".join(faults) if faults else f"{cases} cases, {compared} figures hold")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
