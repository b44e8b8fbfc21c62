#!/usr/bin/env python3
"""What `lode init` writes: each stage's case runs as it stands, and every key of it is explained.

    tests/starters_test.py LODE
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

LODE = os.path.abspath(sys.argv[1])
# Stage -> (arguments after the folder, what must be said or written).
STAGES = {
    "holes": (["--out", "out"], ["composites.csv", "composites.vtp"]),
    "variogram": (["--out", "out"], ["variogram_fit.csv"]),
    "krige": (["--out", "out"], ["estimates.csv", "cross_validation.csv"]),
    "pit": (["--out", "out"], ["blocks.csv", "pit.vtp"]),
    "plant": ([], []),
    "cashflow": (["--out", "out"], ["report.html", "lines.csv"]),
    "option": (["--out", "out"], ["value.csv", "triggers.csv", "exercise.csv"]),
    "market": (["--out", "out"], ["prices.csv", "flows.csv", "welfare.csv", "dependence.csv"]),
}


def lode(*arguments, expect=0, cwd=None):
    result = subprocess.run([LODE, *map(str, arguments)], capture_output=True, text=True, cwd=cwd)
    assert result.returncode == expect, f"{arguments}: exit {result.returncode}\n{result.stderr[-2000:]}"
    return result


class Starters(unittest.TestCase):
    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.at = pathlib.Path(self.holder.name)

    def tearDown(self):
        self.holder.cleanup()

    def stages(self):
        said = lode("help", "init").stdout
        return re.search(r"\{([a-z,]+)\}", said).group(1).split(",")

    def test_every_stage_has_one_that_runs_at_once(self):
        self.assertEqual(set(self.stages()), {"study", *STAGES})
        for stage, (more, files) in STAGES.items():
            folder = self.at / stage
            written = lode("init", folder, "--stage", stage).stdout.split()
            self.assertEqual(sorted(written), sorted(str(p) for p in folder.iterdir()))
            result = lode(stage, folder, *more, cwd=folder)
            self.assertNotIn("fault", result.stderr, stage)
            self.assertGreater(len(result.stdout), 200, stage)
            for name in files:
                self.assertGreater((folder / "out" / name).stat().st_size, 100, (stage, name))

    def test_a_whole_study_is_the_default_and_checks(self):
        lode("init", self.at / "study")
        self.assertEqual([p.name for p in (self.at / "study").iterdir()], ["case.toml"])
        self.assertIn("no faults", lode("check", self.at / "study").stdout)

    def test_every_key_stands_beside_its_meaning(self):
        for stage in self.stages():
            folder = self.at / stage
            lode("init", folder, "--stage", stage)
            bare, told = [], set()
            lines = (folder / "case.toml").read_text().splitlines()
            for above, line in zip(["", *lines], lines):
                key = re.match(r"(\w+) *=", line)
                if not key or key[1] in ("source", "assumption", "method"):  # these speak for themselves
                    continue
                if "#" in line or above.startswith("#"):
                    told.add(key[1])
                elif key[1] not in told:
                    bare.append(line)
            self.assertEqual(bare, [], stage)

    def test_refuses_what_is_no_stage_or_no_empty_folder(self):
        self.assertIn("krige", lode("init", self.at / "x", "--stage", "kriging", expect=2).stderr)
        (self.at / "full").mkdir()
        (self.at / "full" / "notes.txt").write_text("mine")
        lode("init", self.at / "full", "--stage", "plant", expect=3)
        self.assertEqual((self.at / "full" / "notes.txt").read_text(), "mine")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
