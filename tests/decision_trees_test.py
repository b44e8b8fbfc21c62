#!/usr/bin/env python3
"""The trees of cases/decision, and random ones, through `lode option` against an enumeration of all strategy profiles.

    tests/decision_trees_test.py LODE CASES [print]

A profile says for every decision which choice is made and for every consent how it is answered. It is an equilibrium if in
every subgame no holder (or joint decision) gains by any other strategy of its own, all others' kept: nothing is computed backward.
Fractions throughout. Where several equilibria pay differently (ties) lode's must be one of them. `print` writes the
expected.csv of each case.
"""
import fractions
import itertools
import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile
import tomllib

LODE, CASES = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
MOST_PROFILES = 4096


def exact(text):
    return fractions.Fraction(text)


class Game:
    def __init__(self, case):
        self.holders = list(case["holder"])
        self.nodes = case["node"]
        self.start = case.get("start", next(iter(self.nodes)))
        self.rate = float(case.get("rate", 0))
        # Every place where somebody chooses: (kind, node, ...) -> (who, the possible moves). `who` is a tuple of holders whose sum counts.
        self.places = {}
        for name, node in self.nodes.items():
            choices = self.choices(name)
            if not choices:
                continue
            joint = tuple(node["jointly"]) if node.get("rule") == "sum" else ()
            self.places["choose", name] = ((node["holder"], *joint), list(choices))
            for choice, branch in choices.items():
                for party in self.consent(node, branch):
                    self.places["answer", name, choice, party] = ((party,), [True, False])

    def choices(self, name):
        node = self.nodes[name]
        year = node.get("year")
        return {k: b for k, b in node.get("choice", {}).items()
                if year is None or b.get("first", year) <= year <= b.get("last", year)}

    @staticmethod
    def consent(node, branch):
        return node["jointly"] if node.get("rule") == "proposal" else branch.get("consent", [])

    def pays(self, record, node):
        """At the start: what a node or its branches pay is of the node's year."""
        years = node.get("year", 0) - self.nodes[self.start].get("year", 0)
        factor = exact(math.exp(-self.rate * float(years)))
        return [factor * amount for amount in record.get("pays", [exact(0)] * len(self.holders))]

    def value(self, place, profile):
        """[holder] from a node, or from the moment that a party is asked, if all follow the profile."""
        if place[0] == "answer":
            return self.after(place[1], place[2], profile, place[3])
        name = place[1]
        node = self.nodes[name]
        own = self.pays(node, node)
        if node.get("chance"):
            sums = [exact(0)] * len(own)
            for branch in node["chance"].values():
                below = self.value(("node", branch["to"]), profile)
                for h, (a, b) in enumerate(zip(below, self.pays(branch, node))):
                    sums[h] += branch["probability"] * (a + b)
            return [a + b for a, b in zip(own, sums)]
        if ("choose", name) not in self.places:
            return own
        return [a + b for a, b in zip(own, self.after(name, profile["choose", name], profile))]

    def after(self, name, choice, profile, asked=None):
        node = self.nodes[name]
        branch = node["choice"][choice]
        parties = self.consent(node, branch)
        for party in parties[parties.index(asked) if asked else 0:]:
            if not profile["answer", name, choice, party]:
                return self.value(("node", branch.get("refused", node.get("refused"))), profile)
        below = self.value(("node", branch["to"]), profile)
        return [a + b for a, b in zip(below, self.pays(branch, node))]

    def profiles(self):
        keys = list(self.places)
        for moves in itertools.product(*(self.places[k][1] for k in keys)):
            yield dict(zip(keys, moves))

    def count(self):
        product = 1
        for _, moves in self.places.values():
            product *= len(moves)
        return product

    def below(self, place, seen=None):
        """Places at and below a node or an answer."""
        seen = set() if seen is None else seen
        if place in seen:
            return seen
        seen.add(place)
        if place[0] == "answer":
            branch = self.nodes[place[1]]["choice"][place[2]]
            parties = self.consent(self.nodes[place[1]], branch)
            for party in parties[parties.index(place[3]):]:
                seen.add(("answer", place[1], place[2], party))
            nexts = [branch["to"], branch.get("refused", self.nodes[place[1]].get("refused"))]
        else:
            node = self.nodes[place[1]]
            nexts = [b["to"] for b in node.get("chance", {}).values()]
            for choice, branch in self.choices(place[1]).items():
                seen.add(("choose", place[1]))
                nexts.append(branch["to"])
                for party in self.consent(node, branch):
                    self.below(("answer", place[1], choice, party), seen)
        for name in nexts:
            self.below(("node", name), seen)
        return seen

    def equilibria(self):
        roots = [("node", n) for n in self.nodes] + [p for p in self.places if p[0] == "answer"]
        within = {root: [p for p in self.below(root) if p in self.places] for root in roots}
        players = sorted({who for who, _ in self.places.values()})

        def gains(profile):
            for root in roots:
                now = self.value(root, profile)
                for who in players:
                    own = [p for p in within[root] if self.places[p][0] == who]
                    at = [self.holders.index(h) for h in who]
                    for moves in itertools.product(*(self.places[p][1] for p in own)):
                        other = self.value(root, {**profile, **dict(zip(own, moves))})
                        if sum(other[i] for i in at) > sum(now[i] for i in at):
                            return True
            return False

        return [profile for profile in self.profiles() if not gains(profile)]


def run(folder):
    result = subprocess.run([LODE, "option", folder, "--json"], capture_output=True, text=True, timeout=60)
    if result.returncode != 0:
        raise AssertionError(f"{folder}: exit {result.returncode}: {result.stderr}")
    return {name: table["rows"] for name, table in json.loads(result.stdout)["tables"].items()}


def check(folder, text):
    """Faults, and the values of the equilibria at the start."""
    game = Game(tomllib.loads(text, parse_float=exact))
    for node in game.nodes.values():  # whole numbers too
        for record in (node, *node.get("choice", {}).values(), *node.get("chance", {}).values()):
            if "pays" in record:
                record["pays"] = [exact(x) for x in record["pays"]]
    if game.count() > MOST_PROFILES:
        raise AssertionError(f"{folder}: {game.count()} profiles")
    found = game.equilibria()
    tables = run(folder)
    faults = []

    def same(got, want):
        return all(abs(a - float(b)) <= 1e-12 * max(1, abs(float(b))) for a, b in zip(got, want))

    got = [row[2] for row in tables["holders"]]
    values = {tuple(game.value(("node", game.start), p)) for p in found}
    if not any(same(got, want) for want in values):
        faults.append(f"{folder}: lode {got}, equilibria {[[str(x) for x in v] for v in values]}")
    n = len(game.holders)
    for row in tables["decisions"]:
        wanted = {tuple(game.value(("node", row[0]), p)) for p in found}
        if not any(same(row[-n:], want) for want in wanted):
            faults.append(f"{folder}: node {row[0]}: lode {row[-n:]}, equilibria {wanted}")
        moves = {p["choose", row[0]] for p in found}
        if row[3] not in moves:
            faults.append(f"{folder}: node {row[0]}: lode chooses {row[3]}, equilibria {moves}")
    return faults, values, tables, game


def random_tree(random_):
    """A small tree of three holders with consents; amounts of few values, so that ties happen."""
    dated = random_.random() < 0.4
    lines = [f"rate = {random_.choice((0, 0.05, 0.3))}"] if dated else []
    lines += ["[holder.a]", "[holder.b]", "[holder.c]"]
    def amounts():
        return f"pays = [{', '.join(str(random_.randint(-2, 2)) for _ in 'abc')}]"

    ends = [f"e{i}" for i in range(4)]
    inner = ["n0", "n1", "n2"]
    for at, name in enumerate(inner):
        later = inner[at + 1:] + ends
        lines.append(f"[node.{name}]")
        if dated:
            lines.append(f"year = {2030 + at}")
        if random_.random() < 0.3:
            lines.append(amounts())
        if at == 1 and random_.random() < 0.5:
            for k, probability in enumerate(("0.375", "0.625")):
                lines += [f"[node.{name}.chance.c{k}]", f'to = "{random_.choice(later)}"', f"probability = {probability}"]
                if random_.random() < 0.4:
                    lines.append(amounts())
            continue
        holder = random_.choice("abc")
        lines.append(f'holder = "{holder}"')
        if random_.random() < 0.2:
            lines += [f'jointly = ["{random_.choice([h for h in "abc" if h != holder])}"]', 'rule = "sum"']
        for k in range(random_.choice((2, 2, 3)) if at == 0 else 2):
            # All are reached: the first choices lead to each inner node.
            to = inner[k + 1] if at == 0 and k < 2 else random_.choice(later)
            lines += [f"[node.{name}.choice.m{k}]", f'to = "{to}"']
            if random_.random() < 0.4:
                lines.append(amounts())
            if random_.random() < 0.4:
                party = random_.choice([h for h in "abc" if h != holder])
                lines += [f'consent = ["{party}"]', f'refused = "{random_.choice(ends)}"']
    for name in ends:
        lines += [f"[node.{name}]", *([f"year = {random_.randint(2033, 2035)}"] if dated else []), f"pays = [{', '.join(str(random_.randint(-3, 3)) for _ in 'abc')}]"]
    # Ends that nothing leads to are left out.
    text = "\n".join(lines) + "\n"
    for name in ends:
        if f'"{name}"' not in text:
            text = text.replace(text[text.index(f"[node.{name}]"):].split("[node.", 2)[1].join(("[node.", "")), "")
    return text


def main():
    faults, trees, several = [], 0, 0
    for folder in sorted(p.parent for p in CASES.rglob("case.toml")):
        wrong, values, tables, game = check(folder, (folder / "case.toml").read_text())
        faults += wrong
        trees += 1
        if "print" in sys.argv[3:]:
            chosen = next(v for v in values if all(abs(float(a) - r[2]) < 1e-9 for a, r in zip(v, tables["holders"])))
            rows = ["table,row,column,expected,absolute,relative,errors,source"]
            rows += [f"holders,{h},value,{v},1e-12,,,enumeration of all strategy profiles" for h, v in zip(game.holders, chosen)]
            first = next(r for r in tables["decisions"] if r[0] == game.start)
            rows += [f"decisions,{game.start},choice,{first[3]},,,,the same", f"decisions,{game.start},refused_by,{first[4]},,,,the same"]
            (folder / "expected.csv").write_text("\n".join(rows) + "\n")
    random_ = random.Random(20261130)
    with tempfile.TemporaryDirectory() as holder:
        path = pathlib.Path(holder) / "case.toml"
        for _ in range(60):
            text = random_tree(random_)
            path.write_text(text)
            wrong, values, _, _ = check(path, text)
            several += len(values) > 1
            trees += 1
            if wrong:
                faults += [*wrong, text]
                break
    if trees < 60 or several == 0:
        faults.append(f"only {trees} trees, {several} with several equilibria")
    print("\n".join(faults) if faults else f"{trees} trees are as enumerated, {several} of them with several equilibria")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
