#!/usr/bin/env python3
"""`lode show`: topics and tables, empty ones left out, CSV, widths; help, version, completion, ranges in words.

    tests/show_test.py LODE STUDIES_FOLDER
"""
import csv
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

LODE, SMALL = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve() / "small-copper"


def lode(*arguments, expect=0, **more):
    result = subprocess.run([LODE, *map(str, arguments)], capture_output=True, text=True, **more)
    assert result.returncode == expect, f"{arguments}: exit {result.returncode}\n{result.stderr[-2000:]}"
    return result


class Show(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.at = pathlib.Path(cls.holder.name) / "run"
        lode("run", SMALL, "--out", cls.at, "--scenarios", 20, "--realisations", 4, "--quiet")
        listed = lode("show", cls.at, "no-such", expect=2).stderr.splitlines()
        start = next(i for i, line in enumerate(listed) if line.startswith("TOPIC"))
        cls.topics = {line.split()[0]: re.split(r",? +", line)[1:] for line in listed[start + 1 :] if line.strip()}

    @classmethod
    def tearDownClass(cls):
        cls.holder.cleanup()

    def table(self, name):
        return json.loads((self.at / f"{name}.json").read_text())["tables"][name]

    def test_unknown_topics_list_those_there_are_with_their_tables(self):
        self.assertIn("dependence", self.topics)
        self.assertLessEqual({"deal", "cash", "schedule", "resource", "market"}, set(self.topics))
        for topic, tables in self.topics.items():
            self.assertLessEqual(1, len(tables), topic)
            self.assertLessEqual(len(tables), 5, topic)
            for name in tables:
                self.assertTrue((self.at / f"{name}.csv").exists(), name)
        self.assertIn("TOPIC", lode("help", "show").stdout)

    def test_empty_tables_are_left_out_and_told(self):
        empty = [name for tables in self.topics.values() for name in tables if not self.table(name)["rows"]]
        self.assertGreater(len(empty), 0)  # a study from a statement has no estimates from holes
        for topic, tables in self.topics.items():
            result = lode("show", self.at, topic)
            for name in tables:
                title = self.table(name)["title"]
                if name in empty:
                    self.assertIn(name, result.stderr)
                    self.assertNotIn("\n" + title + "\n", "\n" + result.stdout)
                elif topic != "deal":  # a page of its own
                    self.assertIn(title.split()[0], result.stdout, name)

    def test_a_table_is_shown_by_its_name(self):
        for path in self.at.glob("*.json"):
            if path.stem == "run":
                continue
            shown, kept = lode("show", self.at, path.stem, "--csv").stdout, path.with_suffix(".csv").read_text()
            plain = lambda text: re.sub(r"(?<=[,\n])-0(?=[,\n])", "0", text)  # JSON has no -0
            self.assertEqual(plain(shown), plain(kept) if self.table(path.stem)["rows"] else "", path.stem)
        self.assertIn(self.table("yearly")["title"], lode("show", self.at, "yearly").stdout)
        for name in ("../run/deal", "run", "", "checks.csv"):
            lode("show", self.at, name, expect=2)

    def test_a_topic_as_csv_names_its_tables(self):
        lines = lode("show", self.at, "pits", "--csv").stdout.splitlines()
        for name in self.topics["pits"]:
            if self.table(name)["rows"]:
                at = lines.index(name)
                self.assertEqual(lines[at + 1], (self.at / f"{name}.csv").read_text().splitlines()[0])
        self.assertEqual(len(list(csv.reader(io.StringIO(lode("show", self.at, "cash", "--csv").stdout)))),
                         len(self.table("cash")["rows"]) + 1)
        lode("show", self.at, "cash", "--csv", "--json", expect=2)

    def test_help_and_version_are_commands_too(self):
        self.assertEqual(lode("version").stdout, lode("--version").stdout)
        self.assertEqual(lode("-V").stdout, lode("--version").stdout)
        self.assertRegex(lode("version").stdout, r"^lode \d+\.\d+\.\d+\n$")
        self.assertEqual(json.loads(lode("version", "--json").stdout)["status"], "done")
        everything = lode("help").stdout
        self.assertEqual(everything, lode("--help").stdout)
        commands = re.findall(r"^  ([a-z]+)  ", everything[everything.index("Subcommands:"):], re.M)
        self.assertLessEqual({"run", "show", "krige", "help", "version", "completion"}, set(commands))
        for command in commands:
            said = lode("help", command).stdout
            self.assertEqual(said, lode(command, "--help").stdout)
            self.assertIn("Usage: lode " + command, said)
            self.assertIn("Exit codes: 0 done", " ".join(said.split()))
        self.assertIn("did you mean krige?", lode("help", "krigee", expect=2).stderr)

    def test_bash_completes_commands_and_flags(self):
        def complete(*words):
            script = (lode("completion", "bash").stdout + f"COMP_WORDS=(lode {' '.join(words)})\nCOMP_CWORD={len(words)}\n"
                      "_lode\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n")
            return subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True).stdout.split()

        self.assertEqual(complete("kri"), ["krige"])
        self.assertEqual(complete("run", "--scenarios"), ["--scenarios"])
        self.assertIn("--json", complete("show", "--"))
        self.assertEqual(complete("help", "cas"), ["cashflow"])
        lode("completion", "tcsh", expect=2)

    def test_ranges_are_said_in_words(self):
        for stage in ("", "holes", "variogram", "krige", "plant", "cashflow"):
            table = json.loads(lode("explain", *(["--stage", stage] if stage else []), "--json").stdout)["tables"]["parameters"]
            at = [column["name"] for column in table["columns"]].index("range")
            for row in table["rows"]:
                self.assertRegex(row[at], r"^(|any number|at (least|most) -?[\d.]+(e\+\d+)?( and at most -?[\d.]+(e\+\d+)?)?)$", row[0])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
