#!/usr/bin/env python3
"""Sanity gates of the reference study: are its headline numbers where the published facts put them?

    tests/reference_gates_test.py LODE STUDIES_FOLDER

A deposit alone is the study without the other: its tables, and what speaks of them, are taken out of case.toml.
"""
import csv
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

LODE, REFERENCE = sys.argv[1], pathlib.Path(sys.argv[2]) / "kazakhstan-tungsten"


def without(case, deposit):
    """The case without one deposit: drops every table whose header, and every line whose text, names it; then the
    events that are left with nothing to do."""
    tables = re.split(r"(?m)^(?=\[)", case)
    kept = [t for t in tables if deposit not in t.splitlines()[0]]
    kept = [t for t in kept if not (t.startswith(("[event.", "[study_period.finding.")) and re.search(rf'(?m)^(key|halts) = .*{deposit}', t))]
    kept = [t for t in kept if ".right.expand]" not in t]
    kept = [re.sub(r"(?m)^capital_profile = .*\n", "", t) if t.startswith("[deposit.") else t for t in kept]
    return "".join("".join(line for line in t.splitlines(True) if deposit not in line) for t in kept)


def with_value(case, table, key, value):
    """`key` of [table] set to a number, whatever its note says."""
    head, found, rest = case.partition(f"[{table}]\n")
    assert found, table
    rest, count = re.subn(rf"(?m)^{key} = .*$", f'{key} = {{ value = {value}, method = "gate" }}', rest, count=1)
    assert count == 1, key
    return head + found + rest


class Gates(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.case = (REFERENCE / "case.toml").read_text()
        cls.holder = tempfile.TemporaryDirectory()
        cls.at = pathlib.Path(cls.holder.name)
        cls.whole = cls.run_case("whole", cls.case)

    @classmethod
    def tearDownClass(cls):
        cls.holder.cleanup()

    @classmethod
    def run_case(cls, name, text, *more):
        folder = cls.at / name
        folder.mkdir()
        (folder / "case.toml").write_text(text)
        for file in ("price_series.csv", "market.toml"):
            (folder / file).write_bytes((REFERENCE / file).read_bytes())
        out = cls.at / f"{name}-out"
        result = subprocess.run([LODE, "run", folder, "--out", out, "--scenarios", "20", "--quiet", *more], capture_output=True, text=True)
        assert result.returncode == 0, result.stderr
        return out

    @staticmethod
    def table(out, name):
        with open(out / f"{name}.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        return [{key.split("[")[0]: value for key, value in row.items()} for row in rows]

    def total(self, out, name, column):
        return sum(float(row[column] or 0) for row in self.table(out, name))

    # For the announced capital; with what is spent on average it is some 60 $/mtu more.
    def test_the_project_breaks_even_between_350_and_500(self):
        announced = self.run_case("announced", self.case, "--with", "capital=announced")
        rows = {row["item"]: float(row["value"]) for row in self.table(announced, "flat_price")}
        self.assertTrue(350 <= rows["breakeven"] <= 500, rows)
        # The run says what that price pays for, and it adds up.
        paid_for = sum(float(row["value"]) for row in self.table(announced, "breakeven_cost"))
        self.assertAlmostEqual(paid_for, rows["breakeven"], delta=0.01)

    def test_the_plan_of_northern_katpar_is_near_the_published_one(self):
        published = sum(float(row["published"] or 0) for row in self.table(self.whole, "schedule"))
        self.assertAlmostEqual(published, 49.8, delta=0.05)
        milled = sum(float(row["planned"]) for row in self.table(self.whole, "schedule")
                     if row["deposit"] == "northern_katpar" and int(row["year"]) <= 2048)
        self.assertLess(abs(milled / 49.8 - 1), 0.15)
        held = [row for row in self.table(self.whole, "checks") if "published" in row["check"]]
        self.assertEqual([row["holds"] for row in held], ["yes"])

    def alone(self, other, price):
        text = with_value(without(self.case, other), "planning", "price", price)
        out = self.run_case(f"without-{other}-at-{price}", text)
        cash = {column: self.total(out, "plan_cash", column) for column in self.table(out, "plan_cash")[0]}
        ore_mt = self.total(out, "schedule", "planned")
        running = sum(cash[c] for c in ("selling", "mining", "processing", "general", "refining", "sustaining", "extraction_tax"))
        print(f"without {other} at {price}: {ore_mt:.1f} Mt, revenue {cash['revenue'] / ore_mt:.1f}, "
              f"running cost {running / ore_mt:.1f} $/t ore, net {cash['net']:.0f} M$")
        return cash["revenue"] / ore_mt, running / ore_mt

    def test_an_ore_tonne_of_northern_katpar_is_worth_40_to_52_at_280(self):
        revenue, _ = self.alone("upper_kairakty", 280)
        self.assertTrue(40 <= revenue <= 52, revenue)

    def test_upper_kairakty_alone_is_marginal_below_350(self):
        revenue, running = self.alone("northern_katpar", 350)
        self.assertLess(revenue / running, 1.15)  # hardly pays its running cost, nothing of its capital
        revenue, running = self.alone("northern_katpar", 490)
        self.assertGreater(revenue / running, 1.25)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
