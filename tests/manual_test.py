#!/usr/bin/env python3
"""The manual as written: every command of README, docs/ and the studies' READMEs that names its files, and the cases printed
there whole, run in a copy of the tree.

    tests/manual_test.py LODE ROOT

Lines with a placeholder (CASE, DIR, KEY, F, [...]) are synopses. Runs take fewer
scenarios than the line says, so that the test is quick.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

LODE, ROOT = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
PLACEHOLDER = re.compile(r"\b(CASE|DIR|OTHER|KEY|F|FOLDER|COMMAND|TOPIC)\b|\[|\.\.\.")
FEWER = " --scenarios 420 --realisations 5 --quiet"
# A case printed whole: (document, which of its toml blocks, folder whose files it reads, command).
PRINTED = [
    ("docs/points.md", 0, "cases/points", "krige"),
    ("docs/variogram.md", 0, "cases/points", "variogram"),
    ("docs/holes.md", 0, "cases/starters/holes", "holes"),
    ("docs/plants.md", 1, "cases/starters/plant", "plant"),
    ("docs/cashflow.md", 0, "cases/starters/cashflow", "cashflow"),
    ("docs/market.md", 0, "cases/starters/market", "market"),
    ("docs/market.md", 1, "cases/starters/market", "market"),
    ("docs/market.md", 2, "cases/starters/market", "market"),
    ("docs/option.md", 0, "cases/starters/option", "option"),
    ("docs/option.md", 1, "cases/starters/option", "option"),
    ("docs/option.md", 2, "cases/option/given-paths", "option"),
    ("docs/option.md", 3, "cases/starters/option", "option"),
    ("docs/option.md", 4, "cases/starters/option", "option"),
]


def blocks(document, *kinds):
    text = (ROOT / document).read_text()
    return [body for kind, body in re.findall(r"^```(\w+)\n(.*?)^```", text, re.M | re.S) if kind in kinds]


def commands(document):
    for block in blocks(document, "sh", "text"):
        for line in block.splitlines():
            line = re.split(r"\s+#", line)[0].strip().replace("build/release/lode", "lode")
            if re.match(r"(lode|source <\(lode) ", line) and not PLACEHOLDER.search(line):
                yield line


class Manual(unittest.TestCase):
    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.at = pathlib.Path(self.holder.name)
        for name in ("cases", "studies"):
            shutil.copytree(ROOT / name, self.at / name)
        (self.at / "bin").mkdir()
        (self.at / "bin" / "lode").symlink_to(LODE)

    def tearDown(self):
        self.holder.cleanup()

    def run_line(self, line, cwd=None):
        env = {**os.environ, "PATH": f"{self.at / 'bin'}:{os.environ['PATH']}"}
        return subprocess.run(["bash", "-c", line], cwd=cwd or self.at, env=env, capture_output=True, text=True)

    def test_every_command_runs_as_written(self):
        documents = ["README.md", *sorted(str(p.relative_to(ROOT)) for p in [*ROOT.glob("docs/*.md"), *ROOT.glob("studies/*/README.md")])]
        seen = 0
        for document in documents:
            for line in commands(document):
                result = self.run_line(re.sub(r"(lode run [^&|>]*)", lambda m: m[1].rstrip() + FEWER, line))
                self.assertEqual(result.returncode, 0, f"{document}: {line}\n{result.stderr[-1500:]}")
                seen += 1
            shutil.rmtree(self.at / "results", ignore_errors=True)
        self.assertGreater(seen, 25)

    def test_cases_that_are_printed_whole_run(self):
        for document, which, folder, command in PRINTED:
            at = self.at / f"{command}-{which}-as-printed"
            shutil.copytree(ROOT / folder, at)
            (at / "case.toml").write_text(blocks(document, "toml")[which])
            result = self.run_line(f"lode {command} .", cwd=at)
            self.assertEqual(result.returncode, 0, f"{document}\n{result.stderr[-1500:]}")

    def test_functions_that_hacking_names_are_defined_there(self):
        text = (ROOT / "HACKING.md").read_text()
        table = text[text.index("## Where a number is computed"):text.index("## To add ...")]
        named = re.findall(r"`([\w/]+\.(?:cpp|h))`: `(\w+)`", table)
        self.assertGreater(len(named), 20)
        for path, function in named:
            at = ROOT / path if path.startswith("apps/") else ROOT / "src" / path
            # A definition: at most two spaces before its type, and a body.
            definition = rf"^ {{0,2}}[A-Za-z][^\n;=]*\b{function}\([^;]*?\)[^;(){{]*\{{"
            self.assertRegex(at.read_text(), re.compile(definition, re.M), f"{path}: {function}")

    def test_what_is_said_to_stand_in_the_tree_does(self):
        for document in ["README.md", "HACKING.md", "CHANGELOG.md", "src/README.md", *(str(p.relative_to(ROOT)) for at in ("docs", "examples") for p in ROOT.glob(f"{at}/*.md"))]:
            text = (ROOT / document).read_text()
            for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
                self.assertTrue((ROOT / document).parent.joinpath(target).exists(), f"{document}: {target}")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
