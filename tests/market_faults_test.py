#!/usr/bin/env python3
"""What `lode market` says to cases that contradict themselves (exit 3: the place, the key, the value, what is allowed) and to
those that have no answer (exit 4: what is lacking, or grows).

    tests/market_faults_test.py LODE

Each row puts text in place of a part of a good case; `@` stands for the line of that part.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

LODE = pathlib.Path(sys.argv[1]).resolve()
GOOD = """\
regions = ["south", "north"]
stages = ["raw", "metal"]
periods = 2
discount = 0.1
[producer.south]
region = "south"
cost = 10
slope = 1
capacity = [40, 45]
[producer.north]
region = "north"
cost = 20
slope = 2
capacity = 20
[plant.south]
region = "south"
from = "raw"
to = "metal"
yield = 0.9
cost = 3
[plant.north]
region = "north"
from = "raw"
to = "metal"
cost = 4
capacity = 30
[demand.south]
region = "south"
choke = 80
slope = 1
[demand.north]
region = "north"
quantity = 12
price = 50
elasticity = -0.3
[demand.arms]
region = "north"
quantity = 2
penalty = 400
protected = true
[route.sea]
from = ["south"]
to = ["north"]
both_ways = true
freight = 6
transit = ["strait"]
[stock.store]
region = "north"
initial = 1
holding = 2
[offtake.tied]
producer = "south"
buyers = ["north"]
amount = 1
[scenario.ban]
no_exports_from = ["south"]
from = 2
[scenario.ban.change.clause]
of = "offtake.tied.amount"
set = 0
"""
# Name, what is replaced, by what, what must be said.
FAULTS = [
    ("an unknown key", "slope = 2", "slop = 2", ["@", "slop", "slope"]),
    ("a number that is none", "cost = 20", "cost = nan", ["@", "nan"]),
    ("an endless number", "freight = 6", "freight = inf", ["@", "inf"]),
    ("a name twice", "[producer.north]", "[producer.south]", ["producer", "south"]),
    ("a region twice", '["south", "north"]', '["south", "north", "south"]', ["@", '"south" twice']),
    ("no regions", 'regions = ["south", "north"]', "", ["regions", "required"]),
    ("a region that is none", '[producer.north]\nregion = "north"', '[producer.north]\nregion = "nroth"', ["case.toml", '"nroth"', "north"]),
    ("a stage that is none", 'from = "raw"\nto = "metal"\nyield', 'from = "row"\nto = "metal"\nyield', ['"row"', "raw"]),
    ("a plant that makes its feed", 'to = "metal"\nyield', 'to = "raw"\nyield', ["plant.south.to", "its own feed"]),
    ("an elasticity above 0", "elasticity = -0.3", "elasticity = 0.3", ["@", "0.3", "at most 0"]),
    ("a flat tier", "choke = 80\nslope = 1", "choke = 80\nslope = 0", ["slope", "0"]),
    ("a tier without slope", "choke = 80\nslope = 1", "choke = 80", ["@", "needs slope"]),
    ("a tier of two forms", "choke = 80\nslope = 1", "choke = 80\nslope = 1\nquantity = 3", ["goes without"]),
    ("nothing to make it from", "cost = 20\nslope = 2\n", "", ["producer.north", "needs cost"]),
    ("a list of another length", "[40, 45]", "[40, 45, 50]", ["@", "3 numbers", "2 periods"]),
    ("a word for a row", "[40, 45]", '"large"', ["@", "large", "number"]),
    ("a negative capacity", "capacity = 30", "capacity = -30", ["@", "-30", "at least 0"]),
    ("a yield of nothing", "yield = 0.9", "yield = 0", ["@", "yield"]),
    ("minimum above capacity", "capacity = 30", "capacity = 30\nminimum = 31", ["plant.north.minimum", "31", "30"]),
    ("demand that nothing reaches", '[plant.south]\nregion = "south"\nfrom = "raw"\nto = "metal"\nyield = 0.9\ncost = 3\n[plant.north]\nregion = "north"\nfrom = "raw"\nto = "metal"\ncost = 4\ncapacity = 30\n', '[plant.north]\nregion = "north"\nfrom = "metal"\nto = "raw"\ncost = 4\n[producer.more]\nregion = "north"\nstage = "raw"\ncost = 1\n',
     ["demand.south", "no supply of metal can reach south"]),
    ("a region cut off", '["south", "north"]', '["south", "north", "west"]\n', None),
    ("a stage that nothing joins", '["raw", "metal"]', '["raw", "powder", "metal"]', None),
    ("shares above 1", "amount = 1", 'share = 0.6\n[offtake.other]\nproducer = "south"\nbuyers = ["north"]\nshare = 0.6', ["1.2", "at most 1"]),
    ("share and amount", "amount = 1", "amount = 1\nshare = 0.1", ["offtake.tied", "one of them"]),
    ("a clause without a route", "both_ways = true", 'stages = ["metal"]', ["offtake.tied.buyers", "no route carries raw"]),
    ("a clause on nobody", 'producer = "south"\nbuyers', 'producer = "soth"\nbuyers', ["offtake.tied.producer", '"soth"']),
    ("a change of what is not", "offtake.tied.amount", "offtake.tide.amount", ["scenario.ban.change.clause.of", "offtake.tide.amount", "no number or flag"]),
    ("a change out of range", "set = 0\n", "set = -1\n", ["scenario.ban.change.clause.of", "-1"]),
    ("a change that says nothing", "set = 0\n", "", ["scenario.ban.change.clause", "needs set"]),
    ("a change of one value in some periods", 'of = "offtake.tied.amount"\nset = 0', 'of = "producer.south.slope"\nset = 2\nfrom = 2', ["one value for all periods"]),
    ("a ban of no region", 'no_exports_from = ["south"]', 'no_exports_from = ["soth"]', ["@", '"soth"', "south"]),
    ("a passage that is none", "from = 2", 'no_transit = ["canal"]', ["canal", "strait"]),
    ("a surprise after the end", "from = 2", "surprise = 3", ["@", "= 3", "last period, 2"]),
    ("probabilities of a tree", "periods = 2", "periods = 2\nknown_from = 2", ["known_from", "add to 1"]),
    ("an idle key", "holding = 2", "holding = 2\n[firm.x]", ["firm.x", "owns no producer"]),
    ("lead without capex", "capacity = 30", "capacity = 30\nlead = 2", ["@", "lead", "capex"]),
    ("cross prices that are not symmetric", "[stock.store]", '[system.x]\nkind = "demand"\nregion = "north"\nstages = ["raw", "metal"]\nintercept = [5, 5]\nslopes = [-2, 1, 0.5, -2]\n[stock.store]', ["system.x.slopes", "symmetric"]),
    ("demand that rises", "[stock.store]", '[system.x]\nkind = "demand"\nregion = "north"\nstages = ["raw", "metal"]\nintercept = [5, 5]\nslopes = [2, 0, 0, 2]\n[stock.store]', ["system.x.slopes", "negative definite"]),
    ("observed without a base year", "capacity = 30", "capacity = 30\nobserved = 3", ["base_year", "required"]),
    ("a distribution", "cost = 20", "cost = { uniform = [1, 2] }", ["@"]),
]
# Answers that are none.
NONE = [
    ("a clause that cannot be met", "amount = 1", "amount = 70", ["base has no answer, infeasible", "offtake.tied"]),
    ("a fixed demand that cannot be met", "quantity = 2\npenalty = 400\nprotected = true", "quantity = 200", ["infeasible", "lacks"]),
    ("a subsidy that turns in circles", "freight = 6", "freight = -6", ["unbounded", "route.sea"]),
]


def run(folder, text, *flags):
    path = pathlib.Path(folder) / "case.toml"
    path.write_text(text)
    return subprocess.run([LODE, "market", path, *flags], capture_output=True, text=True, timeout=60)


def changed(old, new):
    text = GOOD.replace(old, new, 1)
    # The stock at the start is a supply too.
    return text.replace("initial = 1\n", "") if "[plant.south]" in old else text


def main():
    faults, told = [], 0
    with tempfile.TemporaryDirectory() as folder:
        good = run(folder, GOOD, "--json")
        if good.returncode != 0 or good.stderr:
            faults.append(f"the good case: exit {good.returncode}: {good.stderr}")
        for name, old, new, needles in FAULTS:
            assert old in GOOD, name
            text = changed(old, new)
            line = GOOD[:GOOD.index(old)].count("\n") + 1
            result = run(folder, text)
            told += 1
            if needles is None:  # a route without lists joins everything: here it does not
                needles = ["cut off"] if "region" in name else ["disconnected"]
            lines = [f"case.toml:{n}:" for n in range(line, line + new.count("\n") + 2)]
            missing = [n for n in needles if not (any(l in result.stderr for l in lines) if n == "@" else n in result.stderr)]
            if result.returncode != 3 or missing or "case.toml" not in result.stderr:
                faults.append(f"{name}: exit {result.returncode}, without {missing}: {result.stderr}")
        for name, old, new, needles in NONE:
            assert old in GOOD, name
            result = run(folder, GOOD.replace(old, new, 1), "--json")
            told += 1
            missing = [n for n in needles if n not in result.stderr]
            if result.returncode != 4 or missing or json.loads(result.stdout)["status"] != "no_answer":
                faults.append(f"{name}: exit {result.returncode}, without {missing}: {result.stderr}")
        # A protected tier that goes unserved is an answer with its amount.
        cut = GOOD.replace("[scenario.ban.change.clause]", '[scenario.cut]\nno_imports_to = ["north"]\n[scenario.cut.change.mine]\nof = "producer.north.cost"\nset = 500\n[scenario.cut.change.clause]\nof = "offtake.tied.amount"\nset = 0\n[scenario.cut.change.stock]\nof = "stock.store.initial"\nset = 0\n[scenario.ban.change.clause]')
        result = run(folder, cut, "--json")
        told += 1
        rows = json.loads(result.stdout)["tables"]["demand"]["rows"] if result.returncode == 0 else []
        if [r[6] for r in rows if r[0] == "cut" and r[2] == "arms"] != [2, 2]:
            faults.append(f"an unserved tier: exit {result.returncode}: {result.stderr}")
        # Tables: one, a folder, a name that is none.
        if run(folder, GOOD, "--csv", "prizes").returncode != 3:
            faults.append("--csv prizes is taken")
        out = pathlib.Path(folder) / "out"
        if run(folder, GOOD, "--out", out).returncode != 0 or not (out / "prices.csv").read_text().startswith("scenario,period,region"):
            faults.append("--out writes no prices.csv")
        if run(folder, GOOD, "--out", out).returncode != 3 or run(folder, GOOD, "--out", out, "--force").returncode != 0:
            faults.append("--out into results: taken without --force, or refused with it")
    print("\n".join(faults) if faults else f"{told} contradictions are told")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
