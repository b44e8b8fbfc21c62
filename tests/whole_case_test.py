#!/usr/bin/env python3
"""The command on whole cases: manners, reproducibility, resume, single scenarios, alternatives.

    tests/whole_case_test.py LODE STUDIES_FOLDER
"""
import csv
import json
import os
import pathlib
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
import unittest

LODE, STUDIES = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
SMALL, REFERENCE = STUDIES / "small-copper", STUDIES / "kazakhstan-tungsten"


def lode(*arguments, expect=0, **more):
    result = subprocess.run([LODE, *map(str, arguments)], capture_output=True, text=True, **more)
    assert result.returncode == expect, f"{arguments}: exit {result.returncode}\n{result.stderr[-2000:]}"
    return result


def rows(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def files_but_log(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file() and p.name != "run.log"}


class WholeCase(unittest.TestCase):
    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.at = pathlib.Path(self.holder.name)

    def tearDown(self):
        self.holder.cleanup()

    def run_case(self, name, *more, case=SMALL, scenarios=60, realisations=10):
        lode("run", case, "--out", self.at / name, "--scenarios", scenarios, "--realisations", realisations, "--quiet", *more)
        return self.at / name

    def test_pushbacks_add_up_to_the_chosen_shell(self):
        out = self.run_case("pit", scenarios=2, realisations=4)
        chosen = [row for row in rows(out / "pit_by_pit.csv") if float(row["chosen"]) == 1]
        pushbacks = rows(out / "pushbacks.csv")
        self.assertEqual(len(chosen), 1)
        self.assertEqual(pushbacks[-1]["factor"], chosen[0]["factor"])
        ore, rock = (sum(float(row[key]) for row in pushbacks) for key in ("ore[Mt]", "rock[Mt]"))
        self.assertAlmostEqual(ore, float(chosen[0]["ore[Mt]"]), places=9)
        self.assertAlmostEqual(rock - ore, float(chosen[0]["waste[Mt]"]), places=9)
        for row in rows(out / "slopes.csv"):
            self.assertLessEqual(float(row["flattest_error[degrees]"]), float(row["steepest_error[degrees]"]))

    def test_one_and_two_threads_give_the_same_bytes(self):
        for case, scenarios, realisations in ((SMALL, 60, 10), (REFERENCE, 60, 10)):
            one = files_but_log(self.run_case(f"{case.name}-one", "--threads", 1, case=case, scenarios=scenarios, realisations=realisations))
            two = files_but_log(self.run_case(f"{case.name}-two", "--threads", 2, case=case, scenarios=scenarios, realisations=realisations))
            self.assertEqual(sorted(one), sorted(two))
            for name in one:
                self.assertEqual(one[name], two[name], name)
            for name in ("report.html", "run.json", "deal.csv", "deal.json", "scenarios.csv", "case/case.toml"):
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
                        self.assertEqual(re.sub(r"^'(?=['=+@-])", "", text), cell or "")  # without the guard of spreadsheets

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
        for said in (lode("show", a, "deal").stdout, lode("compare", a, b).stdout):
            self.assertEqual([line for line in said.splitlines() if len(line) > 100], [])
        self.assertEqual(lode("show", a, "nothing", expect=2).stdout, "")

    def test_show_prints_each_title_once(self):
        said = lode("show", self.run_case("a"), "schedule").stdout
        titles = [line for line in said.splitlines() if line and not line.startswith(" ")]
        self.assertEqual([line for line, after in zip(titles, titles[1:]) if line == after], [])

    def test_compare_finds_nothing_between_a_run_and_itself(self):
        a = self.run_case("a")
        self.assertIn("no difference in any number", lode("compare", a, a).stdout)
        document = json.loads(lode("compare", a, a, "--json").stdout)
        self.assertEqual(document["same_study"], "yes")
        self.assertEqual({name: table["rows"] for name, table in document["tables"].items()}, {"compare": []})

    def test_compare_tells_what_was_asked_and_what_came_of_it(self):
        a, b = self.run_case("a"), self.run_case("b", "--with", "price=low", "--seed", 2)
        tables = json.loads(lode("compare", a, b, "--json").stdout)["tables"]
        self.assertEqual(list(tables)[:2], ["compare_runs", "compare_inputs"])
        self.assertIn(["seed", "1", "2"], tables["compare_runs"]["rows"])
        asked = {row[0] for row in tables["compare_inputs"]["rows"]}
        self.assertEqual(asked, {"planning.price", "commodity.cu.long_run"})
        self.assertGreater(len(tables["compare"]["rows"]), 100)
        first = {tuple(row[:3]): row[3] for row in tables["compare_deal"]["rows"]}
        for row in rows(a / "deal.csv"):
            self.assertEqual(first[row["party"], row["name"], row["bid"]], float(row["mean[M$]"]))
        said = lode("compare", a, b).stdout
        self.assertLess(said.index("planning.price"), said.index("mean"))

    def test_compare_says_that_two_studies_are_two(self):
        a, b = self.run_case("a"), self.run_case("b", case=REFERENCE, scenarios=3, realisations=2)
        self.assertIn("two different studies", lode("compare", a, b).stdout)
        self.assertEqual(json.loads(lode("compare", a, b, "--json").stdout)["same_study"], "no")

    def test_show_refuses_a_folder_that_was_changed(self):
        a = self.run_case("a", scenarios=3, realisations=2)
        whole = (a / "deal.json").read_text()
        for name, text in (("truncated", whole[: len(whole) // 2]), ("empty", ""), ("a list", "[]"), ("no tables", '{"lode":"1"}'),
                           ("a word for a number", whole.replace('"miner",', '"miner","x",', 1)),
                           ("a wrong cell", whole.replace('["state",', "[7,", 1)),
                           ("a flag in a cell", whole.replace('["state",', "[true,", 1)),
                           ("no rows", whole.replace('"rows":', '"rows":7,"x":', 1)),
                           ("few columns", '{"lode":"1","tables":{"deal":{"columns":[{"name":"party","unit":""}],"rows":[["x"]]}}}')):
            (a / "deal.json").write_text(text)
            for arguments in (("show", a), ("show", a, "--json"), ("compare", a, a)):
                result = subprocess.run([LODE, *map(str, arguments)], capture_output=True, text=True)
                if arguments == ("show", a):
                    self.assertEqual(result.returncode, 3, (name, result.stderr))
                    self.assertIn("deal.json", result.stderr, name)
                self.assertIn(result.returncode, (0, 3), (name, arguments, result.stderr))
        (a / "deal.json").write_text(whole)
        lode("show", a)
        for text in ("{}", '{"lode":"1","tables":{},"study":7}', '{"tables":{}}', "\0"):
            (a / "run.json").write_text(text)
            self.assertIn("run.json", lode("show", a, expect=3).stderr)

    def interrupted(self, out, *more, scenarios=20000):
        """A run stopped by SIGINT once its store has grown."""
        arguments = [LODE, "run", SMALL, "--out", out, "--scenarios", scenarios, "--realisations", 5, "--quiet", "--threads", 1, *more]
        process = subprocess.Popen([str(a) for a in arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        store = out / "checkpoint.sqlite"
        while process.poll() is None and not (store.exists() and store.stat().st_size > 50000):
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        said = process.communicate()[0]
        self.assertEqual(process.returncode, 130)
        return said

    def test_a_stop_is_obeyed_before_the_first_scenario(self):
        out, whole = self.at / "early", self.at / "whole"
        arguments = [LODE, "run", REFERENCE, "--scenarios", 10, "--realisations", 40]
        process = subprocess.Popen([str(a) for a in [*arguments, "--out", out]], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        while process.poll() is None and not (out / "checkpoint.sqlite").exists():
            time.sleep(0.001)
        process.send_signal(signal.SIGINT)
        self.assertIn("stopped after 0 of 10 scenarios", process.communicate()[1])
        self.assertEqual(process.returncode, 130)
        for more in (["--out", out, "--resume"], ["--out", whole]):
            subprocess.run([str(a) for a in [*arguments, *more]], check=True, capture_output=True)
        self.assertEqual(files_but_log(out), files_but_log(whole))

    def test_resume_takes_more_or_fewer_scenarios(self):
        said = self.interrupted(self.at / "stopped", "--json")
        self.assertEqual(json.loads(said)["status"], "interrupted")
        store = (self.at / "stopped" / "checkpoint.sqlite").read_bytes()
        for scenarios in (30, 75, 400):
            out = self.at / f"resumed-{scenarios}"
            out.mkdir()
            (out / "checkpoint.sqlite").write_bytes(store)
            resumed = files_but_log(self.run_case(out.name, "--resume", scenarios=scenarios, realisations=5))
            self.assertEqual(resumed, files_but_log(self.run_case(f"whole-{scenarios}", scenarios=scenarios, realisations=5)))

    def test_resume_refuses_what_it_cannot_go_on_with(self):
        self.interrupted(self.at / "a")
        store = self.at / "a" / "checkpoint.sqlite"
        whole = store.read_bytes()
        arguments = ("run", SMALL, "--out", self.at / "a", "--scenarios", 100, "--resume", "--quiet", "--realisations", 5)
        for name, content, words in (("half a store", whole[: len(whole) // 2], "damaged"), ("nothing", b"", "no store"),
                                     ("noise", b"x" * 9999, "damaged")):
            store.write_bytes(content)
            self.assertIn(words, lode(*arguments, expect=3).stderr, name)
        store.write_bytes(whole)
        self.assertIn("another run", lode(*arguments[:-1], 6, expect=3).stderr)
        self.assertIn("another run", lode(*arguments, "--with", "price=low", expect=3).stderr)
        store.unlink()
        self.assertIn("no stopped run", lode(*arguments, expect=3).stderr)
        lode(*arguments, "--force", expect=2)
        lode(*arguments, "--scenario", 3, expect=2)

    def test_force_removes_what_a_run_wrote_and_nothing_else(self):
        out = self.run_case("a", scenarios=3, realisations=2)
        mine = {"notes.txt": "mine", "mine.csv": "a,b\n", "mine.json": "{}", "alone.csv": "a\n", "sub": None}
        for name, text in mine.items():
            (out / name).mkdir() if text is None else (out / name).write_text(text)
        (out / "scenario_ledger.csv").write_text("old")
        (out / "scenario_ledger.json").write_text('{"lode":"0"}')
        self.run_case("a", "--force", scenarios=3, realisations=2)
        for name, text in mine.items():
            self.assertTrue((out / name).exists(), name)
            if text is not None:
                self.assertEqual((out / name).read_text(), text)
        self.assertFalse((out / "scenario_ledger.csv").exists())

    def test_a_statement_run_writes_its_block_model(self):
        out = self.at / "blocks"
        lode("run", SMALL, "--out", out, "--scenarios", 2, "--realisations", 60, "--quiet")
        blocks = rows(out / "green_ridge_blocks.csv")
        ore = sum(float(b["tonnes"]) * float(b["ore_probability"]) for b in blocks)
        metal = sum(float(b["tonnes"]) * float(b["ore_probability"]) * float(b["ore_percent"] or 0) for b in blocks)
        # The statement: 7.5 Mt of 0.90 % above the cut-off, which the mean of the realisations meets.
        self.assertAlmostEqual(ore / 7.5e6, 1, delta=0.03)
        self.assertAlmostEqual(metal / ore / 0.90, 1, delta=0.03)
        # 26 x 24 x 13 blocks of 20 x 20 x 10 m from (-260, -240, -130): every centre is one of theirs.
        for b in blocks:
            for axis, low, size, count in (("x", -260, 20, 26), ("y", -240, 20, 24), ("z", -130, 10, 13)):
                k = (float(b[axis]) - low) / size - 0.5
                self.assertTrue(k == int(k) and 0 <= k < count, b)
            self.assertEqual(float(b["tonnes"]), 20 * 20 * 10 * 2.70)
            self.assertIn(b["class"], ("measured", "indicated", "inferred"))
        head = (out / "green_ridge_blocks.vti").read_bytes()[:2000].decode(errors="replace")
        self.assertIn('Origin="-260 -240 -130"', head)
        self.assertIn('WholeExtent="0 26 0 24 0 13"', head)
        self.assertIn("ore_probability", head)

    def test_a_case_folder_takes_no_results(self):
        lode("init", self.at / "new")
        before = files_but_log(self.at / "new")
        for case, out, at in ((self.at / "new", self.at / "new", None), (self.at / "new" / "case.toml", self.at / "new" / ".", None),
                              ("case.toml", ".", self.at / "new"), (".", ".", self.at / "new")):
            said = lode("run", case, "--out", out, "--scenarios", 2, "--force", expect=3, cwd=at).stderr
            self.assertIn("case's own folder", said)
        self.assertEqual(files_but_log(self.at / "new"), before)
        for name in ("one", "two"):
            lode("init", self.at / name, "--stage", "cashflow")
        for out in ("one", "two"):  # of none of the cases that are read
            said = lode("cashflow", self.at / "one", self.at / "two", "--out", self.at / out, "--force", expect=3).stderr
            self.assertIn("case's own folder", said)

    def test_the_default_folder_is_named_after_the_study(self):
        lode("init", self.at / "ridge")
        (self.at / "other.toml").write_bytes((self.at / "ridge" / "case.toml").read_bytes())
        few = ("--scenarios", 2, "--realisations", 2, "--quiet")
        for case, name, at in (("ridge", "ridge", self.at), ("other.toml", "other", self.at), ("ridge/case.toml", "ridge", self.at / "x"),
                               (".", "ridge", self.at / "ridge")):
            at.mkdir(exist_ok=True)
            lode("run", case if at == self.at else (self.at / "ridge" if case != "." else case), *few, cwd=at)
            self.assertTrue((at / "results" / name / "run.json").exists(), (case, name))

    def test_output_that_cannot_be_written_is_told(self):
        a = self.run_case("a", scenarios=3, realisations=2)
        for arguments in (("show", a), ("show", a, "cash"), ("show", a, "cash", "--json"), ("compare", a, a), ("explain",), ("--help",),
                          ("check", SMALL, "--quiet")):
            with open("/dev/full", "w") as full:
                result = subprocess.run([LODE, *map(str, arguments)], stdout=full, stderr=subprocess.PIPE, text=True)
            self.assertEqual(result.returncode, 3, arguments)
            self.assertIn("standard output cannot be written: No space left", result.stderr)
            process = subprocess.Popen([LODE, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            process.stdout.close()  # a reader that has seen enough
            self.assertEqual((process.wait(), process.stderr.read()), (0, ""), arguments)
            process.stderr.close()

    def test_a_full_disk_is_told(self):
        for size, scenarios in ((3000, 3), (30_000, 3), (60_000, 500)):
            limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
            out = self.at / f"full-{size}"
            said = lode("run", SMALL, "--out", out, "--scenarios", scenarios, "--realisations", 2, "--quiet", expect=3, preexec_fn=limit).stderr
            self.assertIn(out.name, said)
            self.assertFalse((out / "run.json").exists())

    def test_json_is_one_object_wherever_a_table_is_printed(self):
        a = self.run_case("a", scenarios=3, realisations=2)
        for command, arguments in (("check", (SMALL,)), ("show", (a, "cash")), ("compare", (a, a)), ("explain", ("tax",)),
                                   ("init", (self.at / "new",))):
            document = json.loads(lode(command, *arguments, "--json").stdout)
            self.assertEqual((document["command"], document["status"]), (command, "done"))
            self.assertIn("tables", document)
            for table in document["tables"].values():
                for row in table["rows"]:
                    self.assertEqual(len(row), len(table["columns"]))
        faulty = json.loads(lode("check", self.at, "--json", expect=3).stdout)
        self.assertEqual(faulty["status"], "input_error")

    def test_verbose_quiet_and_no_colour(self):
        few = ("--scenarios", 2, "--realisations", 2)
        self.assertIn("pit and plan", lode("run", SMALL, "--out", self.at / "v", "-v", *few).stderr)
        env = {**os.environ, "NO_COLOR": "1"}
        self.assertNotIn("\033", lode("run", SMALL, "--out", self.at / "n", *few, env=env).stderr)

    def test_explain_takes_any_name_for_a_name(self):
        for key in ("deposit.anything.mill.stage.any.recovery.cu.recovery", "deposit.NAME.mill.stage.NAME.recovery.NAME.recovery", "bid.x.loan.y.rate"):
            said = lode("explain", key).stdout
            self.assertIn(key.split(".")[-1], said)
        self.assertIn("sampled", lode("explain", "deposit.anything.mill.stage.any.recovery.cu.recovery").stdout)
        for key in ("deposit.anything.mill.stage.any.recovery.cu.recovry", "nonsense", "deposit.a.b.c.d.e", "."):
            lode("explain", key, expect=2)

    def test_explain_knows_the_cases_of_stages(self):
        for stage, key, unit in (("holes", "composite.length", "m"), ("variogram", "lags.width", "m"),
                                 ("krige", "search.radius_major", "m"), ("cashflow", "debt.loan.NAME.rate", ""),
                                 ("market", "producer.NAME.capacity", "quantity")):
            table = json.loads(lode("explain", "--stage", stage, "--json").stdout)["tables"]["parameters"]
            names = [c["name"] for c in table["columns"]]
            rows = {row[0]: dict(zip(names, row)) for row in table["rows"]}
            self.assertTrue(key in rows, f"{stage}: {key}")
            self.assertIn(unit, rows[key]["unit"])
            self.assertIn(rows[key]["meaning"], lode("explain", key, "--stage", stage).stdout)
        lode("explain", "--stage", "harbour", expect=2)

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
            self.assertIn(row["status"], ("source", "assumption", "method"), row["key"])
            if row["status"] == "assumption" and row["value"].replace(".", "").replace("-", "").isdigit():
                self.assertNotEqual(row["low"], "", f"{row['key']} is an assumption without a range")

    def test_all_checks_of_the_reference_study_hold(self):
        out = self.run_case("ref", case=REFERENCE, scenarios=100, realisations=100)
        self.assertEqual([row["check"] for row in rows(out / "checks.csv") if row["holds"] != "yes"], [])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
