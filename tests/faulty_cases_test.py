#!/usr/bin/env python3
"""Faulty cases: each gives exit 3 or 4 and a message that names the place, the key and what is allowed; none crashes.

    tests/faulty_cases_test.py LODE SMALL_CASE_FOLDER [FUZZ_ROUNDS [SEED]]

Rows of EDITS put one line into a table of the small case; rows of CASES are whole files; then folders, flags and
mutations. A row that names no other place expects the fault at the line that was put in.
"""
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

from mutate import mutate

LODE, SMALL = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 500
GOOD = (SMALL / "case.toml").read_text()
QUICK = ("--scenarios", "2", "--realisations", "2", "--quiet")
# What check and run must tell alike: with the same draws. The one has no results, the other all of them.
SAME = ("--scenarios", "60", "--realisations", "10")
FAILED, COUNT = [], 0


# ------------------------------------------------------------------------------------------------- tools
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


def line_of(table, key=None, text=GOOD):
    """Line of [table], or of a key in it."""
    rows = text.splitlines()
    start = next(i for i, row in enumerate(rows) if row.startswith(f"[{table}"))
    if key is None:
        return start + 1
    return next(i for i in range(start, len(rows)) if re.match(rf"{re.escape(key)}\s*=", rows[i])) + 1


def run(arguments, **more):
    return subprocess.run([LODE, *map(str, arguments)], capture_output=True, text=True, errors="replace", timeout=120, **more)


def expect(name, result, code, *needles):
    global COUNT
    COUNT += 1
    said = result.stderr + result.stdout
    missing = [n for n in needles if n not in said]
    if result.returncode != code or missing or "Sanitizer" in said or "our fault" in said:
        FAILED.append(name)
        print(f"FAILED {name}: exit {result.returncode}, expected {code}; missing {missing}\n{said[:1500]}")


class Folder:
    """A case folder in a temporary place; bytes or text of case.toml and further files."""

    def __init__(self, case=GOOD, files=None):
        self.holder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.holder.name)
        for name, content in {"case.toml": case, **(files or {})}.items():
            if content is not None:
                (self.path / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def told(result):
    """The faults and notes of a run, without its progress."""
    return sorted({line for line in result.stderr.splitlines() if ".toml" in line or ".csv" in line or "lode:" in line})


def both(folder, *more):
    """The case through check and through run: they must agree in exit code and in what they tell. Returns check's result."""
    checked = run(["check", folder.path, *SAME, *more])
    ran = run(["run", folder.path, "--out", folder.path / "out", *SAME, *more])
    if checked.returncode != ran.returncode or told(checked) != told(ran):
        return subprocess.CompletedProcess([], -1000, f"check: exit {checked.returncode}\nrun: exit {ran.returncode}\n{ran.stderr}",
                                           checked.stderr)
    return checked


def check(name, code, case, *needles, more=(), files=None):
    expect(name, both(Folder(case, files), *more), code, *needles)


def first(pattern):
    found = re.search(pattern, GOOD, re.MULTILINE)
    assert found, pattern
    return found.group(1)


D = "deposit." + first(r"^\[deposit\.([\w-]+)\]")
BID = "bid." + first(r"^\[bid\.([\w-]+)\]")
MAIN = "commodity." + first(r"^\[commodity\.([\w-]+)\]")
SOLID = first(r"^\[(deposit\.[\w-]+\.solid\.[\w-]+)\]")
CLASSES = re.findall(r"^\[(deposit\.[\w-]+\.confidence\.[\w-]+)\]", GOOD, re.MULTILINE)
SECTOR = first(r"^\[(deposit\.[\w-]+\.slopes\.sector\.[\w-]+)\]")
STRUCTURE = first(r"^\[(deposit\.[\w-]+\.variogram\.structure\.[\w-]+)\]")
POOL = first(r"^\[(tax\.pool\.[\w-]+)\]")
OFFTAKE = first(r"^\[(bid\.[\w-]+\.offtake\.[\w-]+)\]")
LOAN = first(r"^\[(bid\.[\w-]+\.loan\.[\w-]+)\]")
EVENT = first(r"^\[(event\.[\w-]+)\]")
CHANGE = first(r"^\[(event\.[\w-]+\.change\.[\w-]+)\]")
BUYER = first(r"^\[(buyer\.[\w-]+)\]")
LATER = "bid." + re.findall(r"(?m)^\[bid\.([\w-]+)\]", GOOD)[1]
MILL, GRID = D + ".mill", D + ".grid"
LAW = first(r"^\[(deposit\.[\w-]+\.mill\.stage\.[\w-]+\.recovery\.\w+)\]\nlaw")
STAGE = LAW.split(".recovery.")[0]

# --------------------------------------------------------------- one line put into a table: name, table, line, needles
EDITS = [
    # types
    ("a text for a number", LAW, 'recovery = "high"', LAW + '.recovery = "high"', "must be a number"),
    ("a flag for a number", MILL, "capacity = true", "must be a number"),
    ("a list for a number", MILL, "capacity = [1, 2]", "must be a number"),
    ("a date for a number", MILL, "capacity = 2026-01-01", "2026-01-01", "must be a number"),
    ("a number in quotes", MILL, 'capacity = "0.9"', "must be a number"),
    ("part of a whole number", GRID, "count_x = 10.5", "whole number"),
    ("a text for a whole number", GRID, 'count_x = "10"', "whole number"),
    ("a whole number beyond 32 bits", GRID, "count_x = 99999999999", "at least 1 and at most 1000000000"),
    ("a text for a flag", "tax.processing_agreement", 'in_force = "yes"', "true or false"),
    ("a number for a flag", "tax.processing_agreement", "in_force = 1", "true or false"),
    ("a number for a text", D, "name = 7", "text in quotes"),
    ("a list for a text", D, 'name = ["a"]', "text in quotes"),
    ("a text for a list", "project", 'capital_profile = "all"', "a list of numbers"),
    ("a number for a list", "project", "capital_profile = 1", "a list of numbers"),
    ("a word in a list of numbers", "project", 'capital_profile = [0.5, "half"]', "capital_profile[1]", "a list of numbers"),
    ("a list in a list", "project", "capital_profile = [[0.5, 0.5]]", "capital_profile[0]", "number"),
    ("a number in a list of texts", EVENT, "closes_transit = [7]", "closes_transit[0]", "text in quotes"),
    ("a text for a list of texts", EVENT, 'closes_transit = "PT"', "a list of texts"),
    ("an empty text in a list", EVENT, 'closes_transit = [""]', "not empty"),
    ("an empty name", D, 'name = ""', "must not be empty"),
    ("a name of blanks", D, 'name = "  "', "must not be empty"),
    ("a wrong choice", "refinery", 'when_full = "explode"', '"stock"', '"curtail"'),
    ("a choice in capitals", "refinery", 'when_full = "Stock"', '"stock"'),
    ("a number for a choice", "refinery", "when_full = 1", '"stock"'),
    # ranges
    ("out of range, with what may be meant", LAW, "recovery = 87", "must be at least 0 and at most 1", "did you mean 0.87?"),
    ("below the range", LAW, "recovery = -0.1", "must be at least 0 and at most 1"),
    ("not a number", LAW, "recovery = nan", "finite"),
    ("infinity", "project", "capital = inf", "finite"),
    ("minus infinity", "project", "capital = -inf", "finite"),
    ("not a number in a list", "project", "capital_profile = [nan, 1]", "capital_profile[0]", "finite"),
    ("a list item out of range", MILL, "ramp_up = [0.5, 70]", "ramp_up[1] = 70", "must be at least 0 and at most 1", "did you mean 0.7?"),
    ("an empty grid", GRID, "count_x = 0", "at least 1 and at most 1000000000"),
    ("a negative grid", GRID, "count_y = -5", "at least 1 and at most 1000000000"),
    ("a block without a size", GRID, "cell_x = 0", "must be at least 0.000000000001 and at most 1000000000000"),
    ("a block of a nanometre", GRID, "cell_x = 1e-9", "no side of a block of a mine"),
    ("a solid without a size", SOLID, "length = -5", "must be at least"),
    ("a body that lies flat", SOLID, "dip = 0", "must be at least 5 and at most 90"),
    ("debt beyond the need", "financing", "debt_share = 1.5", "must be at least 0 and at most 1"),
    ("a negative loan", LOAN, "commitment = -1", "must be at least"),
    ("a negative tenor", LOAN, "term = -6", "must be at least 0.25 and at most 60"),
    ("a loan at a rate in percent", LOAN, "rate = 7.5", "must be at least 0 and at most 0.5"),
    ("a guarantee that takes all that is drawn", LOAN, "exposure_fee = 1", "must be at least 0 and at most 0.5"),
    ("benches that never sink", D + ".mine", "sink_rate = 0", "must be at least 0.01 and at most 50"),
    ("a refinery without capacity", "refinery", "capacity = 0", "must be at least"),
    ("a spike that takes no time to fade", MAIN, "half_life = 0", "must be at least"),
    ("a shrinking volatility", MAIN, "volatility = -1", "must be at least"),
    ("a quoted unit without mass", MAIN, "quote_mass = 0", "must be at least"),
    ("money that loses all value", "macro", "inflation = -1", "must be at least -0.1 and at most 1"),
    ("reopening below cost", "suspension", "reopen_factor = 0.5", "must be at least 1 and at most 5"),
    ("more than 60 years", "project", "horizon = 61", "at least 1 and at most 60"),
    ("a negative duration", EVENT, "duration = -1", "must be at least"),
    ("a chance above 1", EVENT, "yearly_probability = 1.2", "must be at least 0 and at most 1"),
    ("a horizon of no year", "project", "horizon = 0", "at least 1 and at most 60"),
    ("a price of nothing", MAIN, "long_run = 0", "must be at least"),
    ("a mining width below 0", D, "mining_width = -1", "must be at least 0 and at most 1000"),
    ("a mining width wider than any pit", D, "mining_width = 1001", "must be at least 0 and at most 1000"),
    ("a mining width in words", D, 'mining_width = "wide"', "must be a number"),
    ("a slope that overhangs", SECTOR, "angle = 120", "must be at least 5 and at most 89"),
    ("a negative rate", "discount", "project = -0.01", "must be at least"),
    ("a country that consumes nothing", BUYER, "consumption = 0", "must be at least"),
    # keys
    ("an unknown key, with the nearest", LAW, "recovry = 0.8", "is no known key", "did you mean recovery"),
    ("an unknown key at the top", "", "titel = \"x\"", "is no known key", "did you mean title"),
    ("an unknown table key", D, "colour = 3", "colour", "is no known key"),
    ("a dotted key of no table", MILL, "recoveries.mean = 0.8", "recoveries", "is no known key"),
    ("an inline table of no key", D, "mil = { recovery = 0.8 }", "is no known key", "did you mean mill"),
    ("a value where a table is expected", D, "published_plan = 3", "must be a table, [" + D + ".published_plan]"),
    ("a value for a named table", D + ".solid", "core = 3", "must be a table"),
    ("an odd letter in a name", "event", '"a b" = { name = "x" }', "letters, digits"),
    ("a dot in a name", "event", '"a.b" = { name = "x" }', "letters, digits"),
    ("a slash in a name", "event", '"../x" = { name = "x" }', "letters, digits"),
    ("an empty table name", "event", '"" = { name = "x" }', "letters, digits"),
    ("a source that is no text", MILL, "source = 7", "says where from or why"),
    ("an assumption that says nothing", MILL, 'assumption = ""', "says where from or why"),
    # tables about a value
    ("a source of a value that is no text", MILL, "capacity = { value = 1, source = [] }", "says where from or why"),
    ("a value table without a value", LAW, 'recovery = { source = "USGS, 2024" }', "must hold"),
    ("an empty value table", LAW, "recovery = {}", "must hold"),
    ("a value table of a text without a value", D, 'name = { source = "USGS, 2024" }', "must hold"),
    ("an unknown word beside a value", MILL, "capacity = { value = 1, unit = 2 }", "is no known key"),
    ("an unknown word beside a text", D, 'name = { value = "x", colour = 2 }', "is no known key"),
    ("a range out of order", MILL, "capacity = { value = 1, range = [2, 1] }", "low <= high"),
    ("a range of three", MILL, "capacity = { value = 1, range = [0, 1, 2] }", "[low, high]"),
    ("a range of words", MILL, 'capacity = { value = 1, range = ["a", "b"] }', "range[0]", "number"),
    ("a value outside its own range", MILL, "capacity = { value = 1, range = [2, 3] }", "its own"),
    ("a value in a value", MILL, "capacity = { value = { value = 1 } }", "must be a number"),
    # distributions
    ("a distribution on a fixed key", MILL, "capacity = { uniform = [1, 2] }", "is fixed"),
    ("a distribution on a whole number", GRID, "count_x = { uniform = [1, 2] }", "is no known key"),
    ("triangular out of order", LAW, "recovery = { triangular = [0.8, 0.7, 0.9] }", "low <= mode <= high"),
    ("triangular of two", LAW, "recovery = { triangular = [0.8, 0.9] }", "triangular needs"),
    ("uniform out of order", LAW, "recovery = { uniform = [0.9, 0.8] }", "low <= high"),
    ("uniform of words", LAW, 'recovery = { uniform = ["a", "b"] }', "recovery[0]", "number"),
    ("uniform of one number", LAW, "recovery = { uniform = 0.8 }", "a list of numbers"),
    ("a normal without width", LAW, "recovery = { truncated_normal = [0.8, 0, 0.7, 0.9] }", "sd > 0"),
    ("a normal with its mean outside", LAW, "recovery = { truncated_normal = [0.5, 0.1, 0.7, 0.9] }", "low <= mean"),
    ("a support beyond the range", LAW, "recovery = { triangular = [0.8, 0.9, 1.2] }", "whole support"),
    ("an unknown distribution", LAW, "recovery = { gauss = [0.8, 0.1] }", "is no known key"),
    ("a distribution with a hole", LAW, "recovery = { uniform = [0.8, nan] }", "numbers"),
    ("weights that do not add to 1", LAW, "recovery = { discrete = [0.8, 0.9], weights = [0.5, 0.6] }", "adding to 1"),
    ("weights for another number of values", LAW, "recovery = { discrete = [0.8, 0.9], weights = [1] }", "as many weights"),
    ("negative weights", LAW, "recovery = { discrete = [0.8, 0.9], weights = [-1, 2] }", "negative"),
    ("discrete of nothing", LAW, "recovery = { discrete = [] }", "as many weights as values"),
    ("weights of what has none", LAW, "recovery = { uniform = [0.8, 0.9], weights = [0.5, 0.5] }", "discrete only"),
    ("two distributions", LAW, "recovery = { uniform = [0.8, 0.9], triangular = [0.7, 0.8, 0.9] }", "one of them"),
    ("a value beside a distribution", LAW, "recovery = { value = 0.8, uniform = [0.8, 0.9] }", "beside a distribution"),
    ("a base without a distribution", LAW, "recovery = { base = 0.8 }", "goes with a distribution"),
    ("a base out of range", LAW, "recovery = { uniform = [0.8, 0.9], base = 80 }", "must be at least 0 and at most 1"),
    # flowsheets and the law on sales
    ("a stage fed with nothing", STAGE, "feed = []", "names nothing"),
    ("a stage fed with what is not there", STAGE, 'feed = ["sorter"]', "is no stream of this plant", "gravity.rest"),
    ("a stage fed with itself", STAGE, f'feed = ["{STAGE.split(".")[-1]}.rest"]', "goes in a circle"),
    ("a product that is none", STAGE, 'makes = "bullion"', "is no product of the case"),
    ("a product of no weight", STAGE, "product_grade = 0", "what does the product weigh?"),
    ("a product weighed twice", STAGE, "mass_pull = 0.1", "both say what the product weighs"),
    ("a refinery fed with what is not there", "refinery", 'feed = "matte"', "is no product of the case"),
    ("a refinery that gives what it takes", "refinery", 'makes = "concentrate"', "is what it is fed with"),
    ("terms of what is refined", "product.concentrate", "treatment = 80", "all of it is refined"),
    ("ore sold against the law", OFFTAKE, 'product = "concentrate"', "Copper concentrate may not be sold at all", "the licence asks"),
    ("a sale of what is not there", OFFTAKE, 'product = "slag"', "is no product of the case"),
    ("a base that is never drawn", LAW, "recovery = { uniform = [0.8, 0.9], base = 0.95 }", "lies outside what is drawn"),
    # rules across keys
    ("stakes not adding to 1", BID, "sponsor_stake = 0.9", "add to 1"),
    ("more bought than there is", BID, "buy_in_share = 0.95", "buy_in_share 0.95 is more than the sponsor's stake"),
    ("a cap on calls that are not made", BID, "fund_call_cap = 20", 'goes with carry "pro_rata"'),
    ("a preference that is none", BID, 'preferred = "all"', '"capital_and_return"'),
    ("a milestone that waits for nothing", BID + ".milestone.signature", 'when = "soon"', '"first_sale"'),
    ("part of a year as delay", BID, "delay = 0.5", "whole"),
    ("a bank's recovery above all", "bank_case", "recovery_factor = 1.4", "bank_case.recovery_factor", "1.4 takes the recovery of cu", "more than all; the factor may be at most"),
    ("part of a year as the bank's delay", "bank_case", "delay = 1.5", "whole"),
    ("stakes that miss 1 by a little", BID, "sponsor_stake = 0.8000001", "add to 1.0000001, not to 1"),
    ("a licence that starts after construction", "project", "licence_start = 2035", "after construction starts in 2026"),
    ("capital spent after the calendar", "project", f"capital_profile = {[1 / 64] * 64}", "would end in 2090, after the calendar"),
    ("a bid too late for the calendar", LATER, "delay = 19", "after the calendar"),
    ("mining before construction", D, "prestrip = 2.5", "more than the lead of 2"),
    ("an hour for a number", "project", "capital = 12:00:00", "must be a number"),
    ("a distribution in a distribution", MAIN, "long_run = { triangular = [{ uniform = [1, 2] }, 9000, 9500] }", "long_run[0]", "number"),
    ("a distribution of a choice", first(r"^\[(tax\.extraction[.\w]*)\]"), 'base = { discrete = ["quote"] }', "must hold"),
    ("a change of a bid", CHANGE, f'key = "{BID}.marketing_fee"', "is used once in a scenario"),
    ("a change of a commodity that is not there", CHANGE, 'key = "tax.extraction.zn.rate"', "is no sampled parameter"),
    ("capital shares not adding to 1", "project", "capital_profile = [0.5, 0.4]", "must add to 1"),
    ("no capital shares", "project", "capital_profile = []", "must add to 1"),
    ("classes that do not reach the rim", CLASSES[-1], "within = 0.9", "within = 1"),
    ("classes that fall", CLASSES[1], "within = 0.4", "must rise"),
    ("factors without 1", "planning", "revenue_factors = [0.5, 0.9]", "must contain 1"),
    ("factors that fall", "planning", "revenue_factors = [1, 0.5]", "larger than the one before"),
    ("factors given twice", "planning", "revenue_factors = [0.5, 1, 1]", "larger than the one before"),
    ("no factors", "planning", "revenue_factors = []", "at least one"),
    ("a licence over before it starts", "project", "licence = 1", "licence", "2026") if "licence_start = 2025" in GOOD else None,
    ("construction before the calendar", "project", "construction_start = 1999", "outside the calendar"),
    ("construction after the calendar", "project", "construction_start = 2150", "outside the calendar"),
    ("closing outside the calendar", "project", "closing_year = 2150", "outside the calendar"),
    ("quarters that end before they begin", "project", "quarters_until = 2000", "base_year"),
    ("first ore after the calendar", D, "lead = 29.9", "calendar"),
    ("an event for a deposit that is not there", EVENT, 'halts = ["nowhere"]', "is no deposit of the case"),
    ("a change of the price of nothing", CHANGE, 'key = "commodity.gold.price"', "is no sampled parameter"),
    ("a change of no key", CHANGE, 'key = "no.such.key"', "is no sampled parameter"),
    ("a change of a fixed key", CHANGE, f'key = "{MILL}.capacity"', "is no sampled parameter"),
    ("a change of a table", CHANGE, f'key = "{MILL}"', "is no sampled parameter"),
    ("a change of an event", CHANGE, f'key = "{EVENT}.duration"', "cannot change an event"),
    ("a change without a key", CHANGE, 'key = ""', "must not be empty"),
    ("an event that ends before it may begin", EVENT, "last_year = 1999", "lies before first_year"),
]
# the same, with the fault at another line than the one put in: name, table, line, line of the fault, needles
EDITS_ELSEWHERE = [
    ("pool shares not adding to 1", POOL, "share = 0.123", line_of("tax.pool."), "tax.pool", "add to"),
    ("offtake shares not adding to 1", OFFTAKE, "share = 0.5", line_of(OFFTAKE), "add to"),
    ("a recovery that would exceed all metal", LAW, "tail_grade = 0.4", line_of(LAW, "recovery"), "recovery"),
    ("a licence over before construction", "project", "licence_start = 1950", line_of("project", "licence"), "licence"),
    ("a sill that is not 1", STRUCTURE, "contribution = 0.5", line_of(D + ".variogram"), "add to"),
    ("a product sold abroad that must stay", "product.cathode", 'may_be_sold = "inside"', line_of(OFFTAKE, "buyer") + 1,
     "Copper cathode may be sold in", "alone, not in west"),
    ("a law without its table", LAW, 'law = "table"', line_of(LAW, "tail_grade"), "is not used: law is not"),
    ("walls too wide to hold", GRID, "cell_x = 0.1", line_of(D + ".slopes", "benches"), "blocks out"),
    ("a grid beyond the memory", GRID, "count_x = 2000; count_y = 2000; count_z = 2000", line_of(GRID), "8000000000 blocks"),
]
EDITS = [row for row in EDITS if row]


def one_line_edits():
    for name, table, line, *needles in EDITS:
        text, number = edit(table, line)
        check(name, 3, text, f"case.toml:{number}:", *needles)
    for name, table, line, place, *needles in EDITS_ELSEWHERE:
        text = GOOD
        for one in line.split("; "):
            text, _ = edit(table, one, text)
        check(name, 3, text, f"case.toml:{place}:", *needles)


# ------------------------------------------------------------------------------------------------- the ground
LATTICE = "x,y,z\n" + "".join(f"{x},{y},100\n" for y in (-1000, 0, 1000) for x in (-1000, 0, 1000))
MINISTRY = f"[{BID}.holder.ministry]\nstate = true\nstake = 0.13\n"
DOMAIN_45 = f"[{D}.slope_domain.weak]\ntop = 1e5\n[{D}.slope_domain.weak.sector.all]\nfrom = 0\nangle = 45\n"
# name, tables put at the end, the line that is at fault, needles
GROUND = [
    ("a surface in no known dialect", f'[{D}.surface]\nshape = "grid"\nfile = "t.csv"\ndecimal = "dot"\n', "decimal", "must be one of"),
    ("a surface of no known shape", f'[{D}.surface]\nshape = "hill"\n', "shape", "must be one of"),
    ("a surface below the model", f'[{D}.surface]\nshape = "level"\nlevel = -9999\n', "level", "below the model's floor"),
    ("a surface that dips too much", f'[{D}.surface]\nshape = "plane"\ndip = 85\n', "dip", "must be at least 0 and at most 80"),
    ("a surface told in no part of a column", f"[{D}.surface]\nsubcells = 0\n", "subcells", "at least 1 and at most 20"),
    ("a surface from no file", f'[{D}.surface]\nshape = "grid"\n', f"[{D}.surface]", "surface.file", "is needed"),
    ("a surface's file for another shape", f'[{D}.surface]\nshape = "top"\nfile = "t.csv"\n', "file", "is not used"),
    ("a surface outside the case", f'[{D}.surface]\nshape = "grid"\nfile = "../none/t.csv"\n', "file", "none/t.csv: no such file"),
    ("a slope domain without a slope", f"[{D}.slope_domain.weak]\ntop = 1e5\n", f"[{D}.slope_domain.weak]", "at least one sector"),
    ("a holder that buys more than there is", MINISTRY.replace("0.13", "0\nbuy_in_share = 0.9999"), "buy_in_share", "is more than the"),
    ("tax withheld from the state's own loan", MINISTRY.replace("0.13", "0\nloan_share = 0.5\nloan_withholding = 0.1"), "loan_withholding", "the state's"),
    ("a cap on calls of a holder that pays none", MINISTRY.replace("0.13", '0\nkind = "free"\ncall_cap = 5'), "call_cap", "kind paid"),
    ("a carry's rate of a holder that pays", MINISTRY.replace("0.13", "0\ncarry_rate = 0.1"), "carry_rate", "kind carried"),
    ("the date of no purchase", MINISTRY.replace("0.13", "0\nbuy_in_after = 2"), "buy_in_after", "buy_in_share"),
    ("a slope domain that is nowhere", DOMAIN_45.replace("top = 1e5\n", ""), f"[{D}.slope_domain.weak]", "says nowhere"),
    ("a slope domain that holds no block", DOMAIN_45.replace("top", "bottom"), f"[{D}.slope_domain.weak]", "holds the centre of no block"),
    ("a slope domain upside down", DOMAIN_45.replace("top = 1e5", "top = 1\nbottom = 2"), "top", "must be above bottom"),
    ("a slope domain's slope at 90 degrees", DOMAIN_45.replace("45", "90"), "angle", "must be at least 5 and at most 89"),
    ("a slope domain's slope at 0", DOMAIN_45.replace("45", "0"), "angle", "must be at least 5 and at most 89"),
    ("a slope domain blended in no known way", DOMAIN_45.replace("top", 'interpolation = "cubic"\ntop'), "interpolation", "must be one of"),
    ("a zone of no known rule", f'[{D}.zone.village]\ntop = 1e5\nrule = "moved"\n', "rule", "must be one of"),
    ("a zone that costs nothing once", f'[{D}.zone.village]\ntop = 1e5\nrule = "one_off"\n', f"[{D}.zone.village]", "zone.village.cost", "must be above 0"),
    ("an excluded zone with a cost", f'[{D}.zone.village]\ntop = 1e5\ncost = 3\n', "cost", "is not used"),
    ("a zone's cost below 0", f'[{D}.zone.village]\ntop = 1e5\nrule = "one_off"\ncost = -1\n', "cost", "must be at least 0"),
    ("a zone that is nowhere", f"[{D}.zone.village]\n", f"[{D}.zone.village]", "says nowhere"),
    ("a zone inside out", f"[{D}.zone.village]\neast = 1\nwest = 2\n", "east", "must be above west"),
]


def ground():
    for name, tables, at, *needles in GROUND:
        text = GOOD + "\n" + tables
        rows = text.splitlines()
        number = next(i for i in range(GOOD.count("\n"), len(rows)) if rows[i] == at or rows[i].startswith(at + " =")) + 1
        check(name, 3, text, f"case.toml:{number}:", *needles)
    check("stakes of all holders", 3, GOOD + "\n" + MINISTRY, f"{BID}.sponsor_stake", "sponsor_stake and all other holders' stakes add to 1.13, not to 1")
    many = "".join(f'[{D}.zone.z{i}]\ntop = 1e5\nrule = "one_off"\ncost = 1\n' for i in range(30))
    check("more zones that cost once than can be held", 3, GOOD + "\n" + many, "zones of rule one_off", "at most")
    surface = GOOD + f'\n[{D}.surface]\nshape = "grid"\nfile = "t.csv"\n'
    check("a surface that is good", 0, surface, "no faults", files={"t.csv": LATTICE})
    line = surface.count("\n")
    for name, content, needles in (
        ("is missing", None, ["t.csv", "no such file"]),
        ("does not cover the model", LATTICE.replace("1000", "10"), [f"case.toml:{line}:", "does not cover"]),
        ("has a hole", LATTICE.replace("0,0,100\n", "", 1), ["t.csv", "has no height"]),
        ("has a node twice", LATTICE + "0,0,100\n", ["t.csv:11:", "again"]),
        ("has a node off the lattice", LATTICE.replace("0,1000,100", "5,1000,100"), ["t.csv"]),
        ("has no heights", "x,y,z\n", ["t.csv", "no heights"]),
        ("has a word for a height", LATTICE.replace("0,0,100", "0,0,high"), ["t.csv:6:3"]),
        ("has two readings", LATTICE.replace(",", ";").replace("1000", "1,000"), ["t.csv:", f'write decimal = "comma" or "point" in [{D}.surface]']),
        ("has no column z", LATTICE.replace("x,y,z", "x,y,h"), ["t.csv:1", "z"]),
    ):
        check("a surface's file that " + name, 3, surface, *needles, files={"t.csv": content})


# ------------------------------------------------------------------------------------------------- whole files
SERIES = "year,nominal,deflator\n2019,1,1\n2020,1.1,1\n2021,1.2,1\n2022,1.1,1\n2023,1,1\n2024,1.2,1\n"


def files():
    for name, path, needles in (
        ("a data file that is missing", "none.csv", ["none.csv", "no such file"]),
        ("a folder for a data file", "sub", ["is a directory"]),
        ("a data file outside the case that is missing", "../none/p.csv", ["none/p.csv", "no such file"]),
        ("a data file by its whole path that is missing", "/nowhere/p.csv", ["/nowhere/p.csv", "no such file"]),
    ):
        text, number = edit("", f'price_series = "{path}"')
        folder = Folder(text)
        (folder.path / "sub").mkdir()
        expect(name, run(["check", folder.path]), 3, f"case.toml:{number}", *needles)
    series, _ = edit("", 'price_series = "p.csv"')
    for name, content, needles in (
        ("a word in a CSV", SERIES.replace("1.1,1\n2021", "1.x,1\n2021"), ["p.csv:3:2", "nominal = 1.x", "finite number"]),
        ("an empty cell in a CSV", SERIES.replace("2020,1.1", "2020,"), ["p.csv:3:2", "finite number"]),
        ("nan in a CSV", SERIES.replace("2020,1.1", "2020,nan"), ["p.csv:3:2", "finite number"]),
        ("a number too large for a CSV", SERIES.replace("2020,1.1", "2020,1e999"), ["p.csv:3:2", "finite number"]),
        ("a decimal comma in a CSV", SERIES.replace("2020,1.1", "2020,1,1"), ["p.csv:3", "the header has 3"]),
        ("a column missing from a CSV", SERIES.replace("deflator", "index"), ["p.csv:1", "deflator", "missing from the header"]),
        ("a column twice in a CSV", SERIES.replace("deflator", "nominal"), ["p.csv:1", "twice"]),
        ("a ragged CSV", SERIES.replace("2021,1.2,1", "2021,1.2"), ["p.csv:4", "the header has 3"]),
        ("a quote that does not close in a CSV", SERIES.replace("2021,1.2,1", '2021,"1.2,1'), ["p.csv:4", "quote"]),
        ("an empty CSV", "", ["p.csv", "is empty"]),
        ("a CSV of comments", "# nothing\n\n", ["p.csv", "is empty"]),
        ("a CSV of a header", "year,nominal,deflator\n", ["at least 5"]),
        ("a CSV of four years", "\n".join(SERIES.split("\n")[:5]) + "\n", ["at least 5"]),
        ("a year twice in a CSV", SERIES.replace("2021,", "2020,"), ["p.csv:4", "year", "consecutive"]),
        ("a CSV out of order", SERIES.replace("2021,", "2018,"), ["p.csv:4", "consecutive"]),
        ("a gap in a CSV", SERIES.replace("2024,", "2025,"), ["p.csv:7", "consecutive"]),
        ("part of a year in a CSV", SERIES.replace("2019,", "2019.5,"), ["p.csv:2", "whole calendar year"]),
        ("a price of 0 in a CSV", SERIES.replace("2020,1.1", "2020,0"), ["p.csv:3", "above 0"]),
        ("a negative deflator in a CSV", SERIES.replace("2020,1.1,1", "2020,1.1,-1"), ["p.csv:3", "deflator", "above 0"]),
        ("a price that never moves", re.sub(r",1\.[12],", ",1,", SERIES), ["never moves"]),
        ("a CSV in UTF-16", SERIES.encode("utf-16"), ["p.csv", "UTF-16"]),
        ("a CSV with a zero byte", SERIES + "\0", ["p.csv:8", "zero byte"]),
        ("faults of a CSV all at once", SERIES.replace("1.1", "x"), ["p.csv:3:2", "p.csv:5:2", "2 faults"]),
    ):
        check(name, 3, series, *needles, files={"p.csv": content})
    check("a CSV that is good, with CRLF and a byte-order mark", 0, series, "no faults",
          files={"p.csv": b"\xef\xbb\xbf" + SERIES.replace("\n", "\r\n").encode()})


def encodings_and_syntax():
    deep = "a" + ".a" * 100_000
    for name, content, needles in (
        ("UTF-16", GOOD.encode("utf-16"), ["UTF-16", "UTF-8"]),
        ("UTF-32", GOOD.encode("utf-32"), ["UTF-", "only UTF-8"]),
        ("not UTF-8", GOOD.encode() + b"# \xff\xfe\x80\n", [f"case.toml:{GOOD.count(chr(10)) + 1}", "is not UTF-8"]),
        ("half a character at the end", GOOD.encode() + b"# \xd0", ["is not UTF-8"]),
        ("an overlong character", GOOD.encode() + b"# \xc0\xaf\n", ["is not UTF-8"]),
        ("a zero byte", GOOD.encode() + b"# \0\n", ["zero byte"]),
        ("broken TOML", GOOD + "\n[broken\n", ["is not TOML here", f"case.toml:{GOOD.count(chr(10)) + 2}"]),
        ("more by-products than a mill carries", GOOD + "".join(
            f'[commodity.x{i}]\nassumption = "made up"\nname = "X{i}"\nquoted_unit = "t"\nquote_mass = 1\nstart = 1\nlong_run = 1\n'
            f"half_life = 2\nvolatility = 0.1\npayable = 1\nselling = 0\n"
            f"[deposit.green_ridge.statement.by_product.x{i}]\ngrade = 0.001\nlog_sd = 0.5\ncorrelation = 0.1\n"
            for i in range(6)), ["deposit.green_ridge", "has 7 by-products: at most 5"]),
        ("a text that does not close", GOOD.replace('name = "Copper"', 'name = "Copper', 1), ["is not TOML here"]),
        ("a key without a value", GOOD.replace("horizon = 20", "horizon =", 1), ["is not TOML here"]),
        ("a key given twice", GOOD.replace("[project]", "[project]\ncapital = 1\ncapital = 2", 1), ["is not TOML here"]),
        ("a table given twice", GOOD + "\n[project]\n", ["is not TOML here"]),
        ("a table and a dotted key of one name", GOOD + "\n[tax.pool.plant.share]\nx = 1\n", ["is not TOML here"]),
        ("a whole number beyond 64 bits", edit(GRID, "count_x = 99999999999999999999")[0], ["is not TOML here"]),
        ("an empty file", "", ["title", "capital", "is required"]),
        ("a file of comments", "# nothing\n", ["is required"]),
        ("not TOML at all", "<html></html>", ["case.toml:1:", "is not TOML here"]),
        ("a list of tables for named tables", GOOD + "\n[[event_list]]\n", ["event_list", "is no known key"]),
        ("tables in a list", re.sub(r"(?m)^\[(event[.\w]*)\]", r"[[\1]]", GOOD), []),
        ("lists nested too deep", GOOD + "\n[x]\ny = " + "[" * 100_000 + "]" * 100_000 + "\n", ["nests deeper"]),
        ("inline tables nested too deep", GOOD + "\n[x]\ny = " + "{a=" * 100_000 + "1" + "}" * 100_000 + "\n", ["nests deeper"]),
        ("a key nested too deep", GOOD + f"\n[{deep}]\n", ["nests deeper"]),
        ("a dotted key nested too deep", GOOD + f"\n[x]\n{deep} = 1\n", ["nests deeper"]),
        ("a file too large", GOOD + "# " + "x" * 17_000_000 + "\n", ["at most"]),
        ("a required number left out", re.sub(r"(?m)^density\s*=.*\n", "", GOOD), ["density", "is required"]),
        ("a required text left out", GOOD.replace('name = "Green Ridge"', "", 1), ["name", "is required"]),
        ("no bid", re.sub(r"(?ms)^\[bid\.miner\].*?(?=^# ---)", "", GOOD), ["bid", "at least one"]),
        ("no pool", re.sub(r"(?ms)^\[tax\.pool.*?(?=^\[financing)", "", GOOD), ["tax.pool", "pool"]),
        ("no slope", re.sub(r"(?ms)^\[deposit\.[\w.]+sector.*?(?=^\[deposit)", "", GOOD), ["at least one sector"]),
        ("a by-product of no commodity", GOOD.replace("statement.by_product.au", "statement.by_product.zn"), ["by_product.zn"]),
        ("a royalty on no commodity", GOOD + '\n[tax.royalty.r]\nrate = 0.05\ncommodity = "zn"\n', ["tax.royalty.r.commodity", '"zn" is no commodity']),
        ("a royalty that slides without bands", GOOD + '\n[tax.royalty.r]\nscale = "margin"\n', ["tax.royalty.r.from", "needs bands"]),
        ("a royalty with a rate and bands", GOOD + '\n[tax.royalty.r]\nrate = 0.1\nscale = "margin"\nfrom = [0]\nrates = [0.1]\n', ["tax.royalty.r.rate", "goes with scale flat"]),
        ("a flat royalty with bands", GOOD + '\n[tax.royalty.r]\nrate = 0.1\nfrom = [0]\nrates = [0.1]\n', ["tax.royalty.r.scale", "is flat"]),
        ("a royalty by the price of everything", GOOD + '\n[tax.royalty.r]\nscale = "price"\nfrom = [0]\nrates = [0.1]\n', ["tax.royalty.r.scale_commodity", "is needed"]),
        ("a tax on excess profit before income tax", GOOD + '\n[tax.rent.r]\nkind = "excess_profit"\nbase = "before_income_tax"\nfrom = [0]\nrates = [0.1]\n', ["tax.rent.r.base", "after income tax"]),
        ("a tax on rent whose bands fall", GOOD + '\n[tax.rent.r]\nkind = "r_factor"\nfrom = [0, 2, 1]\nrates = [0, 0.1, 0.2]\n', ["tax.rent.r.from", "rising"]),
        ("an extraction tax on no commodity", GOOD.replace("[tax.extraction.au]", "[tax.extraction.zn]"), ["is no commodity"]),
        ("two slopes from one azimuth", GOOD + f"\n[{SECTOR}2]\nfrom = 360\nangle = 40\n", ["same azimuth"]),
    ):
        check(name, 3, content, *needles)
    check("a byte-order mark is a note", 0, b"\xef\xbb\xbf" + GOOD.encode(), "byte-order mark")
    check("CRLF is read", 0, GOOD.replace("\n", "\r\n"), "no faults")
    text, one = edit(LAW, "recovery = 87")
    text, two = edit("project", "capital = nan", text)
    text += "[nonsense]\n"
    check("all faults of a file at once", 3, text, f"case.toml:{one}:", f"case.toml:{two}:", "nonsense", "3 faults")
    rules = (("project", "capital_profile = [0.5, 0.4]"), ("planning", "revenue_factors = [0.5, 0.4, 1]"),
             (BID, "sponsor_stake = 0.9"), ("", 'price_series = "p.csv"'))
    every = text + '\n[alternative.x]\ndefault = "a"\n[alternative.x.b.set]\n"no.key" = 3\n'
    for table, line in rules:
        every, _ = edit(table, line, every)
    check("faults of keys, rules, alternatives and data files all at once", 3, every, "recovery = 87", "capital = nan",
          "nonsense", "shares add to 0.9", "revenue_factors: needs", "add to 1.1", "no.key: is no key", "(with x=b)",
          "p.csv:3:2", "8 faults", files={"p.csv": SERIES.replace("2020,1.1", "2020,x")})
    check("a rule says nothing of a key that does not read", 3, edit(BID, "sponsor_stake = 90")[0], "must be at least 0 and at most 1", "1 fault in")
    check("a fault of the case is not told again for each alternative", 3, edit("project", "capital = nan")[0], "1 fault in")
    folder = Folder(text)
    said = run(["check", folder.path]).stderr
    lines = [int(n) for n in re.findall(r"case\.toml:(\d+)", said)]
    expect("faults come by line", subprocess.CompletedProcess([], 0 if lines == sorted(lines) and len(lines) == 3 else 1, said, ""), 0)


def bids_of_one_name():
    name = first(rf"(?ms)^\[{re.escape(BID)}\].*?^name = (\".*?\")")
    text, number = edit(LATER, f"name = {name}")
    check("two bids of one name, both told", 3, text, f"case.toml:{number}:", f"case.toml:{line_of(BID, 'name')}:", "is the name of bid", "2 faults")


def events_and_alternatives():
    event = f'\n[event.made_up]\nname = "made up"\nyearly_probability = 0.1\n[event.made_up.change.a]\nkey = "{LAW}.recovery"\nfactor = 0.5\n'
    check("an event that is good", 0, GOOD + event, "no faults")
    check("an event both dated and random", 3, GOOD + event.replace("yearly", "date = 2030\nyearly"), "not both")
    check("an event dated before the start", 3, GOOD + event.replace("yearly_probability = 0.1", "date = 1999"), "calendar")
    other = '\n[alternative.size]\ndefault = "small"\n[alternative.size.large]\n[alternative.size.large.set]\n'
    good = other + f'"{MILL}.capacity" = 1\n'
    second = good.replace(".size", ".mill")
    bad = (
        ("sets no known key", other + '"no.key" = 3\n', ["no.key", "is no key of this case", "size=large"]),
        ("sets a misspelt key", other + f'"{MILL}.capacitee" = 3\n', ["did you mean", "size=large"]),
        ("sets a path without quotes", other + f"{MILL}.capacity = 3\n", ["in quotes"]),
        ("sets a table", other + f'"{MILL}" = {{ capacity = 3 }}\n', ["in quotes"]),
        ("sets a value out of range", other + f'"{LAW}.recovery" = 3\n', ["must be at least", "size=large"]),
        ("sets a wrong type", other + f'"{LAW}.recovery" = "x"\n', ["must be a number", "size=large"]),
        ("sets a distribution on a fixed key", other + f'"{MILL}.capacity" = {{ uniform = [1, 2] }}\n', ["is fixed"]),
        ("breaks a rule", other + f'"{BID}.sponsor_stake" = 0.3\n', ["add to", "size=large"]),
        ("names a data file that is missing", other + '"price_series" = "none.csv"\n', ["no such file"]),
        ("has no default", good.replace('default = "small"', ""), ["default", "is required"]),
        ("has a default that is no text", good.replace('"small"', "3"), ["must be a text"]),
        ("has the default as a choice too", good.replace('"small"', '"large"'), ["cannot set anything"]),
        ("has no choice", '\n[alternative.size]\ndefault = "small"\n', ["no other reading"]),
        ("has no set", '\n[alternative.size]\ndefault = "small"\n[alternative.size.large]\nnote = "x"\n', ["sets nothing"]),
        ("has an unknown key", good.replace("[alternative.size.large]", "[alternative.size.large]\ncolour = 1"), ["is no known key"]),
        ("is a value", "\n[alternative]\nsize = 3\n", ["must be a table"]),
        ("has a choice that is a value", good.replace('default = "small"', 'default = "small"\nhuge = 3'), ["must be a table"]),
    )
    for name, text, needles in bad:
        check("an alternative that " + name, 3, GOOD + text, "case.toml:", *needles)
    check("an alternative that is good", 0, GOOD + good, "no faults")
    for name, text, choices, needles in (
        ("that is not there", good, ["size=huge"], ["no such alternative", "size=large"]),
        ("without a choice", good, ["size"], ["no such alternative"]),
        ("without a name", good, ["=large"], ["no such alternative"]),
        ("that is empty", good, [""], ["no such alternative"]),
        ("chosen twice", good, ["size=large", "size=large"], ["chosen twice"]),
        ("chosen both ways", good, ["size=large", "size=small"], ["chosen twice"]),
        ("that sets what another sets", good + second, ["size=large", "mill=large"], ["sets", "too"]),
    ):
        check("--with " + name, 3, GOOD + text, *needles, more=[part for choice in choices for part in ("--with", choice)])
    check("--with the default", 0, GOOD + good, "no faults", more=("--with", "size=small"))


def answers_that_are_no():
    def with_statement(**values):
        out = GOOD
        for key, value in values.items():
            out, _ = edit(D + ".statement", f"{key} = {value}", out)
        return out
    check("a grade not above its cut-off", 4, with_statement(grade=0.2, cut_off=0.3), "no answer", "cut-off")
    check("a body too small for its tonnage", 4, with_statement(tonnage=5000), "no answer")
    check("a body outside the grid", 4, edit(SOLID, "x = 1e5")[0], "no block centre")
    text, _ = edit(LAW, "recovery = { uniform = [0.90, 1], base = 0.90 }", edit(LAW, "reference_grade = 0.6")[0])
    check("a draw that breaks a rule", 3, text, f"case.toml:{line_of(LAW) + 1}:", "draws values that break a rule")
    poor = re.sub(r"(?m)^(start|long_run) = .*", r"\1 = 0.001", edit("planning", "price = 0.001")[0])
    check("all ore lost", 4, edit(D + ".mine", "loss = 1")[0], "no pit is worth mining")
    check("a licence that ends before first ore", 4, edit("project", "licence = 1.5")[0], "no pit is worth mining")
    check("a grid of one block beside the body", 4, edit(GRID, "count_x = 1", edit(GRID, "count_y = 1")[0])[0], "no block centre")
    check("a selling cost above the price", 4, edit(MAIN, "selling = 1e6")[0], "no pit is worth mining")
    check("no pit worth mining", 4, re.sub(r"(?ms)^\[alternative.*", "", poor), "no pit is worth mining")


def answers_have_their_numbers():
    """The "no" says what it rests on: recomputed here from the case."""
    poor = re.sub(r"(?m)^(start|long_run) = .*", r"\1 = 0.001", edit("planning", "price = 0.001")[0])
    poor = re.sub(r"(?ms)^\[alternative.*", "", poor)
    expect("a poor deposit is told what its ore is worth", both(Folder(poor)), 4, "a tonne of ore of the mean grade of 0.9 %", "its best block",
           "no grade pays for its own milling", "moving a tonne costs", "the best grade of a block is")
    # The mean of 2.2, 2.6 and 3.2 USD/t at surface and 0.004 for each metre below it; the plug's highest centres are 5 m down, its deepest 115 m.
    cost = [(2.2 + 2.6 + 3.2) / 3 + 0.004 * depth for depth in (5, 115)]
    expect("what it costs to move rock", both(Folder(poor)), 4, f"(in the body {cost[0]:.4g} to {cost[1]:.4g})")
    away = edit(SOLID, "x = 5000")[0]
    expect("a body beside the grid is told with both extents", both(Folder(away)), 4, "the solids reach east 4880 to 5120, north -90 to 90, height -120 to 0 m", "the grid east -260 to 260",
           "north -240 to 240", "height -130 to 0 m")
    air = GOOD + f'\n[{D}.surface]\nshape = "level"\nlevel = -125\n'
    expect("a body in the air", both(Folder(air)), 4, "centres lie inside the solids, all of them above the ground (-125 m")
    late = edit("project", "licence = 1.5")[0]
    expect("a licence that ends too soon is told with both years", both(Folder(late)), 4, "first ore in 2028 is not before", "2027.5")


# ------------------------------------------------------------------------------------------------- what check finds of a run
def plants():
    """A stage that cannot hold the metal of what it is fed with shows in the scenarios alone: check proves it by bounds."""
    for grade in ("0.08", "0.5", "0.9"):
        text, number = edit(STAGE, f"product_grade = {grade}")
        check(f"a concentrate of {grade} % from ore of 0.9 %", 3, text, f"case.toml:{number}:", STAGE + ".product_grade", "product_grade is too low")
    # Above the mean grade, below that of the richest benches: no fault of the plan, one of some scenarios.
    text, number = edit(STAGE, "product_grade = 1.2")
    check("a concentrate poorer than the richest ore", 3, text, f"case.toml:{number}:", "scenario ", "for the richest ore that the plan may feed", "% cu")
    check("a concentrate richer than any ore", 0, edit(STAGE, "product_grade = 12")[0])
    event = f'\n[event.rich]\nname = "rich"\ndate = 2030\nduration = 2\n[event.rich.change.a]\nkey = "{STAGE}.mass_pull"\nfactor = 0.5\n'
    check("an event that changes nothing of it", 0, GOOD + event)


def draws():
    high = edit(LAW, "recovery = { uniform = [0.90, 1], base = 0.90 }", edit(LAW, "reference_grade = 0.6")[0])[0]
    expect("how many scenarios draw it", both(Folder(high)), 3, "of 60 scenarios do the like")
    discount = edit(LATER, "marketing_discount = { uniform = [0.5, 0.99], base = 0.6 }", edit(LATER, "marketing_fee = 0.3")[0])[0]
    check("a bid that takes more than the price in some scenarios", 3, discount, LATER, "take more than the price")
    for factor, needles in (("{ uniform = [1, 40] }", ["must be at least 0 and at most 1"]), ("30", ["must be at least 0 and at most 1"])):
        event = f'\n[event.more]\nname = "more"\nyearly_probability = 0.2\n[event.more.change.a]\nkey = "tax.extraction.cu.rate"\nfactor = {factor}\n'
        check(f"an event that takes a rate out of its range by {factor}", 3, GOOD + event, "event.more.change.a", *needles)
    other = '\n[alternative.size]\ndefault = "small"\n[alternative.size.wild.set]\n'
    folder = Folder(GOOD + other + f'"{LAW}.reference_grade" = 0.6\n"{LAW}.recovery" = {{ uniform = [0.90, 0.99], base = 0.91 }}\n')
    expect("a draw of an alternative that is not chosen", run(["check", folder.path, "--quiet"]), 3, "draws values that break a rule", "(with size=wild)")
    expect("and of one that is", both(folder, "--with", "size=wild"), 3, "draws values that break a rule")


# ------------------------------------------------------------------------------------------------- keys without effect
IDLE = [  # table, line, what it goes with
    (SOLID, "toe = 0.5", "shape cone"),
    (D + ".surface", "subcells = 3", "a shape other than top"), (D + ".surface", 'decimal = "comma"', "shape grid"),
    ("", 'price_series_separator = "tab"', "price_series"), (D + ".surface", "dip = 5", "shape plane"),
    (D + ".surface", "level = -5", "shape level or plane"), (STRUCTURE, "azimuth = 10", "own_axes = true"),
    (D + ".variogram", 'ranges = "parameter"', "exponential or gaussian"), (CLASSES[0] + ".drilling", "spacing = 40", "drill holes"),
    (MILL, "power_price = 0.1", "the power of a stage"), (MILL, "water_price = 0.1", "the water of a stage"),
    (STAGE, "ramp_up = [0.5]", "capacity"), (STAGE.replace("flotation", "gravity") + ".recovery.au", "start_recovery = 0.1", "learning"),
    ("product.cathode", 'because = "the law"', "may_be_sold"), ("product.dore", "moisture = 0.1", "freight"),
    (POOL, "life = 5", "method straight_line"), (POOL, "schedule = [1]", "method schedule"),
    ("tax.extraction.cu", "markup = 0.2", "base cost_plus"), ("tax.extraction.cu", "price_share = 0.9", "base concentrate"),
    ("tax", "imported_share = 0.2", "import_duty"),
    ("tax", "services_share = 0.2", "services_withholding"), ("tax.processing_agreement", "years = 5", "in_force = true"),
    (BID, "carry_rate = 0.05", "carry repaid"), (BID, "dilution = 2", "carry pro_rata with fund_call_cap"),
    (BID, "stake_price_premium = 1.2", "stake_price_rule share_of_value"), (BID, "profit_share_hurdle = 0.1", "profit_share"),
    (LATER, "stake_price = 3", "stake_price_rule given"), (LATER, "buy_in_multiple = 3", "buy_in_share"),
    (LOAN, "cover = 1.3", "repayment sculpted"), (EVENT.split(".")[0] + ".dated", "last_year = 2030", "yearly_probability"),
]


def idle_keys():
    plain = re.sub(r"(?ms)^\[alternative.*", "", GOOD)
    for table, line, goes_with in IDLE:
        text = plain
        if table == "event.dated":
            text += '\n[event.dated]\nname = "dated"\ndate = 2030\n'
        text, number = edit(table, line, text)
        check(f"{table}: {line}", 3, text, f"case.toml:{number}:", table, "goes with", goes_with, "1 fault in")
    # What an alternative makes act is given for it; what it sets must act in some reading.
    act = '\n[alternative.carry]\ndefault = "free"\n[alternative.carry.repaid.set]\n'
    text = edit(BID, "carry_rate = 0.05", plain)[0]
    check("a key that acts in an alternative", 0, text + act + f'"{BID}.carry" = "repaid"\n')
    check("a key that an alternative sets for nothing", 3, plain + act + f'"{BID}.carry_rate" = 0.06\n', f"{BID}.carry_rate", "carry repaid")


# ------------------------------------------------------------------------------------------------- names of countries
def countries():
    note = "is another name than"
    check("the good case names no country twice", 0, GOOD)
    expect("and says nothing", subprocess.CompletedProcess([], int(note in both(Folder(GOOD)).stderr), "", ""), 0)
    usa = GOOD.replace("[buyer.west", "[buyer.United_States").replace('buyer = "west"', 'buyer = "{}"')
    line = next(k for k, text in enumerate(GOOD.splitlines(), 1) if text.startswith('buyer = "west"'))
    for name, told_of in (("Unted_States", True), ("united states", True), ("UNITED_STATES", True), ("Untied_States", True), ("West", True),
                          ("United_States", False), ("Canada", False)):
        folder = Folder(usa.replace("{}", name))
        result = run(["check", folder.path])
        expect(f"a buyer \"{name}\"", result, 0, *([f"case.toml:{line}", f'"{name}"', note, '"United_States"'] if told_of else []))
        if not told_of:
            expect(f"a buyer \"{name}\" is no doubt", subprocess.CompletedProcess([], int(note in result.stderr), result.stderr, ""), 0)
    for table, text, name in (("an origin", GOOD.replace('origin = "EA"', 'origin = "Ea"'), "Ea"),
                              ("a route", GOOD.replace('closes_transit = ["PT"]', 'closes_transit = ["Pt"]'), "Pt")):
        expect(table + " in other capitals, as check and run tell", both(Folder(text)), 0, f'"{name}"', note)


# ------------------------------------------------------------------------------------------------- numbers beyond any use
def ranges():
    for table, line in ((SOLID, "x = 1e308"), (SOLID, "z = -1e200"), (GRID, "x = 1e300"), (GRID, "y = -1e13"), (BID, "fund_call_cap = 1e308"),
                        ("tax", "debt_to_equity = 1e308"), ("tax", "interest_cap = 1e300")):
        text, number = edit(table, line)
        check(f"{table}: {line}", 3, text, f"case.toml:{number}:", "must be at least")
    listed = json.loads(run(["explain", "--json"]).stdout)["tables"]["parameters"]
    columns = [column["name"] for column in listed["columns"]]
    open_ = [row[0] for row in listed["rows"] if row[columns.index("type")] == "number" and
             not re.fullmatch(r"at least \S+ and at most \S+", str(row[columns.index("range")]))]
    expect(f"every number of a case has a finite range, not so {open_}", subprocess.CompletedProcess([], len(open_), "", ""), 0)


# ------------------------------------------------------------------------------------------------- folders and flags
def folders():
    with tempfile.TemporaryDirectory() as holder:
        folder = pathlib.Path(holder)
        taken = folder / "file"
        taken.write_text("x")
        (folder / "dangling.toml").symlink_to(folder / "nothing.toml")
        (folder / "loop.toml").symlink_to(folder / "loop.toml")
        os.mkfifo(folder / "fifo.toml")
        for name, arguments, needles in (
            ("no such case", ["check", "/nowhere/at/all.toml"], ["no such file"]),
            ("no case.toml in the folder", ["check", folder], ["holds no case.toml"]),
            ("a link to nothing", ["check", folder / "dangling.toml"], ["a link to a file that is not there"]),
            ("a link to itself", ["check", folder / "loop.toml"], ["loop.toml"]),
            ("a pipe for a case", ["check", folder / "fifo.toml"], ["no regular file"]),
            ("a device for a case", ["check", "/dev/zero"], ["no regular file"]),
            ("a case below a file", ["check", taken / "case.toml"], ["file"]),
            ("an empty path", ["check", ""], ["no such file"]),
            ("output into a file", ["run", SMALL, "--out", taken, *QUICK], ["is a file"]),
            ("output below a file", ["run", SMALL, "--out", taken / "sub", *QUICK], ["cannot be made"]),
            ("output folder not writable", ["run", SMALL, "--out", "/proc/lode", *QUICK], ["/proc/lode"]),
            ("output folder not empty", ["run", SMALL, "--out", folder, *QUICK], ["--force"]),
            ("show of no run", ["show", folder], ["run.json"]),
            ("show of nothing", ["show", folder / "none"], ["run.json"]),
            ("compare of no runs", ["compare", folder, folder], ["run.json"]),
            ("init into a full folder", ["init", folder], ["empty folder"]),
            ("init below a file", ["init", taken / "sub"], ["cannot be"]),
        ):
            expect(name, run(arguments), 3, *needles)
    inside = Folder()
    (inside.path / "case.toml").rename(inside.path / "real.toml")
    (inside.path / "case.toml").symlink_to("real.toml")
    expect("a link to a case is followed", run(["check", inside.path]), 0, "no faults")
    empty = Folder(None)
    expect("a folder without a case", run(["check", empty.path]), 3, "holds no case.toml")
    (empty.path / "case.toml").mkdir()
    expect("a folder named case.toml", run(["check", empty.path]), 3, "is a directory")


def flags():
    for name, arguments, needles in (
        ("no command", [], []),
        ("an unknown command", ["runn"], []),
        ("no case", ["run"], []),
        ("an unknown command", ["cashfow", "x"], ['"cashfow" is no command; did you mean cashflow?']),
        ("an unknown flag", ["run", SMALL, "--fast"], []),
        ("an unknown parameter", ["explain", "deposit.x.mil.recovery"], ["did you mean"]),
        ("an unknown topic", ["show", SMALL, "nothing"], ["deal"]),
        *((f"--{flag} {value}", ["run", SMALL, f"--{flag}={value}"], [flag])
          for flag, values in (("scenarios", ("none", "0", "-1", "1.5", "99999999999", "")), ("realisations", ("0", "x", "20000")),
                               ("threads", ("-1", "x", "5000", "1.5")), ("seed", ("x", "-1", "1.5")), ("scenario", ("x", "-1", "2000")))
          for value in values),
    ):
        expect("usage: " + name, run(arguments, cwd=tempfile.gettempdir()), 2, *needles)
    expect("faults as JSON", run(["check", "/nowhere.toml", "--json"]), 3, '"status":"input_error"')


# ------------------------------------------------------------------------------------------------- mutations
def mutations(seed):
    random_ = random.Random(seed)
    lines = [line for line in GOOD.splitlines() if line and not line.startswith("#")]
    passed = 0
    for round_ in range(ROUNDS):
        text = "\n".join(mutate(random_, lines)) + "\n"
        folder = Folder(text)
        result = both(folder)
        passed += result.returncode == 0
        said = result.stderr + result.stdout
        good = result.returncode in (0, 4) or result.returncode == 3 and (".toml:" in said)
        if not good or "our fault" in said or "Sanitizer" in said:
            kept = pathlib.Path(tempfile.mkdtemp()) / f"mutation_{round_}.toml"
            kept.write_text(text)
            changed = [line for line in text.splitlines() if line not in lines]
            expect(f"mutation {round_} ({kept}, {changed})", result, 0 if good else -999)
    print(f"{ROUNDS} mutations, {passed} of them read well and were run")


one_line_edits()
ground()
files()
encodings_and_syntax()
bids_of_one_name()
events_and_alternatives()
answers_that_are_no()
answers_have_their_numbers()
plants()
draws()
idle_keys()
countries()
ranges()
folders()
flags()
mutations(int(sys.argv[4]) if len(sys.argv) > 4 else 20260311)
print(f"{COUNT} faulty cases, {len(FAILED)} failed")
sys.exit(1 if FAILED else 0)
