#!/usr/bin/env python3
"""Terms are said, not assumed: what a case leaves out is not levied, what it gives says where it comes from.

    tests/terms_test.py LODE STUDIES_FOLDER

No country in the engine and no default that is one country's or one deal's; a deal without taxes; one without a refinery;
confidence classes by tonnes; sources that are none; rates of return against Sturm's theorem in exact arithmetic.
"""
import csv
import fractions
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import unittest

LODE, STUDIES = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
TREE = pathlib.Path(__file__).resolve().parent.parent
GHANA = (STUDIES / "ankobra-spodumene" / "case.toml").read_text()
COPPER = (STUDIES / "small-copper" / "case.toml").read_text()

# Names of states and of what is theirs, as they would stand in code. Left out are those that are words of the trade or
# common words too (Chad, Guinea, Turkey, Jordan).
COUNTRIES = """Afghanistan Albania Algeria Angola Argentina Armenia Australia Austria Azerbaijan Bahrain Bangladesh Belarus Belgium
Bolivia Bosnia Botswana Brazil Bulgaria Burundi Cambodia Cameroon Canada Chile China Colombia Congo Croatia Cuba Cyprus Denmark
Ecuador Egypt Eritrea Estonia Ethiopia Fiji Finland France Gabon Georgia Germany Ghana Greece Guatemala Guyana Haiti Honduras Hungary
Iceland India Indonesia Iran Iraq Ireland Israel Italy Jamaica Japan Kazakhstan Kenya Korea Kuwait Kyrgyzstan Laos Latvia Lebanon
Liberia Libya Lithuania Luxembourg Madagascar Malawi Malaysia Mali Mauritania Mexico Moldova Mongolia Morocco Mozambique Myanmar
Namibia Nepal Netherlands Nicaragua Niger Nigeria Norway Oman Pakistan Panama Paraguay Peru Philippines Poland Portugal Qatar Romania
Russia Rwanda Senegal Serbia Singapore Slovakia Slovenia Somalia Spain Sudan Suriname Sweden Switzerland Syria Taiwan Tajikistan
Tanzania Thailand Tunisia Turkmenistan Uganda Ukraine Uruguay Uzbekistan Venezuela Vietnam Yemen Zambia Zimbabwe
America American Europe European Kazakh Chinese Russian tenge KZT yuan renminbi ruble rouble cedi GHS Samruk""".split()
LEVIES = ("extraction_tax", "royalty_uplift", "royalty", "private_royalty", "import_duty", "services_withholding", "rent_tax", "income_tax",
          "property_tax", "social_tax")


def lode(*arguments, code=0):
    result = subprocess.run([str(LODE), *map(str, arguments)], capture_output=True, text=True, timeout=300)
    assert result.returncode == code, f"lode {' '.join(map(str, arguments))}: exit {result.returncode}, not {code}\n{result.stderr}{result.stdout}"
    return result


def rows(path):
    with open(path, newline="") as file:
        return [{name.split("[")[0]: cell for name, cell in row.items()} for row in csv.DictReader(file)]


def without(case, *tables):
    """The case without [table] and all tables below it."""
    out, keep = [], True
    for line in case.splitlines():
        if found := re.match(r"\[([^\]]+)\]", line):
            keep = not any(found[1] == table or found[1].startswith(table + ".") for table in tables)
        if keep:
            out.append(line)
    return "\n".join(out) + "\n"


def replaced(case, *pairs):
    for old, new in pairs:
        assert case.count(old) == 1, (case.count(old), old)
        case = case.replace(old, new)
    return case


class Terms(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.at = pathlib.Path(holder.name)

    def case(self, text, name="case"):
        folder = self.at / name
        folder.mkdir(exist_ok=True)
        (folder / "case.toml").write_text(text)
        return folder

    def run_case(self, text, *more, name="case"):
        folder, out = self.case(text, name), self.at / (name + "-out")
        said = lode("run", folder, "--out", out, "--realisations", 4, "--quiet", *more)
        return out, said.stdout

    def refused(self, text, *needles, code=3, name="case"):
        said = lode("check", self.case(text, name), code=code).stderr
        for needle in needles:
            self.assertIn(needle, said)

    # ------------------------------------------------------------------------------------------ no country in the engine

    def test_the_engine_names_no_country(self):
        word = re.compile(r"\b(" + "|".join(COUNTRIES) + r")\b")
        seen = 0
        for path in sorted([*(TREE / "src").rglob("*"), *(TREE / "apps").rglob("*")]):
            if path.suffix not in (".h", ".cpp") or path.name.endswith("_test.cpp"):
                continue
            seen += 1
            for number, line in enumerate(path.read_text().splitlines(), 1):
                line = re.sub(r"(studies|results)/[\w-]+", "", line)  # a path of an example
                self.assertIsNone(word.search(line), f"{path.relative_to(TREE)}:{number}: {line.strip()}")
        self.assertGreater(seen, 200)

    # A default of a tax, of money, of funding or of a bid is nothing, no limit, required or a factor of one.
    NEUTRAL = {"0", "none", "required", "1", "false", '""', "[]", "{}"}
    TECHNICAL = {"financing.arrears_until_default", "suspension.years_below", "bid.NAME.marketer_is_sponsor", "financing.repayment_after",
                 "financing.reserve_tail", "financing.stop", "planning.pushbacks", "planning.lag",
                 "planning.cut_offs", "project.horizon", "project.host", "project.metal"}  # named by `check` where they act

    def test_no_default_is_a_country_s_or_a_deal_s(self):
        rooms = ("tax", "macro", "financing", "discount", "bank_case", "suspension", "bid", "project", "planning", "product")
        told = json.loads(lode("explain", "--json").stdout)["tables"]["parameters"]
        names = [column["name"] for column in told["columns"]]
        checked = 0
        for row in (dict(zip(names, row)) if isinstance(row, list) else row for row in told["rows"]):
            if row["key"].split(".")[0] not in rooms or row["type"] in ("table", "choice") or row["key"] in self.TECHNICAL:
                continue
            checked += 1
            if row["key"].endswith((".deductible", ".to_state")):
                continue  # what a royalty is unless it is said otherwise
            if row["key"].endswith((".first_year", ".last_year")):
                continue
            self.assertIn(row["default"], self.NEUTRAL, row["key"])
        self.assertGreater(checked, 100)
        told = json.loads(lode("explain", "--stage", "cashflow", "--json").stdout)["tables"]["parameters"]
        for row in (dict(zip(names, row)) if isinstance(row, list) else row for row in told["rows"]):
            if row["key"].startswith(("tax.", "debt.", "partner.")) and row["type"] == "number" and row["key"] != "debt.arrears_until_default":
                self.assertIn(row["default"], self.NEUTRAL, row["key"])

    # --------------------------------------------------------------------------------------------- nothing said, nothing due

    def test_with_empty_tax_and_macro_every_levy_is_zero(self):
        bare = without(GHANA, "tax", "macro").replace("withholding = 0.08\n", "")
        for text in (bare, bare + "[tax]\n[macro]\n"):
            out, _ = self.run_case(text, "--scenario", 1, "--force")
            ledger = rows(out / "scenario_ledger.csv")
            for line in LEVIES + ("vat_due_change",):
                values = [float(row["value"]) for row in ledger if row["line"] == line]
                self.assertGreater(len(values), 0, line)
                self.assertEqual([v for v in values if v], [], line)
            self.assertGreater(sum(float(row["value"]) for row in ledger if row["line"] == "revenue"), 1e8)
            self.assertEqual([row for row in rows(out / "scenario_periods.csv") if float(row["usd_index"]) != 1 or float(row["local_per_usd"]) != 1], [])
            for row in rows(out / "receipts.csv"):
                if row["instrument"] not in ("stake_price", "milestones", "profit_share", "fund_dividends"):
                    self.assertEqual(float(row["mean"]), 0, row)
            state = [row for row in rows(out / "deal.csv") if row["party"] == "state"]
            self.assertEqual({float(row["mean"]) for row in state}, {0.0})

    def test_one_levy_that_is_said_is_the_only_one(self):
        bare = without(GHANA, "tax", "macro").replace("withholding = 0.08\n", "")
        for key, line in (("social_rate = 0.1\npayroll_share = 0.3", "social_tax"), ("import_duty = 0.1\nimported_share = 0.5", "import_duty"),
                          ("property_rate = 0.01\n[tax.pool.all]\nshare = 1\nrate = 0.2", "property_tax")):
            out, _ = self.run_case(bare + "[tax]\n" + key + "\n", "--scenario", 0, "--force")
            ledger = rows(out / "scenario_ledger.csv")
            due = {l for l in LEVIES for row in ledger if row["line"] == l and float(row["value"])}
            self.assertEqual(due, {line})

    def test_a_tax_on_income_needs_a_pool(self):
        self.refused(without(GHANA, "tax") + "[tax]\nincome_rate = 0.3\n", "tax.pool", "no pool is given")

    def test_a_lower_rate_for_large_holders_is_that_of_all_unless_it_is_said(self):
        bare = without(GHANA, "tax", "macro").replace("withholding = 0.08\n", "")
        withheld = []
        for tax in ("dividend_rate = 0.1", "dividend_rate = 0.1\ndividend_rate_major = 0.1\nmajor_stake = 0.2",
                    "dividend_rate = 0.1\ndividend_rate_major = 0.05\nmajor_stake = 0.2"):
            out, _ = self.run_case(bare + "[tax]\n" + tax + "\n", "--scenario", 0, "--force")
            withheld.append(sum(float(row["mean"]) for row in rows(out / "receipts.csv") if row["instrument"] == "dividend_withholding"))
        self.assertGreater(withheld[0], 1)
        self.assertEqual(withheld[0], withheld[1])
        self.assertAlmostEqual(withheld[2], withheld[0] / 2, delta=1e-6 * withheld[0])

    def test_local_money_follows_the_dollar_unless_it_is_said(self):
        bare = without(GHANA, "macro")
        out, _ = self.run_case(bare + "[macro]\ninflation = 0.03\nlocal_per_usd = 12\n", "--scenario", 0, "--force")
        for row in rows(out / "scenario_periods.csv"):
            middle = float(row["start"]) + float(row["length"]) / 2
            self.assertAlmostEqual(float(row["usd_index"]), 1.03 ** middle, delta=1e-12)
            self.assertAlmostEqual(float(row["local_per_usd"]), 12, delta=1e-10)

    def test_cash_flow_without_a_tax_table_pays_none(self):
        text = """title = "no tax said"
[income.sales]
kind = "revenue"
amount = [0, 50, 60, 70]
[cost.build]
kind = "capital"
amount = [100, 0, 0, 0]
[cost.run]
kind = "processing"
amount = [0, 10, 10, 10]
"""
        for more in ("", "[tax]\n"):
            tables = json.loads(lode("cashflow", self.case(text + more), "--json").stdout)["tables"]
            names = [c["name"] for c in tables["summary"]["columns"]]
            summary = {row["measure"]: row for row in (dict(zip(names, r)) if isinstance(r, list) else r for r in tables["summary"]["rows"])}
            self.assertEqual(summary["npv_government"]["value"], 0)
            self.assertEqual(summary["npv_pre_tax"]["value"], summary["npv_after_tax"]["value"])

    def test_check_names_the_choices_left_to_lode(self):
        said = lode("check", self.case(replaced(GHANA, ("lag = 3\n", ""), ("years_below = 1.5\n", "")))).stderr
        self.assertIn("in force by default: ", said)
        self.assertIn("planning.lag = 6", said)
        self.assertIn("suspension.years_below = 2 y", said)
        self.assertNotIn("planning.cut_offs", said)  # is given
        self.assertNotIn("tax.", said.split("in force by default")[1])

    def test_what_was_a_default_of_one_study_is_required(self):
        for line, key in (("base_year = 2026", "project.base_year"), ("licence = 15", "project.licence"), ("quarters_until = 2029", "project.quarters_until"),
                          ("construction_start = 2027", "project.construction_start"), ("term = 5", "bid.miner.loan.bank.term")):
            self.refused(replaced(GHANA, (line + "\n", "")), key, "is required")
        self.refused(replaced(GHANA, ("[discount]\nproject = 0.08\n", "[discount]\n")), "discount.project", "is required")

    # ------------------------------------------------------------------------------------------------- where values come from

    BAD = ("made up", "Made-up numbers", "method: calendar", "Method", "assumption", "assumption: as remembered", "own estimate", "Own calculation, 2024", "our model",
           "?", "-", "", "  ", "n/a", "N/A", "unknown", "none", "tbd", "guess", "estimate", "expert judgement", "typical value", "2024", "x", "fictional")
    GOOD = ("USGS Mineral Commodity Summaries 2026", "Business Wire, Nov 2025: both deposits", "Tau-Ken Samruk, project page (undated)",
            "Methods in Mining, 2019, p. 12", "Authority for Minerals, 2023", "Estimates of the statistical office, 2024", "Minerals Commission of Ghana, 2024-03-01",
            "Горное ведомство, 2023", "Expert RA, 2023: rating")

    def test_a_source_that_is_none_is_refused_with_what_to_write(self):
        line = GHANA.splitlines().index('assumption = "made up"') + 1
        for bad in self.BAD:
            text = replaced(GHANA, ("jobs = 700", f'jobs = {{ value = 700, source = "{bad}" }}'))
            self.refused(text, "case.toml:", "project.jobs.source")
            self.refused(replaced(GHANA, ('assumption = "made up"', f'source = "{bad}"')), f"case.toml:{line}:")
        self.refused(replaced(GHANA, ("jobs = 700", 'jobs = { value = 700, source = "method: as counted" }')), 'write method = "as counted"')
        self.refused(replaced(GHANA, ("jobs = 700", 'jobs = { value = 700, source = "made up" }')), 'write assumption = "made up"')
        for key in ("assumption", "method"):
            for nothing in ("", "?", " - "):
                self.refused(replaced(GHANA, ("jobs = 700", f'jobs = {{ value = 700, {key} = "{nothing}" }}')), f"project.jobs.{key}", "where from or why")

    def test_a_source_is_taken_and_one_without_a_year_is_a_note(self):
        for good in self.GOOD:
            said = lode("check", self.case(replaced(GHANA, ("jobs = 700", f'jobs = {{ value = 700, source = "{good}" }}')))).stderr
            self.assertNotIn("says no year", said)
        said = lode("check", self.case(replaced(GHANA, ("jobs = 700", 'jobs = { value = 700, source = "Minerals Commission" }')))).stderr
        self.assertRegex(said, r'case\.toml:\d+: project\.jobs: the source "Minerals Commission" says no year')

    def test_the_three_kinds_are_counted_once_for_terminal_table_and_page(self):
        text = replaced(GHANA, ("jobs = 700", 'jobs = { value = 700, source = "Minerals Commission, 2024" }'),
                        ("licence = 15", 'licence = { value = 15, method = "as the other licences" }'),
                        ("[macro]\n", '[macro]\nmethod = "no view is taken"\n'))
        out, said = self.run_case(text, "--scenarios", 4)
        status = [row["status"] for row in rows(out / "inputs.csv")]
        counts = {kind: status.count(kind) for kind in ("source", "assumption", "method", "not said")}
        self.assertEqual((counts["source"], counts["method"], counts["not said"]), (1, 7, 0))
        trust = {row["item"]: float(row["value"]) for row in rows(out / "trust.csv") if row["value"]}
        self.assertEqual(trust["inputs with a source"], counts["source"])
        self.assertEqual(trust["inputs that are assumptions"], counts["assumption"])
        self.assertEqual(trust["inputs by a method"], counts["method"])
        sentence = (f"{sum(counts.values())} inputs of the case: 1 have a published source, {counts['assumption']} are assumptions, 7 follow from a "
                    "method.")
        self.assertIn(sentence, " ".join(said.split()))
        self.assertIn(sentence, (out / "report.html").read_text())

    def test_a_pool_s_method_is_how_it_is_deducted(self):
        out, _ = self.run_case(GHANA, "--scenarios", 2)
        found = {row["key"]: row for row in rows(out / "inputs.csv")}
        self.assertEqual(found["tax.pool.capital.method"]["value"], "declining")
        self.assertEqual(found["tax.pool.capital.rate"]["status"], "assumption")

    # ------------------------------------------------------------------------------------------------------ classes by tonnes

    def test_classes_by_tonnage_hold_their_tonnes_to_a_block(self):
        stated = {"measured": 3.5, "indicated": 6.0, "inferred": 2.3}
        block = 20 * 20 * 10 * 2.72 / 1e6
        total = sum(stated.values())
        cases = {"tonnage": GHANA}
        shares = GHANA.replace("[deposit.ankobra.statement]\n", f"[deposit.ankobra.statement]\ntonnage = {total}\ngrade = 1.22\n")
        for tonnes in stated.values():
            shares = replaced(shares, (f"tonnage = {tonnes}\n", f"share = {tonnes / total!r}\n"))
        cases["share"] = shares
        for name, text in cases.items():
            out, _ = self.run_case(text, "--scenarios", 2, name=name)
            found = {row["class"]: row for row in rows(out / "statement_classes.csv")}
            self.assertEqual(list(found), ["measured", "indicated", "measured + indicated", "inferred"])
            for confidence, tonnes in stated.items():
                self.assertAlmostEqual(float(found[confidence]["stated_tonnes"]), tonnes, delta=1e-9)
                self.assertAlmostEqual(float(found[confidence]["tonnes"]), tonnes, delta=1.01 * block)
            self.assertAlmostEqual(sum(float(found[c]["tonnes"]) for c in stated), total, delta=1e-5 * total)
            self.assertEqual(found["inferred"]["inferred"], "yes")
        # Totals: the classes' sums.
        bridge = [row for row in rows(self.at / "tonnage-out" / "metal_bridge.csv") if row["step"] == "stated"]
        self.assertAlmostEqual(float(bridge[0]["ore_mt"]), total, delta=1e-9)
        self.assertAlmostEqual(float(bridge[0]["metal_kt"]), 10 * (3.5 * 1.29 + 6.0 * 1.22 + 2.3 * 1.12), delta=1e-6)

    def test_classes_that_contradict_the_statement_are_refused_with_both_numbers(self):
        total = "[deposit.ankobra.statement]\ntonnage = 12.5\n"
        self.refused(replaced(GHANA, ("[deposit.ankobra.statement]\n", total)), "adds to 11.8 Mt", "the statement says 12.5 Mt")
        self.refused(replaced(GHANA, ("[deposit.ankobra.statement]\n", "[deposit.ankobra.statement]\ngrade = 1.5\n")), "t of metal", "the statement's tonnage and grade")
        self.refused(replaced(GHANA, ("tonnage = 6.0\n", "tonnage = 6.0\nshare = 0.5\n")), "stands beside `tonnage`")
        self.refused(replaced(GHANA, ("tonnage = 6.0\n", "")), "confidence.indicated", "has no `tonnage`")
        self.refused(replaced(GHANA, ("tonnage = 6.0\n", "tonnage = 6.0\nwithin = 0.5\n")), "stands beside `within`")
        self.refused(re.sub(r"tonnage = [\d.]+\n", "", GHANA), "says nowhere how the classes lie")
        self.refused(replaced(re.sub(r"tonnage = [\d.]+\n", "share = 0.3\n", GHANA), ("cut_off = 0.50", "cut_off = 0.50\ntonnage = 12\ngrade = 1.2")),
                     "shares add to 0.9, not to 1")
        self.refused(re.sub(r"tonnage = [\d.]+\n", "share = 0.3333333333333333\n", GHANA), "statement.tonnage", "is required")
        self.refused(re.sub(r"grade = 1\.\d+\n", "", GHANA), "statement.grade", "is required")

    # ------------------------------------------------------------------------------------------------------- without a refinery

    def test_a_deal_without_a_refinery_sells_each_product_on_its_own_terms(self):
        out, said = self.run_case(GHANA, "--scenario", 2)
        money = {}
        for row in rows(out / "scenario_money.csv"):
            money.setdefault((row["bid"], row["item"]), 0.0)
            money[row["bid"], row["item"]] += float(row["value"])
        for bid in ("miner", "refiner"):
            self.assertEqual(money[bid, "refining_usd"], 0)
            self.assertEqual(money[bid, "by_product_t_li2o"], 0)
            self.assertAlmostEqual(money[bid, "product_metal_t"], money[bid, "concentrate_metal_t"], delta=1e-6)
            self.assertGreater(money[bid, "selling_usd"], 0)
        steps = [row["step"] for row in rows(out / "metal_bridge.csv")]
        self.assertNotIn("in concentrate", steps)
        bridge = {row["step"]: float(row["metal_kt"]) for row in rows(out / "metal_bridge.csv") if row["deposit"] == "all"}
        self.assertLess(bridge["paid for"], 0.95 * bridge["sold"])  # 45 % of the metal in fines
        products = {row["product"]: row for row in rows(out / "products.csv")}
        self.assertEqual(products["fines"]["pays"], "45 % of Li2O")
        self.assertIn("Mining company: 50 % to West", products["concentrate"]["sold_by_bids"])
        for check in rows(out / "checks.csv"):
            if check["check"].startswith(("metal", "money")):
                self.assertEqual(check["holds"], "yes", check)

    def test_what_a_case_without_a_refinery_lacks_is_told(self):
        self.refused(replaced(GHANA, ("[product.concentrate.pays.li2o]\nshare = 1\ndeduction = 0.05\n", ""), ("[product.fines.pays.li2o]\nshare = 0.45\n", "")),
                     "none makes a product that is paid for li2o", "product.NAME.pays.li2o")
        self.refused(replaced(GHANA, ('[bid.miner.offtake.fines]\nproduct = "fines"\n', "[bid.miner.offtake.fines]\n")), "bid.miner.offtake.fines.product", "is needed",
                     "concentrate and fines")
        self.refused(without(GHANA, "bid.refiner.offtake.fines"), "bid.refiner.offtake", "sells none of fines")
        self.refused(GHANA + '[event.fire]\nname = "Fire"\nyearly_probability = 0.1\nhalts_refinery = true\n', "there is no [refinery]")
        self.refused(replaced(GHANA, ('key = "product.concentrate.freight"', 'key = "refinery.yield"')), "is no sampled parameter")

    # --------------------------------------------------------------------------------------------------------- one scenario

    def test_one_scenario_has_no_chances_and_no_average(self):
        for study in (GHANA, COPPER):
            out, said = self.run_case(study, "--scenario", 3, "--force")
            for word in ("chance", "on average", "P90", "±", "better in", "of the scenarios"):
                self.assertNotIn(word, said)
            self.assertIn("one scenario", said)
            shown = lode("show", out, "deal").stdout
            self.assertNotIn("P90", shown)
            deal = rows(out / "deal.csv")
            self.assertIn("Project, before debt and marketing", {row["name"] for row in deal})

    # --------------------------------------------------------------------------------------------------- rates of return, payback

    def returns(self, flow, convention="period_start"):
        text = f"""title = "t"
money = "nominal"
money_unit = 1
[income.cash]
kind = "other"
amount = {[float(x) for x in flow]}
[valuation]
rates = [0.1]
rate = 0.1
convention = "{convention}"
"""
        tables = json.loads(lode("cashflow", self.case(text), "--json").stdout)["tables"]["returns"]
        names = [c["name"] for c in tables["columns"]]
        found = {row["flow"]: row for row in (dict(zip(names, r)) if isinstance(r, list) else r for r in tables["rows"])}["pre_tax"]
        return found["irr"], found["why_not"], [float(x) for x in found["all_rates"].split()], found["payback"]

    def test_a_double_root_is_one_rate(self):
        for flow, rate in (((-100, 220, -121), 0.1), ((100, -220, 121), 0.1), ((-64, 160, -100), 0.25), ((-1, 3, -3, 1), 0.0),
                           ((-1000, 3300, -3630, 1331), 0.1)):
            irr, why, every, _ = self.returns(flow)
            self.assertIsNotNone(irr, (flow, why))
            self.assertAlmostEqual(irr, rate, delta=1e-9, msg=str(flow))
            self.assertEqual(len(every), 1, (flow, every))

    def test_payback_goes_by_where_flows_stand(self):
        flow = (-50, 10, 13, 16, 19, 22)
        self.assertAlmostEqual(self.returns(flow)[3], 3 + 11 / 19, delta=1e-12)
        for convention in ("mid_period", "period_end"):
            self.assertAlmostEqual(self.returns(flow, convention)[3], 4 + 11 / 19, delta=1e-12)

    def test_rates_are_those_of_sturm_s_theorem(self):
        random.seed(11)
        told_several = told_none = touched = 0
        for round_ in range(120):
            kind = round_ % 4
            if kind == 0:  # any small whole numbers
                flow = [random.randint(-9, 9) for _ in range(random.randint(2, 7))]
            else:  # a polynomial with known rates, some of them double or triple
                roots = [fractions.Fraction(random.randint(70, 160), 100) for _ in range(random.randint(1, 2))]
                powers = [random.choice((1, 1, 2, 3)) if kind > 1 else 1 for _ in roots]
                flow = [random.choice((-1, 1)) * 10 ** 6]
                for root, power in zip(roots, powers):
                    for _ in range(power):
                        flow = times(flow, [1, -root])
                if kind == 3:
                    flow = times(flow, [1, 0, fractions.Fraction(random.randint(1, 9))])  # and two that are no numbers
            if not any(flow) or max(map(abs, flow)) > 2 ** 50 or any(fractions.Fraction(float(x)) != fractions.Fraction(x) for x in flow):
                continue
            every = self.returns(flow)[2]
            expected = distinct_roots([fractions.Fraction(x) for x in flow], fractions.Fraction(1, 100), fractions.Fraction(11))
            self.assertEqual(len(every), len(expected), (flow, every, expected))
            for ours, (low, high) in zip(every, sorted(expected)):
                self.assertTrue(low - 1e-6 <= 1 + ours <= high + 1e-6, (flow, ours, low, high))
            told_several += len(expected) > 1
            told_none += not expected
            touched += kind > 1 and len(expected) > 0
        self.assertGreater(min(told_several, told_none, touched), 5)

    def test_two_rates_near_each_other_are_two_and_a_near_miss_is_none(self):
        # (x - 1.1)(x - 1.1001) at x = 1 + r; and a parabola that stays 1e-8 of the flows above nothing.
        irr, why, every, _ = self.returns((-1, 2.2001, -1.1 * 1.1001))
        self.assertEqual((irr, len(every)), (None, 2))
        self.assertEqual(why, "several rates fit")
        irr, why, every, _ = self.returns((-100, 220, -121.000001))
        self.assertEqual((irr, every), (None, []))


# Polynomials in x = 1 + r, highest power first: flow[0] x^n + ... + flow[n] has the roots of the present value.


def times(a, b):
    out = [fractions.Fraction(0)] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            out[i + j] += fractions.Fraction(x) * fractions.Fraction(y)
    return out


def trimmed(p):
    while p and p[0] == 0:
        p = p[1:]
    return p


def rest(a, b):
    a = trimmed(list(a))
    while len(a) >= len(b):
        factor = a[0] / b[0]
        a = trimmed([x - factor * (b[i] if i < len(b) else 0) for i, x in enumerate(a)][1:]) if a[0] else trimmed(a[1:])
    return a


def sturm(p):
    p = trimmed(p)
    chain = [p, [c * (len(p) - 1 - i) for i, c in enumerate(p[:-1])]]
    while chain[-1]:
        chain.append([-c for c in rest(chain[-2], chain[-1])])
    return chain[:-1]


def value(p, x):
    out = fractions.Fraction(0)
    for c in p:
        out = out * x + c
    return out


def changes(chain, x):
    signs = [v > 0 for v in (value(p, x) for p in chain) if v != 0]
    return sum(a != b for a, b in zip(signs, signs[1:]))


def distinct_roots(flow, low, high):
    """Intervals of at most 1e-9 in (low, high], each with one distinct root, by Sturm's theorem in exact arithmetic."""
    p = trimmed(flow)
    while p and p[-1] == 0:
        p = p[:-1]
    if len(p) < 2:
        return []
    chain, out, open_ = sturm(p), [], [(low, high)]
    while open_:
        a, b = open_.pop()
        count = changes(chain, a) - changes(chain, b)
        if count == 0:
            continue
        if count == 1 and b - a < fractions.Fraction(1, 10 ** 9):
            out.append((float(a), float(b)))
            continue
        middle = (a + b) / 2
        open_ += [(a, middle), (middle, b)]
    return sorted(out)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
