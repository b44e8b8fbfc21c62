#!/usr/bin/env python3
"""The command on whole cases: manners, reproducibility, resume, single scenarios, alternatives.

    tests/whole_case_test.py LODE STUDIES_FOLDER
"""
import csv
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

LODE, STUDIES = sys.argv[1], pathlib.Path(sys.argv[2])
SMALL, REFERENCE = STUDIES / "small-copper", STUDIES / "kazakhstan-tungsten"


def lode(*arguments, expect=0, env=None):
    result = subprocess.run([LODE, *map(str, arguments)], capture_output=True, text=True, env=env)
    assert result.returncode == expect, f"{arguments}: exit {result.returncode}\n{result.stderr[-2000:]}"
    return result


def rows(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def files_but_log(folder):
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.name != "run.log"}


class WholeCase(unittest.TestCase):
    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.at = pathlib.Path(self.holder.name)

    def tearDown(self):
        self.holder.cleanup()

    def run_case(self, name, *more, case=SMALL, scenarios=60, realisations=10):
        lode("run", case, "--out", self.at / name, "--scenarios", scenarios, "--realisations", realisations, "--quiet", *more)
        return self.at / name

    def test_one_and_two_threads_give_the_same_bytes(self):
        for case, scenarios, realisations in ((SMALL, 60, 10), (REFERENCE, 60, 10)):
            one = files_but_log(self.run_case(f"{case.name}-one", "--threads", 1, case=case, scenarios=scenarios, realisations=realisations))
            two = files_but_log(self.run_case(f"{case.name}-two", "--threads", 2, case=case, scenarios=scenarios, realisations=realisations))
            self.assertEqual(sorted(one), sorted(two))
            for name in one:
                self.assertEqual(one[name], two[name], name)
            for name in ("report.html", "run.json", "deal.csv", "deal.json", "scenarios.csv", "case.toml"):
                self.assertIn(name, one)

    def test_a_seed_changes_the_answer(self):
        a = rows(self.run_case("a") / "scenarios.csv")
        b = rows(self.run_case("b", "--seed", 2) / "scenarios.csv")
        self.assertEqual(len(a), 60)
        self.assertNotEqual(a, b)

    def test_one_scenario_is_its_row_and_does_not_change_the_plan(self):
        whole = self.run_case("whole")
        single = self.run_case("single", "--scenario", 41)
        expected = [row for row in rows(whole / "scenarios.csv") if row["scenario"] == "41"]
        self.assertEqual(rows(single / "scenarios.csv"), expected)
        self.assertEqual((single / "pit_by_pit.csv").read_bytes(), (whole / "pit_by_pit.csv").read_bytes())
        for name in ("scenario_ledger.csv", "scenario_parties.csv", "scenario_money.csv", "scenario_periods.csv"):
            self.assertGreater(len(rows(single / name)), 10, name)

    def test_fewer_scenarios_are_the_first_ones(self):
        many, few = rows(self.run_case("many") / "scenarios.csv"), rows(self.run_case("few", scenarios=7) / "scenarios.csv")
        self.assertEqual(many[:7], few)

    def test_a_run_that_was_stopped_goes_on_to_the_same_files(self):
        unbroken = files_but_log(self.run_case("unbroken", scenarios=20000, realisations=5))
        out = self.at / "broken"
        arguments = [LODE, "run", str(SMALL), "--out", str(out), "--scenarios", "20000", "--realisations", "5", "--quiet", "--threads", "1"]
        process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        store = out / "checkpoint.sqlite"
        while process.poll() is None and not (store.exists() and store.stat().st_size > 50000):
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(), 130)
        self.assertFalse((out / "run.json").exists())
        lode("run", SMALL, "--out", out, "--scenarios", 20000, "--realisations", 5, "--quiet", expect=3)  # not empty
        lode("run", SMALL, "--out", out, "--scenarios", 20000, "--realisations", 5, "--seed", 9, "--quiet", "--resume", expect=3)  # another run
        lode("run", SMALL, "--out", out, "--scenarios", 20000, "--realisations", 5, "--quiet", "--resume")
        resumed = files_but_log(out)
        self.assertEqual(sorted(unbroken), sorted(resumed))
        for name in unbroken:
            self.assertEqual(unbroken[name], resumed[name], name)

    def test_tables_are_the_same_as_csv_and_json(self):
        out = self.run_case("out")
        for path in sorted(out.glob("*.csv")):
            if not path.with_suffix(".json").exists():
                continue
            table = json.loads(path.with_suffix(".json").read_text())["tables"][path.stem]
            with open(path, newline="") as file:
                lines = list(csv.reader(file))
            self.assertEqual(len(lines) - 1, len(table["rows"]), path.name)
            for line, row in zip(lines[1:], table["rows"]):
                for text, cell in zip(line, row):
                    if isinstance(cell, (int, float)):
                        self.assertEqual(float(text), cell)
                    else:
                        self.assertEqual(text, cell or "")

    def test_run_prints_one_json_object(self):
        result = lode("run", SMALL, "--out", self.at / "j", "--scenarios", 5, "--realisations", 2, "--json")
        document = json.loads(result.stdout)
        self.assertEqual((document["command"], document["status"]), ("run", "done"))
        self.assertEqual([c["name"] for c in document["tables"]["deal"]["columns"]],
                         ["party", "name", "bid", "mean", "p90_exceed", "p50", "p10_exceed"])

    def test_show_and_compare_read_a_folder(self):
        a, b = self.run_case("a"), self.run_case("b", "--seed", 2)
        for topic in ("deal", "cash", "schedule", "resource", "market", "dependence"):
            self.assertTrue(lode("show", a, topic).stdout)
            self.assertEqual(json.loads(lode("show", a, topic, "--json").stdout)["status"], "done")
        self.assertTrue(all(len(line) <= 100 for line in lode("show", a, "deal").stdout.splitlines()))
        self.assertEqual(lode("show", a, "nothing", expect=2).stdout, "")
        self.assertIn("no difference", lode("compare", a, a).stdout)
        differences = json.loads(lode("compare", a, b, "--json").stdout)["tables"]["compare"]["rows"]
        self.assertGreater(len(differences), 100)

    def test_explain_knows_every_input_of_the_studies(self):
        listed = json.loads(lode("explain", "--json").stdout)["tables"]["parameters"]["rows"]
        patterns = {row[0] for row in listed}
        self.assertGreater(len(patterns), 150)
        for row in rows(self.run_case("out") / "inputs.csv"):
            self.assertTrue(lode("explain", row["key"]).stdout, row["key"])

    def test_init_writes_a_case_that_checks_and_runs(self):
        lode("init", self.at / "new")
        lode("check", self.at / "new")
        self.run_case("result", case=self.at / "new", scenarios=3, realisations=2)

    def test_results_on_stdout_messages_on_stderr(self):
        quiet = lode("run", SMALL, "--out", self.at / "q", "--scenarios", 3, "--realisations", 2, "--quiet")
        self.assertEqual(quiet.stderr, "")
        self.assertIn("report", quiet.stdout)
        loud = lode("run", SMALL, "--out", self.at / "l", "--scenarios", 3, "--realisations", 2)
        self.assertIn("scenarios", loud.stderr)
        self.assertNotIn("\033", loud.stderr + loud.stdout)

    def test_threads_from_the_environment(self):
        env = {**os.environ, "LODE_THREADS": "nonsense"}
        lode("run", SMALL, "--out", self.at / "e", "--scenarios", 2, expect=2, env=env)

    def test_every_alternative_of_the_reference_study_runs(self):
        case = json.loads(lode("check", REFERENCE, "--json").stdout)
        self.assertEqual(case["status"], "done")
        import tomllib
        with open(REFERENCE / "case.toml", "rb") as file:
            alternatives = tomllib.load(file)["alternative"]
        tried = 0
        for name, choices in alternatives.items():
            for choice in choices:
                if choice in ("default", "note"):
                    continue
                self.run_case(f"{name}-{choice}", "--with", f"{name}={choice}", case=REFERENCE, scenarios=4, realisations=4)
                held = rows(self.at / f"{name}-{choice}" / "checks.csv")
                for row in held:
                    if row["check"].startswith(("money", "metal", "loans")):
                        self.assertEqual(row["holds"], "yes", (name, choice, row))
                tried += 1
        self.assertGreaterEqual(tried, 8)

    def test_every_value_of_the_reference_study_has_a_source_or_a_range(self):
        out = self.run_case("ref", case=REFERENCE, scenarios=4, realisations=4)
        given = [row for row in rows(out / "inputs.csv") if row["status"] != "default"]
        self.assertGreater(len(given), 300)
        for row in given:
            self.assertIn(row["status"], ("source", "assumption"), row["key"])
            if row["status"] == "assumption" and row["value"].replace(".", "").replace("-", "").isdigit():
                self.assertNotEqual(row["low"], "", f"{row['key']} is an assumption without a range")

    def test_all_checks_of_the_reference_study_hold(self):
        out = self.run_case("ref", case=REFERENCE, scenarios=100, realisations=100)
        self.assertEqual([row["check"] for row in rows(out / "checks.csv") if row["holds"] != "yes"], [])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
