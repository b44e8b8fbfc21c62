#!/usr/bin/env python3
"""Faulty cases: each gives exit 3 or 4 and a message that names the place, the key and what is allowed; none crashes.

    tests/faulty_cases_test.py LODE SMALL_CASE_FOLDER
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

LODE, SMALL = sys.argv[1], pathlib.Path(sys.argv[2])
GOOD = (SMALL / "case.toml").read_text()
FAILED = []


def edit(table, line, text=GOOD):
    """Puts `key = value` into [table], in place of the line with that key if there is one; a table that is not there is
    added. Returns text and line number."""
    key = line.split("=")[0].strip()
    rows = text.splitlines()
    if table and f"[{table}]" not in rows:
        rows += ["", f"[{table}]"]
    start = rows.index(f"[{table}]") if table else 0
    end = next((i for i in range(start + 1, len(rows)) if rows[i].startswith("[")), len(rows))
    for i in range(start, end):
        if re.match(rf"{re.escape(key)}\s*=", rows[i]):
            rows[i] = line
            return "\n".join(rows) + "\n", i + 1
    rows.insert(start + 1 if table else 0, line)
    return "\n".join(rows) + "\n", start + 2 if table else 1


def run(arguments, **more):
    return subprocess.run([LODE, *map(str, arguments)], capture_output=True, text=True, errors="replace", timeout=300, **more)


def expect(name, result, code, *needles):
    said = result.stderr + result.stdout
    missing = [n for n in needles if n not in said]
    if result.returncode != code or missing or "Sanitizer" in said or result.returncode < 0:
        FAILED.append(name)
        print(f"FAILED {name}: exit {result.returncode}, expected {code}; missing {missing}\n{said[:1500]}")
    else:
        print(f"ok {name}")


class Folder:
    """A case folder in a temporary place; bytes or text of case.toml and further files."""

    def __init__(self, case=GOOD, **files):
        self.holder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.holder.name)
        if case is not None:
            (self.path / "case.toml").write_bytes(case if isinstance(case, bytes) else case.encode())
        for name, text in files.items():
            (self.path / name.replace("_csv", ".csv")).write_text(text)


def check(name, code, case, *needles, command="check", more=(), **files):
    folder = Folder(case, **files)
    out = ("--out", folder.path / "out", "--scenarios", "2", "--realisations", "2", "--quiet") if command == "run" else ()
    expect(name, run([command, folder.path, *out, *more]), code, *needles)


def edited(name, table, line, *needles, code=3, command="check"):
    text, number = edit(table, line)
    check(name, code, text, *([f"case.toml:{number}:"] if code == 3 else []), *needles, command=command)


def first(pattern):
    found = re.search(pattern, GOOD, re.MULTILINE)
    assert found, pattern
    return found.group(1)


D = "deposit." + first(r"^\[deposit\.([\w-]+)\]")
BID = "bid." + first(r"^\[bid\.([\w-]+)\]")
SOLID = first(r"^\[(deposit\.[\w-]+\.solid\.[\w-]+)\]")
CLASS = re.findall(r"^\[(deposit\.[\w-]+\.confidence\.[\w-]+)\]", GOOD, re.MULTILINE)[-1]
POOL = first(r"^\[(tax\.pool\.[\w-]+)\]")
OFFTAKE = first(r"^\[(bid\.[\w-]+\.offtake\.[\w-]+)\]")
SERIES = "year,nominal,deflator\n2019,1,1\n2020,1.1,1\n2021,1.2,1\n2022,1.1,1\n2023,1,1\n2024,1.2,1\n"

expect("the case itself is good", run(["check", SMALL]), 0, "no faults")
# types, ranges, names
edited("wrong type", D + ".mill", 'recovery = "high"', D + ".mill.recovery", "must be a number")
edited("out of range, with what may be meant", D + ".mill", "recovery = 87", "is outside [0, 1]", "did you mean 0.87?")
edited("unknown key, with the nearest", D + ".mill", "recovry = 0.8", "is no known key", "did you mean recovery")
edited("unknown table", D, "colour = 3", "colour", "is no known key")
edited("not a number", D + ".mill", "recovery = nan", "finite")
edited("infinity", "project", "capital = inf", "finite")
edited("whole number needed", D + ".grid", "count_x = 10.5", "whole number")
edited("empty grid", D + ".grid", "count_x = 0", "in [1, 2000]")
edited("wrong choice", "refinery", 'when_full = "explode"', '"stock"', '"throttle"')
edited("text for a flag", "tax.processing_agreement", 'in_force = "yes"', "true or false")
edited("a list of words for numbers", "project", 'capital_profile = ["all"]', "a list of numbers")
edited("debt beyond the need", "financing", "debt_share = 1.5", "is outside [0, 1]")
edited("a solid without a size", SOLID, "length = -5", "is outside")
# distributions
edited("distribution on a fixed key", D + ".mill", "capacity = { uniform = [1, 2] }", "is fixed")
edited("triangular out of order", D + ".mill", "recovery = { triangular = [0.8, 0.7, 0.9] }", "low <= mode <= high")
edited("support beyond the range", D + ".mill", "recovery = { triangular = [0.8, 0.9, 1.2] }", "whole support")
edited("unknown distribution", D + ".mill", "recovery = { gauss = [0.8, 0.1] }", "is no known key")
edited("distribution with a hole", D + ".mill", "recovery = { uniform = [0.8, nan] }", "numbers")
edited("a value table without a value", D + ".mill", 'recovery = { source = "x" }', "must hold")
edited("weights that do not add to 1", D + ".mill", "recovery = { discrete = [0.8, 0.9], weights = [0.5, 0.6] }", "adding to 1")
# rules across keys
edited("stakes not adding to 1", BID, "sponsor_stake = 0.9", "add to 1")
edited("capital profile not adding to 1", "project", "capital_profile = [0.5, 0.4]", "must add to 1")
edited("pool shares not adding to 1", POOL, "share = 0.123", "tax.pool")
edited("offtake shares not adding to 1", OFFTAKE, "share = 0.5", "add to 1")
edited("classes that do not reach the rim", CLASS, "within = 0.9", "within = 1")
edited("revenue factors without 1", "planning", "revenue_factors = [0.5, 0.9]", "must contain 1")
edited("revenue factors that fall", "planning", "revenue_factors = [1, 0.5]", "larger than the one before")
edited("part of a year as delay", BID, "delay = 0.5", "whole")
edited("recovery that would exceed all metal", D + ".mill", "tail_grade = 0.4", "recovery")
edited("first ore after the calendar", D, "lead = 29.9", "calendar") if "horizon = 30" in GOOD else None
edited("licence over before it starts", "project", "licence_start = 1950", "licence")
# files
text, number = edit("", 'price_series = "none.csv"')
check("missing data file", 3, text, "none.csv", "no such file", f"case.toml:{number}")
text, _ = edit("", 'price_series = "."')
check("a folder for a file", 3, text, "is a directory")
text, _ = edit("", 'price_series = "p.csv"')
check("a bad number in a CSV", 3, text, "p.csv:3:2", "1.x", p_csv=SERIES.replace("1.1,1\n2021", "1.x,1\n2021"))
check("a missing column in a CSV", 3, text, "deflator", "missing from the header", p_csv=SERIES.replace("deflator", "index"))
check("a ragged CSV", 3, text, "p.csv:4", "the header has 3", p_csv=SERIES.replace("2021,1.2,1", "2021,1.2"))
check("an empty CSV", 3, text, "is empty", p_csv="")
check("a CSV that is good", 0, text, "no faults", p_csv=SERIES)
check("UTF-16", 3, GOOD.encode("utf-16"), "UTF-16", "UTF-8")
check("not UTF-8", 3, GOOD.encode() + b"# \xff\xfe\x80\n", "is not UTF-8")
check("a zero byte", 3, GOOD.encode() + b"# \0\n", "zero byte")
check("a byte-order mark is a note", 0, b"\xef\xbb\xbf" + GOOD.encode(), "byte-order mark")
check("broken TOML", 3, GOOD + "\n[broken\n", "is not TOML here")
check("a key given twice", 3, GOOD.replace("[project]", "[project]\ncapital = 1\ncapital = 2", 1), "is not TOML here")
check("an empty file", 3, "", "is required")
check("no case.toml in the folder", 3, None, "holds no case.toml")
expect("no such case", run(["check", "/nowhere/at/all.toml"]), 3, "no such file")
# several at once, with their lines
text, one = edit(D + ".mill", "recovery = 87")
text, two = edit("project", "capital = nan", text)
check("all faults of a file at once", 3, text, f"case.toml:{one}:", f"case.toml:{two}:", "2 faults")
check("a required key left out", 3, re.sub(r"(?m)^density\s*=.*\n", "", GOOD), "density", "is required")
# events and alternatives
event = '\n[event.made_up]\nname = "made up"\nyearly_probability = 0.1\n[event.made_up.change.a]\nkey = "no.such.key"\nfactor = 2\n'
check("an event that changes nothing known", 3, GOOD + event, "is no sampled parameter")
check("an event both dated and random", 3, GOOD + event.replace("no.such.key", D + ".mill.recovery").replace("yearly", "date = 2030\nyearly"),
      "not both")
other = '\n[alternative.size]\ndefault = "small"\n[alternative.size.large]\n[alternative.size.large.set]\n'
check("an alternative that sets no known key", 3, GOOD + other + '"no.key" = 3\n', "no.key", "size=large")
check("an alternative with a value out of range", 3, GOOD + other + f'"{D}.mill.recovery" = 3\n', "is outside", "size=large")
check("an alternative that is not there", 3, GOOD + other, "no such alternative", more=("--with", "size=huge"))
# answers that are no
def stated(**values):
    out = GOOD
    for key, value in values.items():
        out, _ = edit(D + ".statement", f"{key} = {value}", out)
    return out
check("a grade not above its cut-off", 4, stated(grade=0.2, cut_off=0.3), "no answer", "cut-off", command="run")
check("a body too small for its tonnage", 4, stated(tonnage=5000), "no answer", command="run")
text, _ = edit("planning", "price = 0.001")
check("no pit worth mining", 4, text, "no pit is worth mining", command="run")
# folders and flags
with tempfile.TemporaryDirectory() as folder:
    taken = pathlib.Path(folder) / "file"
    taken.write_text("x")
    quick = ("--scenarios", "2", "--realisations", "2", "--quiet")
    expect("output into a file", run(["run", SMALL, "--out", taken, *quick]), 3, "is a file")
    expect("output below a file", run(["run", SMALL, "--out", taken / "sub", *quick]), 3, "cannot be made")
    expect("output folder not writable", run(["run", SMALL, "--out", "/proc/lode", *quick]), 3, "/proc/lode")
    expect("output folder not empty", run(["run", SMALL, "--out", folder, *quick]), 3, "--force")
    expect("show of no run", run(["show", folder]), 3, "run.json")
    expect("init into a full folder", run(["init", folder]), 3, "empty folder")
expect("bad flag value", run(["run", SMALL, "--scenarios", "none"]), 2)
expect("unknown flag", run(["run", SMALL, "--fast"]), 2)
expect("no command", run([]), 2)
expect("unknown parameter", run(["explain", "deposit.x.mil.recovery"]), 2, "did you mean")
expect("faults as JSON", run(["check", "/nowhere.toml", "--json"]), 3, '"status":"input_error"')

print(f"{len(FAILED)} failed")
sys.exit(1 if FAILED else 0)
