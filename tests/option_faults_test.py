#!/usr/bin/env python3
"""What `lode option` says to cases that contradict themselves: exit 3 and the place, the key, the value and what is allowed.

    tests/option_faults_test.py LODE

Each row puts lines in place of one line of a good case, or behind a header; `@` stands for the place of the first line put in.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

LODE = pathlib.Path(sys.argv[1]).resolve()
PUT = """\
rate = 0.06
[process]
start = 36
volatility = 0.2
[dates]
per_year = 4
until = 1
[action.exercise]
pays = "put"
strike = 40
[computation]
paths = 400
bound_paths = 100
"""
PLANT = """\
rate = 0.03
start = "open"
[process]
start = 1.0
volatility = 0.3
[dates]
at = [0, 1, 2]
[mode.open]
output = 10
unit_cost = 1.0
[mode.closed]
fixed_cost = 0.5
[action.close]
from = ["open"]
to = "closed"
cost = 0.4
[action.leave]
from = ["open", "closed"]
[computation]
paths = 400
bound_paths = 100
"""
MINE = """\
prices = [0.5, 1.0]
[mine]
volatility = 0.28
nominal_rate = 0.1
inflation = 0.08
reserve = 150
output = 10
unit_cost = 0.5
open_cost = 0.2
close_cost = 0.2
property_tax_open = 0.02
property_tax_closed = 0.02
"""
TREE = """\
rate = 0.05
[holder.sponsor]
[holder.state]
[node.start]
year = 2027
holder = "sponsor"
[node.start.choice.build]
to = "ground"
consent = ["state"]
refused = "none"
last = 2028
[node.start.choice.leave]
to = "none"
[node.ground]
year = 2028
[node.ground.chance.good]
to = "good"
probability = 0.3
[node.ground.chance.poor]
to = "poor"
probability = 0.7
[node.good]
year = 2030
pays = [10, 4]
[node.poor]
year = 2030
pays = [-3, 1]
[node.none]
year = 2027
"""
PATHS = """\
rate = 0.05
[paths]
file = "paths.csv"
state = ["price"]
[action.build]
pays = "column"
column = "worth"
later = true
"""
TABLE = "path,year,price,worth\n" + "".join(f"{p},{y},{1 + p % 3 + y},{p % 3}\n" for p in range(12) for y in (0, 1))

# Case, name, lines to put in, the line they replace (or the header they follow), what is said.
FAULTS = [
    (PUT, "a negative volatility", "volatility = -0.2", "volatility = 0.2", ["@", "process.volatility", "-0.2", "at least 0.0001"]),
    (PUT, "a process that is none", 'kind = "jumps"', "[process]", ["@", "process.kind", "jumps", "geometric", "mean_reverting"]),
    (PUT, "a mean without a speed", 'kind = "mean_reverting"\nmu = 3', "[process]", ["process.speed", "is required", "mean_reverting"]),
    (PUT, "a mean of a geometric price", "mu = 3", "[process]", ["@", "process.mu", "goes with kind mean_reverting"]),
    (PUT, "no rate", "title = \"x\"", "rate = 0.06", ["rate", "is required"]),
    (PUT, "dates that fall", "at = [0.5, 0.25, 1]", "per_year = 4", ["dates.at", "0.25 follows 0.5", "must rise"]),
    (PUT, "dates twice", "at = [0.5, 1]", "[dates]", ["@", "dates.at", "goes without per_year"]),
    (PUT, "a first date after the last", "first = 2", "[dates]", ["@", "dates.first", "the first date, 2, is after the last, 1"]),
    (PUT, "no last date", "", "until = 1\n", ["dates", "per_year needs `until`"]),
    (PUT, "a window that ends before it begins", "first = 0.75\nlast = 0.5", "[action.exercise]", ["case.toml:10", "action.exercise.last", "ends at 0.5, before it begins at 0.75"]),
    (PUT, "a window without a date", "first = 0.3\nlast = 0.4", "[action.exercise]", ["action.exercise.last", "no date lies in the window from 0.3 to 0.4"]),
    (PUT, "a put without a strike", "cost = 0", "strike = 40", ["action.exercise.strike", "is required"]),
    (PUT, "a strike of an amount", 'pays = "amount"', 'pays = "put"', ["action.exercise.strike", "goes with pays put or call"]),
    (PUT, "a column without paths", 'pays = "column"', 'pays = "put"', ["@", "action.exercise.pays", "needs [paths]"]),
    (PUT, "a project of no years", 'pays = "project"\noutput = 1', 'pays = "put"', ["action.exercise.life", "is required"]),
    (PUT, "a project of half a year more", 'pays = "project"\noutput = 1\nlife = 2.5', 'pays = "put"', ["action.exercise.life", "2.5", "whole years"]),
    (PUT, "a mode that is none", 'to = "gone"', "[action.exercise]", ["@", "action.exercise.to", '"gone": there is no [mode.gone]']),
    (PUT, "a start that is none", 'start = "gone"', "rate = 0.06\n", ["start", "gone"]),
    (PUT, "a tree beside a price", "[node.a]", "[dates]\nper_year = 4\nuntil = 1\n", ["node", "a case is one of"]),
    (PUT, "a perpetual right of an amount", 'perpetual = true\n[action.other]\namount = 3', "[action.exercise]\n", ["dates.perpetual", "needs one action"]),
    (PUT, "a key that is none", "strik = 40", "strike = 40", ["@", "strik", "strike"]),
    (PUT, "a distribution", "start = { uniform = [30, 40] }", "start = 36", ["@", "distribution"]),
    (PUT, "a price beyond numbers", "volatility = 5\n[dates]\nper_year = 1\nuntil = 900\n", "volatility = 0.2\n[dates]\nper_year = 4\nuntil = 1\n", ["process.volatility", "e^"]),
    (PUT, "rates of no project", "dcf_rates = [0.1]", "rate = 0.06\n", ["dcf_rates", "project"]),
    (PLANT, "a mode of no action", 'from = ["opened"]', 'from = ["open"]', ["@", "action.close.from", '"opened": there is no [mode.opened]; did you mean open?']),
    (PLANT, "a start near a mode", 'start = "opn"', 'start = "open"', ["@", "start", '"opn": there is no [mode.opn]; did you mean open?']),
    (PLANT, "an end near no mode", 'to = "abandoned-for-good"', 'to = "closed"', ["@", "action.close.to", "there are open, closed"]),
    (PLANT, "a cost of no output", "unit_cost = 1", "[mode.closed]", ["@", "mode.closed.unit_cost", "goes with output"]),
    (MINE, "no discount", "nominal_rate = 0.05", "nominal_rate = 0.1", ["@", "mine.nominal_rate", "= 0.05 less inflation 0.08 plus property tax 0.02", "above 0"]),
    (MINE, "no prices", "[mine]", "prices = [0.5, 1.0]\n[mine]", ["mine", "prices"]),
    (MINE, "a rate of prices", "rate = 0.05", "prices = [0.5, 1.0]\n", ["rate", "nominal_rate"]),
    (MINE, "a rest that it may not take", "may_close = false", "[mine]", ["mine.open_cost", "goes with may_close = true"]),
    (TREE, "a decision without a holder", "", 'holder = "sponsor"', ["case.toml:4:1", "node.start", "no holder", "build, leave", "sponsor, state"]),
    (TREE, "a holder that is none", 'holder = "sponsr"', 'holder = "sponsor"', ["@", "node.start.holder", '"sponsr": there is no [holder.sponsr]', "did you mean sponsor"]),
    (TREE, "consent by a party that does not exist", 'consent = ["bank"]', 'consent = ["state"]', ["@", "node.start.choice.build.consent", '"bank": there is no [holder.bank]', "sponsor, state"]),
    (TREE, "consent by who decides", 'consent = ["sponsor"]', 'consent = ["state"]', ["@", "node.start.choice.build.consent", "decides here itself"]),
    (TREE, "consent without what follows a refusal", "", 'refused = "none"', ["node.start.choice.build.consent", "needs `refused`"]),
    (TREE, "two holders without a rule", 'holder = "sponsor"\njointly = ["state"]', 'holder = "sponsor"', ["case.toml:7", "node.start.jointly", "2 holders of one decision need a `rule`", "proposal", "sum"]),
    (TREE, "a rule that is none", 'holder = "sponsor"\njointly = ["state"]\nrule = "vote"', 'holder = "sponsor"', ["node.start.rule", "vote", '"proposal"']),
    (TREE, "a proposal without what follows a refusal", 'holder = "sponsor"\njointly = ["state"]\nrule = "proposal"', 'holder = "sponsor"', ["node.start.rule", "needs `refused`"]),
    (PUT, "a last date that is none", "until = 1.1", "until = 1", ["@", "dates.until", "= 1.1 is no date", "the last before it is 1"]),
    (PUT, "a bound without an error", "bound_paths = 2", "bound_paths = 100", ["computation.bound_paths", "0 or at least 4"]),
    (PUT, "an action that is always allowed", "[action.stay]\namount = 1", "[dates]\n", ["action.stay", "always allowed"]),
    (PLANT, "a mode of the end's name", "[mode.ended]\noutput = 1", "[mode.closed]\n", ["mode.ended", "name of the end"]),
    (PLANT, "an action from a mode twice", 'from = ["open", "open"]', 'from = ["open"]', ["@", "action.close.from", 'names "open" twice']),
    (MINE, "a closed mine without end", "yield = -0.02", "[mine]", ["mine.yield", "plus property_tax_closed 0.02 must be above 0", "without end"]),
    (TREE, "years without a rate", "", "rate = 0.05\n", ["rate", "is required, since nodes have years"]),
    (TREE, "a party that is asked twice", 'consent = ["state", "state"]', 'consent = ["state"]', ["@", "consent", 'names "state" twice']),
    (TREE, "one of a joint decision twice", 'holder = "sponsor"\njointly = ["state", "state"]\nrule = "sum"', 'holder = "sponsor"', ["node.start.jointly", 'names "state" twice']),
    (TREE, "a holder twice", 'holder = "sponsor"\njointly = ["sponsor"]\nrule = "sum"', 'holder = "sponsor"', ["node.start.jointly", "already"]),
    (TREE, "probabilities that add to 0.9", "probability = 0.6", "probability = 0.7", ["case.toml:16", "node.ground.chance", "add to 0.9, not to 1"]),
    (TREE, "a probability above 1", "probability = 1.7", "probability = 0.7", ["@", "node.ground.chance.poor.probability", "1.7", "at most 1"]),
    (TREE, "a probability of a choice", 'to = "none"\nprobability = 1', 'to = "none"', ["node.start.choice.leave.probability", "goes with chance"]),
    (TREE, "dates out of order", "year = 2026", "year = 2028", ["node.start.choice.build.to", "leads from 2027 to 2026", "node.ground.year", "must not fall"]),
    (TREE, "a year too few", "", "year = 2028", ["node.ground", "needs `year`"]),
    (TREE, "a window of a chance", "probability = 0.7\nfirst = -100000", "probability = 0.7", ["node.ground.chance.poor.first", "chance has no window"]),
    (TREE, "a window that ends before it begins", "first = 2029\nlast = 2028", "last = 2028", ["node.start.choice.build.last", "ends in 2028, before it begins in 2029"]),
    (TREE, "no choice in its window", "last = 2026\n[node.start.choice.leave]\nfirst = 2030", "last = 2028\n[node.start.choice.leave]", ["node.start", "no choice whose window holds its year, 2027"]),
    (TREE, "a node that is none", 'to = "grond"', 'to = "ground"', ["@", "node.start.choice.build.to", '"grond": there is no [node.grond]', "did you mean ground"]),
    (TREE, "an amount too few", "pays = [10]", "pays = [10, 4]", ["node.good.pays", "1 amounts for 2 holders"]),
    (TREE, "a node that nothing leads to", "[node.alone]\nyear = 2027\n[node.none]\n", "[node.none]\n", ["node.alone", "no node leads here"]),
    (TREE, "a choice and a chance", '[node.start.chance.x]\nto = "none"\nprobability = 1', "[node.start.choice.leave]\nto = \"none\"\n", ["node.start"]),
    (TREE, "no holders", "", "[holder.sponsor]\n[holder.state]\n", ["holder"]),
    (PATHS, "a column that is none", 'column = "value"', 'column = "worth"', ["paths.csv", "value"]),
    (PATHS, "dates beside a table", "[dates]\nat = [1]", "[action.build]\n", ["dates", "goes without [paths]"]),
    (PATHS, "no state", "state = []", 'state = ["price"]', ["paths.state", "at least one column"]),
    (PATHS, "no column", "", 'column = "worth"\n', ["action.build.column", "is required"]),
    (PATHS, "a window after the table", "first = 3", "[action.build]", ["@", "action.build.first", "no year of the table lies in the window"]),
]
# Tables of paths: name, what changes in it, what is said.
TABLES = [
    ("a year missing", lambda t: t.replace("5,1,4,2\n", ""), ["paths.csv", "5", "has no row for year 1"]),
    ("a year twice", lambda t: t + "5,1,4,2\n", ["paths.csv:26", "path 5 has this year in line 13 already"]),
    ("a word for a number", lambda t: t.replace("5,1,4,2", "5,1,four,2"), ["paths.csv:13", "four"]),
    ("a year before now", lambda t: t.replace("5,1,4,2", "5,-1,4,2"), ["paths.csv:13", "-1", "must be 0, which is now, or later"]),
    ("few paths", lambda t: "\n".join(t.splitlines()[:7]) + "\n", ["paths.csv", "3 paths; at least 8"]),
]


def run(folder, text, table=TABLE, *flags):
    path = pathlib.Path(folder) / "case.toml"
    path.write_text(text)
    (pathlib.Path(folder) / "paths.csv").write_text(table)
    return subprocess.run([LODE, "option", path, *flags], capture_output=True, text=True, timeout=60)


def put(case, lines, place):
    """The case with the lines, and the place of the first of them."""
    at = case.index(place)
    if place.startswith("[") and "\n" not in place and lines:
        behind = at + len(place) + 1
        return case[:behind] + lines + "\n" + case[behind:], case[:behind].count("\n") + 1
    if place.endswith("\n") and lines and not lines.endswith("\n"):
        return case[:at] + lines + "\n" + case[at:], case[:at].count("\n") + 1
    return case.replace(place, lines, 1), case[:at].count("\n") + 1


def main():
    faults, told = [], 0
    with tempfile.TemporaryDirectory() as folder:
        for good in (PUT, PLANT, MINE, TREE, PATHS):
            result = run(folder, good)
            if result.returncode != 0 or result.stderr:
                faults.append(f"a good case: exit {result.returncode}: {result.stderr}\n{good}")
        for case, name, lines, place, needles in FAULTS:
            text, line = put(case, lines, place)
            result = run(folder, text)
            wanted = [needle.replace("@", f"case.toml:{line}:") if needle == "@" else needle for needle in needles]
            missing = [needle for needle in wanted if needle not in result.stderr]
            told += 1
            if result.returncode != 3 or missing:
                faults.append(f"{name}: exit {result.returncode}, without {missing}: {result.stderr}")
        for name, change, needles in TABLES:
            result = run(folder, PATHS, change(TABLE))
            missing = [needle for needle in needles if needle not in result.stderr]
            told += 1
            if result.returncode != 3 or missing:
                faults.append(f"{name}: exit {result.returncode}, without {missing}: {result.stderr}")
        said = run(folder, PUT, TABLE, "--csv", "prizes")
        if said.returncode != 3 or "value, prices, triggers, exercise, basis, regressions" not in said.stderr:
            faults.append(f"--csv prizes: exit {said.returncode}: {said.stderr}")
        # Results do not depend on threads, and a seed is what they depend on.
        one, two = (run(folder, PUT, TABLE, "--json", "--threads", n).stdout for n in ("1", "2"))
        other = run(folder, PUT + "seed = 2\n", TABLE, "--json").stdout
        if one != two or json.loads(one)["tables"]["value"]["rows"][0] == json.loads(other)["tables"]["value"]["rows"][0]:
            faults.append("threads or seed: results differ, or do not")
        # Tables as files.
        out = pathlib.Path(folder) / "out"
        result = run(folder, TREE, TABLE, "--out", out)
        if result.returncode != 0 or not (out / "decisions.csv").read_text().startswith("node,holder,probability"):
            faults.append(f"--out: exit {result.returncode}: {result.stderr}")
        if run(folder, TREE, TABLE, "--out", out).returncode != 3 or run(folder, TREE, TABLE, "--out", out, "--force").returncode != 0:
            faults.append("--out into results: taken without --force, or refused with it")
    print("\n".join(faults) if faults else f"{told} contradictions are told")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
