#!/usr/bin/env python3
"""What `lode cashflow` says to terms that contradict themselves: exit 3 and the place, the key and the reason; or a status.

    tests/cashflow_faults_test.py LODE

Each row puts lines into a small case, or in place of one, and names what the message must hold; `@` stands for the place of
the first line put in.
"""
import fcntl
import json
import os
import pathlib
import pty
import struct
import subprocess
import sys
import termios
import tempfile

LODE = sys.argv[1]
GOOD = """\
[product.metal]
quantity = [0, 0, 100, 120, 120, 110, 90, 0]
unit = "kt"
price = 3000
price_unit = "USD/t"

[cost.mining]
kind = "mining"
amount = [0, 0, 110, 128, 130, 122, 101, 0]

[cost.plant]
kind = "capital"
amount = [150, 250, 40, 0, 0, 0, 0, 0]

[tax]
income_rate = 0.2

[tax.pool.all]
share = 1
rate = 0.25

[debt]
share = 0.6

[debt.loan.bank]
rate = 0.08
term = 4

[partner.company]
stake = 0.7

[partner.state]
stake = 0.3
state = true
"""

# Name, lines to put in, the line they replace (or the header they follow), what is said.
FAULTS = [
    ("a carry above 100 %", 'kind = "carried"\ncarried_share = 1.2', "[partner.state]", ["case.toml:34", "partner.state.carried_share", "1.2", "at least 0 and at most 1"]),
    ("stakes that add to more than 1", "stake = 0.8", "stake = 0.7", ["partner", "the stakes add to 1.1, not to 1"]),
    ("stakes that add to less than 1", "stake = 0.2", "stake = 0.3", ["the stakes add to 0.9, not to 1"]),
    ("a loan that outlasts the mine", "term = 6", "term = 4", ["@", "debt.loan.bank.term = 6", "ends 8 years", "1 after the mine closes"]),
    ("a loan that outlasts the mine by its grace", "grace = 3", "[debt.loan.bank]", ["debt.loan.bank.term", "after the mine closes"]),
    ("a negative tenor", "term = -4", "term = 4", ["@", "debt.loan.bank.term", "-4", "must be at least"]),
    ("a negative rate", "rate = -0.08", "rate = 0.08", ["@", "debt.loan.bank.rate", "must be at least"]),
    ("losses that live no year", "loss_years = 0", "[tax]", ["@", "tax.loss_years", "0 lets no loss be used"]),
    ("a cover below 1", 'repayment = "sculpted"\ncover = 0.9', "[debt.loan.bank]", ["debt.loan.bank.cover", "0.9", "must be at least"]),
    ("a sculpted loan with draws", 'repayment = "sculpted"\ndraw = [100, 100, 0, 0, 0, 0, 0, 0]', "[debt.loan.bank]", ["debt.loan.bank.draw", "sized by its cover"]),
    ("a lock-up without a loan's name", "lock_up = 20", "[debt]", ["@", "debt.lock_up", "must be at least"]),
    ("pools that add to 0.9", "share = 0.9", "share = 1", ["tax.pool", "add to 0.9, not to 1"]),
    ("a floor above the cap", "floor = 3500\ncap = 3200", "[product.metal]", ["@", "product.metal.floor", "3500", "3200"]),
    ("a list of another length", "quantity = [0, 0, 100]", "quantity = [0, 0, 100, 120, 120, 110, 90, 0]", ["@", "product.metal.quantity", "3 numbers; the case has 8 periods"]),
    ("a unit that is none", 'unit = "bags"', 'unit = "kt"', ["@", "product.metal.unit", "'bags' cannot be turned into the price's 't'"]),
    ("a currency that is none", 'price_unit = "KZT/t"', 'price_unit = "USD/t"', ["@", "product.metal.price_unit", "'KZT' is neither"]),
    ("a royalty without a rate", "[tax.royalty.all]", "", ["tax.royalty.all.rate", "is required"]),
    ("bands that fall", '[tax.royalty.all]\nscale = "margin"\nfrom = [0, 0.4, 0.2]\nrates = [0.01, 0.02, 0.03]', "", ["tax.royalty.all.from", "must have rising bounds"]),
    ("bands and a rate", '[tax.royalty.all]\nscale = "margin"\nrate = 0.05\nfrom = [0]\nrates = [0.01]', "", ["tax.royalty.all.rate", "goes with scale flat"]),
    ("a stream of nothing", '[stream.s]\nproduct = "gold"\nshare = 0.5', "", ["stream.s.product", "there is no [product.gold]"]),
    ("a ring-fence without deposits", "ring_fence = true", "[tax]", ["@", "tax.ring_fence", "needs the deposits"]),
    ("an option beyond the table", "option_stake = 0.1\noption_period = 9", "[partner.state]", ["partner.state.option_period = 9", "the case has 8 periods"]),
    ("an option on more than others hold", "option_stake = 0.8\noption_period = 3", "[partner.state]", ["partner.state.option_stake = 0.8", "the others that pay hold 0.7"]),
    ("an option without a period", "option_stake = 0.1", "[partner.state]", ["@", "partner.state.option_stake", "both option_stake and option_period"]),
    ("a carried holder that misses calls", 'kind = "free"\npays_until = 1', "[partner.state]", ["partner.state.pays_until", "goes with kind paid"]),
    ("no rates", "[valuation]\nrates = []", "", ["valuation.rates", "needs at least one rate"]),
    ("rates of another number of periods", "rate = [0.08, 0.09]", "rate = 0.08", ["@", "debt.loan.bank.rate", "2 numbers; the case has 8 periods"]),
    ("one year's rate in percent", "income_rate = [0.2, 20, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2]", "income_rate = 0.2", ["@", "tax.income_rate[1] = 20", "at most 1"]),
    ("an opening balance of no pool", "[tax.opening_pool.ships]\nbalance = 5", "", ["tax.opening_pool.ships", "there is no [tax.pool.ships]"]),
    ("a second tax whose losses live no year", "[tax.profit.mining]\nrate = 0.1\nloss_years = 0", "", ["tax.profit.mining.loss_years", "0 lets no loss be used"]),
    ("a second tax without a rate", "[tax.profit.mining]", "", ["tax.profit.mining.rate", "is required: scale flat"]),
    ("a second tax by a margin of no bands", '[tax.profit.mining]\nscale = "margin"', "", ["tax.profit.mining.from"]),
    ("a second tax without the row that it leaves out", '[tax.profit.mining]\nrate = 0.1\nnot_deducted = ["office"]', "", ["tax.profit.mining.not_deducted = office", "there is no [cost.office]"]),
    ("a tax on profit oil without sharing", '[tax.profit.oil]\nrate = 0.1\nbase = "production_share"', "", ["tax.profit.oil.base", "needs a [tax.rent.NAME] of kind production_share"]),
    ("own pools that do not add", '[tax.profit.mining]\nrate = 0.1\ncapital = "own_pools"\n[tax.profit.mining.pool.all]\nshare = 0.5\nrate = 0.2', "", ["tax.profit.mining.pool", "add to 0.5, not to 1"]),
    ("a loan owed at the start with a fee of draws", "balance = 50\nupfront_fee = 0.01", "[debt.loan.bank]", ["debt.loan.bank.upfront_fee", "this one has a `balance`"]),
    ("a loan owed at the start that is sculpted", 'balance = 50\nrepayment = "sculpted"\ncover = 1.3', "[debt.loan.bank]", ["debt.loan.bank.repayment = sculpted", "this one has a `balance`"]),
    ("a reserve for no cost", '[debt.maintenance_reserve.mill]\ncost = "mill"', "", ["debt.maintenance_reserve.mill.cost = mill", "there is no [cost.mill]"]),
    # Keys that change nothing.
    ("losses that are refunded and carried back", 'losses = "refunded"\nloss_back = 2\nloss_uplift = 0.1\nopening_losses = [5]', "[tax]", ["tax.loss_back", "tax.loss_uplift", "tax.opening_losses", "goes with losses carried_forward"]),
    ("a second tax that leaves out a royalty", '[cost.owner]\nkind = "royalty"\namount = 1\n[tax.profit.mining]\nrate = 0.1\nnot_deducted = ["owner"]', "", ["tax.profit.mining.not_deducted = owner", "is a royalty"]),
    ("a second tax that deducts twice", 'share = 0.6\nconstruction_finance = "pre_production"\n[tax.profit.mining]\nrate = 0.1', "share = 0.6", ["tax.profit.mining.capital", "deduct twice"]),
    ("a minimum tax beside refunds", 'losses = "refunded"\nminimum.rate = 0.01', "[tax]", ["tax.minimum.rate", "does not go with losses refunded"]),
    ("years of a declining pool", '[tax.opening_pool.all]\nbalance = 10\nyears = 3', "", ["tax.opening_pool.all.years", "straight_line or by schedule"]),
    ("a size of a loan that is level", 'sizing = "committed"', "[debt]", ["@", "debt.sizing", "repayment sculpted"]),
    ("the base of no minimum", '[tax.minimum]\nbase = "revenue"', "", ["tax.minimum.base", "goes with rate"]),
    ("own pools of a tax that has the income tax's", '[tax.profit.mining]\nrate = 0.1\n[tax.profit.mining.pool.all]\nshare = 1\nrate = 0.2', "", ["tax.profit.mining.pool", "goes with base accounts and capital own_pools"]),
    ("deductions of a tax on profit oil", '[tax.rent.sharing]\nkind = "production_share"\nbase = "before_income_tax"\nfrom = [0]\nrates = [0.2]\n[tax.profit.oil]\nrate = 0.1\nbase = "production_share"\ninterest = true', "", ["tax.profit.oil.interest", "goes with base accounts"]),
    ("a cover that is not sculpted to", "cover = 1.3", "[debt.loan.bank]", ["@", "debt.loan.bank.cover", "goes with repayment sculpted"]),
    ("interest of a grace that is none", 'share = 0.6\nconstruction_periods = 1\n[debt.loan.other]\nrate = 0.08\nterm = 3\ngrace_interest = "capitalised"', "share = 0.6", ["debt.loan.other.grace_interest", "goes with grace"]),
    ("a rate for major holders, of whom none is one", "dividend_withholding_major = 0.05", "[tax]", ["@", "tax.dividend_withholding_major", "goes with major_stake"]),
    ("a carry of a holder that pays", "carry_rate = 0.08", "[partner.state]", ["@", "partner.state.carry_rate", "goes with kind carried"]),
    ("a carried share of a holder that pays", "carried_share = 0.5", "[partner.state]", ["@", "partner.state.carried_share", "goes with kind carried"]),
    ("a hurdle of no share", "hurdle = 0.15\nhurdle_is_real = true", "[partner.state]", ["@", "partner.state.hurdle:", "partner.state.hurdle_is_real", "goes with profit_share"]),
    ("a return on nothing preferred", "preferred_return = 0.1", "[partner.state]", ["@", "partner.state.preferred_return", "goes with preferred"]),
    ("the price of no option", "option_price = 5", "[partner.state]", ["@", "partner.state.option_price", "goes with option_stake"]),
    ("the multiple of another option", "option_stake = 0.1\noption_period = 3\noption_multiple = 3", "[partner.state]", ["partner.state.option_multiple", "option multiple"]),
    ("interest on no loan of a holder", "loan_rate = 0.05\nloan_withholding = 0.1", "[partner.state]", ["@", "partner.state.loan_rate", "partner.state.loan_withholding", "goes with loan_share"]),
    ("dilution of one that always pays", "dilution = 2", "[partner.state]", ["@", "partner.state.dilution", "goes with call_cap or pays_until"]),
    ("a holiday that is not in force", "[tax.holiday]\nyears = 5", "", ["tax.holiday", "goes with in_force = true"]),
    ("a tax on rent with terms of another", '[tax.rent.r]\nkind = "r_factor"\nfrom = [0, 1]\nrates = [0, 0.2]\nhurdle = 0.1\nrate = 0.4\ncost_limit = 0.5', "", ["tax.rent.r.hurdle", "tax.rent.r.rate:", "goes with kind resource_rent", "tax.rent.r.cost_limit", "goes with kind production_share"]),
    ("the life of a declining pool", "rate = 0.25\nlife = 5", "rate = 0.25", ["tax.pool.all.life", "goes with method straight_line"]),
    ("the rate of a pool at once", 'rate = 0.25\nmethod = "immediate"', "rate = 0.25", ["@", "tax.pool.all.rate", "goes with method declining"]),
    ("the schedule of a declining pool", "rate = 0.25\nschedule = [0.5, 0.5]", "rate = 0.25", ["tax.pool.all.schedule", "goes with method schedule"]),
    ("pools without an income tax", "loss_years = 9", "income_rate = 0.2", ["@", "tax.loss_years", "tax.pool", "goes with tax.income_rate, which is not given"]),
    ("reserves that are none", "reserves_at_close = true\nreserve_rate = 0.02\nreserves_supported = true", "[debt]", ["@", "debt.reserves_at_close", "debt.reserve_rate", "debt.reserves_supported", "goes with reserve or operating_reserve"]),
    ("a scale's bands of a flat royalty", "[tax.royalty.all]\nrate = 0.05\nfrom = [0]\nrates = [0.01]", "", ["tax.royalty.all.from", "goes with a scale other than flat"]),
    # Numbers that make no sense.
    ("less than nothing produced", "quantity = [0, 0, 100, -120, 120, 110, 90, 0]", "quantity = [0, 0, 100, 120, 120, 110, 90, 0]", ["@", "product.metal.quantity = -120", "less than nothing in period 3"]),
    ("rates in percent", "[valuation]\nrates = [0, 5, 8]\nrate = 5\nhurdle = 12", "", ["valuation.rates[1] = 5", "did", "valuation.rate = 5", "valuation.hurdle = 12"]),
    ("a wrong count", "[period]\ncount = 9", "", ["case.toml:36:9", "period.count = 9", "all 3 rows with a number a period have 8 numbers"]),
    ("a key that is none", "tenor = 4", "[debt.loan.bank]", ["@", "debt.loan.bank.tenor", "is no known key"]),
]


def put(lines, where):
    rows = GOOD.splitlines()
    if not where:
        at = len(rows)
        rows += lines.splitlines()
    else:
        at = rows.index(where)
        if where.startswith("["):
            at += 1
        else:
            rows.pop(at)
        rows[at:at] = lines.splitlines()
    return "\n".join(rows) + "\n", at + 1


def run(folder, text, *flags):
    path = pathlib.Path(folder) / "case.toml"
    path.write_text(text)
    return subprocess.run([LODE, "cashflow", path, *flags], capture_output=True, text=True, timeout=60)


def on_terminal(path, columns):
    """What is printed on a terminal of so many columns (0: it does not tell)."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    process = subprocess.Popen([LODE, "cashflow", path], stdout=theirs, env={**os.environ, "COLUMNS": "77"})
    os.close(theirs)
    text = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        text += part
    os.close(ours)
    process.wait()
    return text.decode().replace("\r\n", "\n")


def widths(folder):
    """Tables keep to the terminal; the table of lines leaves out rows of zeros there alone."""
    faults = []
    piped = run(folder, GOOD).stdout
    path = pathlib.Path(folder) / "case.toml"
    for columns, most in ((70, 70), (20, 60), (100, 100), (160, 160), (0, 77)):
        text = on_terminal(path, columns)
        widest = max(map(len, text.splitlines()))
        if not most - 25 < widest <= most:
            faults.append(f"on {columns} columns the widest line has {widest}")
        if most == 100 and text != piped:
            faults.append("a terminal of 100 columns shows other tables than a pipe")
    names = {line.split(",")[0] for line in run(folder, GOOD, "--csv", "lines").stdout.splitlines()}
    shown = {line.split()[0] for line in piped[piped.index("Every line by period") :].splitlines() if line.split()}
    if "vat_paid" in shown or not {"mining", "income_tax"} <= shown & names or "rows that are zero in all periods are left out" not in " ".join(piped.split()):
        faults.append(f"rows of zeros: {sorted(shown)}")
    zero = [line for line in piped[piped.index("Every line by period") :].splitlines() if set(line.split()[2:]) == {"0"}]
    if len(names - shown) < 3:
        faults.append(f"no row of zeros was left out: {zero}")
    return faults


def main():
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        good = run(folder, GOOD)
        if good.returncode != 0:
            faults.append(f"the case itself: exit {good.returncode}: {good.stderr}")
        for name, lines, where, needles in FAULTS:
            text, line = put(lines, where)
            result = run(folder, text)
            said = result.stderr
            missing = [n for n in needles if n.replace("@", f"case.toml:{line}") not in said]
            if result.returncode != 3 or missing:
                faults.append(f"{name}: exit {result.returncode}, without {missing}: {said}")

        # Faults of all kinds are told together.
        both = put("term = 6", "term = 4")[0].replace("stake = 0.3", "stake = 0.2").replace("[tax]", "[tax]\nloss_years = 0")
        said = run(folder, both).stderr
        for needle in ("debt.loan.bank.term", "the stakes add to 0.9", "tax.loss_years"):
            if needle not in said:
                faults.append(f"three faults at once: without {needle}: {said}")

        given = put("draw = [100, 100, 0, 0, 0, 0, 0, 0]", "[debt.loan.bank]")[0]
        said = run(folder, given.replace("share = 0.6", 'share = 0.6\ndraws = "at_share"')).stderr
        if "debt.draws" not in said or "drawn with the need" not in said:
            faults.append(f"how loans are drawn whose draws are given: {said}")
        late = run(folder, given.replace("100, 100, 0, 0", "100, 100, 0, 5")).stderr
        if "case.toml:26" not in late or "loans are drawn in the 2 periods of construction" not in late:
            faults.append(f"a loan drawn after construction: {late}")

        free = GOOD.replace("stake = 0.7", 'stake = 0.7\nkind = "free"').replace("stake = 0.3", "stake = 0.3\npays_until = 2")
        result = run(folder, free)
        if result.returncode != 3 or "nobody pays" not in result.stderr:
            faults.append(f"calls that nobody pays: exit {result.returncode}: {result.stderr}")

        if run(folder, 'title = "Nothing"\n').returncode != 3 or "the case has no row" not in run(folder, 'title = "Nothing"\n').stderr:
            faults.append("a case without a row is not refused")
        early = "inflation = 2\n" + GOOD
        if "inflation = 2: must be at least -0.5 and at most 1" not in run(folder, early).stderr:
            faults.append(f"inflation in percent: {run(folder, early).stderr}")
        alone = GOOD[:GOOD.index("[debt.loan.bank]")] + "reserve = 0.5\n" + GOOD[GOOD.index("[partner.company]") :]
        said = run(folder, alone).stderr
        if said.count("goes with a loan") != 2:
            faults.append(f"terms of debt without a loan: {said}")

        # Switched off is not given without effect; rows that are doubtful are told on stderr.
        for text in (
            GOOD + "[tax.holiday]\nin_force = false\nyears = 5\n",
            GOOD.replace("income_rate = 0.2", "income_rate = 0"),
            GOOD.replace("[debt.loan.bank]", '[debt.loan.bank]\ngrace_interest = "capitalised"'),
        ):
            result = run(folder, text)
            if result.returncode != 0 or result.stderr:
                faults.append(f"switched off: exit {result.returncode}: {result.stderr}")
        result = run(folder, GOOD.replace("amount = [0, 0, 110,", "amount = [0, 0, -110,"))
        if result.returncode != 0 or "cost.mining is negative in 2," not in result.stderr:
            faults.append(f"a negative cost: exit {result.returncode}: {result.stderr}")

        # A table that this case does not have is another matter than one that there is not.
        small = GOOD[: GOOD.index("[debt]")]
        for table in ("debt", "partners"):
            said = run(folder, small, "--csv", table).stderr
            if "this case has no such table" not in said:
                faults.append(f"--csv {table} without one: {said}")
        said = run(folder, small, "--csv", "dept").stderr
        if "is none of the tables" not in said:
            faults.append(f"--csv dept: {said}")
        faults += widths(folder)

        # What is no contradiction but has no answer is a status.
        poor = put('repayment = "sculpted"', "[debt.loan.bank]")[0].replace("price = 3000", "price = 900")
        result = run(folder, poor, "--json")
        if result.returncode != 4 or json.loads(result.stdout)["status"] != "no_debt_meets_cover":
            faults.append(f"a cover that no debt meets: exit {result.returncode}: {result.stderr}")
        lost = GOOD.replace("price = 3000", "price = 0")
        tables = json.loads(run(folder, lost, "--json").stdout)["tables"]
        row = next(r for r in tables["returns"]["rows"] if r[0] == "pre_tax")
        if row[1] is not None or not row[2] or row[3] != 0:
            faults.append(f"a flow that never turns: {row}")
        # Draws that are given may be more than construction uses: that is said, and their sum is what is drawn.
        drawn = put("draw = [400, 400, 0, 0, 0, 0, 0, 0]", "[debt.loan.bank]")[0]
        result = run(folder, drawn)
        if result.returncode != 0 or "800 is drawn, more than the" not in result.stderr:
            faults.append(f"draws beyond the uses: exit {result.returncode}: {result.stderr}")

        # Cases side by side: the measures of each are those of itself alone; two moneys are refused.
        one, other = pathlib.Path(folder) / "one.toml", pathlib.Path(folder) / "other.toml"
        one.write_text(GOOD)
        other.write_text(GOOD.replace("price = 3000", "price = 3100"))
        both = subprocess.run([LODE, "cashflow", one, other, "--json"], capture_output=True, text=True, timeout=60)
        table = json.loads(both.stdout)["tables"]["regimes"]
        if [c["name"] for c in table["columns"]] != ["measure", "unit", "one", "other"]:
            faults.append(f"side by side: columns {table['columns']}")
        for column, path in ((2, one), (3, other)):
            alone = json.loads(subprocess.run([LODE, "cashflow", path, "--json"], capture_output=True, text=True, timeout=60).stdout)
            want = {r[0]: r[1] for r in alone["tables"]["summary"]["rows"]}
            if {r[0]: r[column] for r in table["rows"]} != want:
                faults.append(f"side by side: {path.name} differs from itself alone")
        other.write_text("money_unit = 1e3\n" + GOOD)
        both = subprocess.run([LODE, "cashflow", one, other], capture_output=True, text=True, timeout=60)
        if both.returncode != 3 or "one money" not in both.stderr:
            faults.append(f"two moneys side by side: exit {both.returncode}: {both.stderr}")
    print("\n".join(faults) if faults else f"{len(FAULTS) + 4} contradictions are told")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
