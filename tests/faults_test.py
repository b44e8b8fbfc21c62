#!/usr/bin/env python3
"""Faults of the surroundings and attacks: streams that close, folders that are not a run's, links, pipes, full disks, little
memory, stores of other builds, control characters. None crashes, hangs, or writes where it should not.

    tests/faults_test.py LODE STUDIES_FOLDER
"""
import json
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

LODE, STUDIES = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
SMALL = STUDIES / "small-copper"
GOOD = (SMALL / "case.toml").read_text()
FEW = ("--scenarios", 3, "--realisations", 2, "--quiet")
SERIES = "year,nominal,deflator\n2019,1,1\n2020,1.1,1\n2021,1.2,1\n2022,1.1,1\n2023,1,1\n2024,1.2,1\n"
POINTS = "x,y,v\n" + "".join(f"{x},{y},{(7 * x + 3 * y) % 11}\n" for x in range(6) for y in range(6))
KRIGE = """variable = "v"
[data]
file = "{}"
variables = ["v"]
[variogram]
nugget = 0.1
[variogram.structure.a]
type = "spherical"
contribution = 0.9
range_major = 5
range_semi = 5
range_minor = 5
[search]
neighbourhood = "all"
[grid]
x = 0
y = 0
z = 0
cell_x = 1
cell_y = 1
cell_z = 1
count_x = 3
count_y = 3
count_z = 1
"""
VARIOGRAM = """[points]
file = "{}"
variables = ["v"]
[lags]
width = 1
count = 3
[direction.all]
"""


def lode(*arguments, expect=0, **more):
    result = subprocess.run([LODE, *map(str, arguments)], capture_output=True, text=True, timeout=120, errors="replace", **more)
    if expect is not None and result.returncode != expect:
        raise AssertionError(f"lode {' '.join(map(str, arguments))}: exit {result.returncode}, expected {expect}\n{result.stderr}")
    if "our fault" in result.stderr:
        raise AssertionError(result.stderr)
    return result


def titled(before):
    """The small study with something put before its title."""
    text = re.sub(r'(?m)^(title = .*?")', lambda found: found.group(1) + before, GOOD, count=1)
    assert text != GOOD
    return text


def all_files(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file() and p.name != "run.log"}


class Faults(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.at = pathlib.Path(holder.name)

    def case(self, name="study", text=GOOD, files=None):
        folder = self.at / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "case.toml").write_text(text)
        for file, content in (files or {}).items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(content)
        return folder

    def with_series(self, name, **more):
        return self.case(text=f'price_series = "{name}"\n' + GOOD, **more)

    # -------------------------------------------------------------------------------------------- streams
    def test_messages_that_cannot_be_written_are_dropped_and_the_run_finishes(self):
        whole = self.at / "whole"
        arguments = ["run", SMALL, "--scenarios", 3, "--realisations", 2]
        lode(*arguments, "--out", whole)
        shell = f'"{LODE}" run "{SMALL}" --scenarios 3 --realisations 2 --out "{{}}"'
        for name, how in (("closed", "2>&-"), ("full", "2>/dev/full"), ("broken", "2>&1 | head -c1"), ("both", "2>&1 | true"),
                          ("no-input", "<&- 2>&-")):
            out = self.at / name
            subprocess.run(["bash", "-c", shell.format(out) + " " + how], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
            self.assertEqual(all_files(out), all_files(whole), name)

    def test_no_result_lands_on_a_stream_that_is_closed(self):
        whole = self.at / "whole"
        lode("run", SMALL, *FEW, "--out", whole)
        for closed in ((0,), (1,), (2,), (0, 1), (1, 2), (0, 1, 2)):
            out = self.at / ("closed" + "".join(map(str, closed)))
            line = f'"{LODE}" run "{SMALL}" --scenarios 3 --realisations 2 --out "{out}" ' + " ".join(f"{k}>&-" if k else "<&-" for k in closed)
            result = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=120)
            self.assertEqual(all_files(out), all_files(whole), closed)
            self.assertEqual(result.returncode, 3 if 1 in closed else 0, (closed, result.stderr))  # results that nobody gets

    def test_errors_are_told_by_their_code_where_stderr_is_closed(self):
        for arguments, code in ((("check", "/nowhere"), 3), (("runn",), 2), (("show", SMALL, "nothing"), 2), (("--help",), 0)):
            line = f'"{LODE}" ' + " ".join(f'"{a}"' for a in arguments) + " 2>&-"
            self.assertEqual(subprocess.run(["bash", "-c", line], capture_output=True).returncode, code, arguments)

    def test_threads_of_the_environment_matter_where_threads_work(self):
        for value in ("abc", "-1", "4097", "1.5", "99999999999999999999"):
            env = {**os.environ, "LODE_THREADS": value}
            said = lode("run", SMALL, *FEW, "--out", self.at / "out", expect=2, env=env).stderr
            self.assertIn(f'LODE_THREADS = "{value}"', said)
            said = lode("check", SMALL, expect=2, env=env).stderr
            self.assertIn(f'LODE_THREADS = "{value}"', said)
            lode("check", SMALL, "--threads", 1, env=env)
            lode("explain", "tax", env=env)
            lode("run", SMALL, *FEW, "--out", self.at / f"given{value}", "--threads", 1, env=env)
        lode("run", SMALL, *FEW, "--out", self.at / "good", env={**os.environ, "LODE_THREADS": "2"})

    # -------------------------------------------------------------------------------------------- folders
    def test_force_writes_only_where_a_run_of_lode_has_written(self):
        other = self.case("other")
        notes = self.at / "notes"
        notes.mkdir()
        (notes / "thesis.txt").write_text("years of work")
        (notes / "run.json").write_text('{"my": "own"}')
        krige = self.case("krige", KRIGE.format("p.csv"), {"p.csv": POINTS})
        holes = self.case("variogram", VARIOGRAM.format("p.csv"), {"p.csv": POINTS})
        for folder in (other, notes):
            before = all_files(folder)
            for command, case, more in (("run", SMALL, FEW), ("krige", krige, ()), ("variogram", holes, ())):
                said = lode(command, case, *more, "--out", folder, "--force", expect=3).stderr
                self.assertIn("--out", said)
                self.assertEqual(all_files(folder), before, command)
        # A study stays one if a run's marker or results have got into it.
        out = self.at / "out"
        lode("run", SMALL, *FEW, "--out", out)
        for name in (".lode", "run.json"):
            shutil.copy(out / name, other / name)
        before = all_files(other)
        self.assertIn("case.toml", lode("run", SMALL, *FEW, "--out", other, "--force", expect=3).stderr)
        self.assertEqual(all_files(other), before)

    def test_force_and_the_stages(self):
        krige = self.case("krige", KRIGE.format("p.csv"), {"p.csv": POINTS})
        out = self.at / "estimates"
        lode("krige", krige, "--out", out)
        self.assertIn("--force", lode("krige", krige, "--out", out, expect=3).stderr)
        lode("krige", krige, "--out", out, "--force")
        self.assertIn("around it", lode("krige", krige, "--out", self.at, "--force", expect=3).stderr)

    def test_the_default_folder_is_taken_over_from_the_same_study_alone(self):
        one, two = self.case("one/ridge"), self.case("two/ridge", titled("Another "))
        lode("run", one, *FEW, cwd=self.at)
        first = all_files(self.at / "results" / "ridge")
        again = lode("run", one, "--scenarios", 3, "--realisations", 2, cwd=self.at)
        self.assertIn("takes the place of an earlier run of this study", again.stderr)
        self.assertEqual(all_files(self.at / "results" / "ridge"), first)
        self.assertIn("another study", lode("run", two, *FEW, cwd=self.at, expect=3).stderr)
        self.assertEqual(all_files(self.at / "results" / "ridge"), first)
        lode("run", two, *FEW, "--force", cwd=self.at)

    def test_a_failed_run_leaves_nothing_that_blocks_the_next(self):
        out = self.at / "deep" / "er" / "out"
        hopeless = self.case("hopeless", re.sub(r"(?m)^licence = .*", "licence = 1.5", GOOD, count=1))
        self.assertIn("no pit", lode("run", hopeless, *FEW, "--out", out, expect=4).stderr)
        self.assertFalse((self.at / "deep").exists())
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
        lode("run", SMALL, *FEW, "--out", out, expect=3, preexec_fn=limit)
        self.assertFalse((self.at / "deep").exists())
        lode("run", SMALL, *FEW, "--out", out)
        # Full only when the results are written: what is computed stays, and is gone on with.
        whole = self.at / "whole"
        lode("run", SMALL, "--scenarios", 60, "--realisations", 2, "--out", whole)
        part = self.at / "part"
        part.mkdir()
        (part / "deal.csv").mkdir()  # in the way of a result
        (part / ".lode").write_bytes((whole / ".lode").read_bytes())
        arguments = ("run", SMALL, "--scenarios", 60, "--realisations", 2, "--out", part)
        self.assertIn("Is a directory", lode(*arguments, "--force", expect=3).stderr)
        (part / "deal.csv").rmdir()
        self.assertIn("--resume", lode(*arguments, expect=3).stderr)
        lode(*arguments, "--resume")
        self.assertEqual(all_files(part), all_files(whole))

    def stopped(self, *arguments, how=signal.SIGKILL, **more):
        """A run stopped by a kill once its store has rows: one chunk of the small study takes 600 kB."""
        process = subprocess.Popen([LODE, *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
        cwd = pathlib.Path(more.get("cwd", "."))
        out = cwd / arguments[arguments.index("--out") + 1] if "--out" in arguments else cwd / "results" / "small-copper"
        store = out / "checkpoint.sqlite"
        while process.poll() is None and not (store.exists() and store.stat().st_size > 1_500_000):
            time.sleep(0.002)
        process.send_signal(how)
        process.wait()
        return out

    def test_killed_runs_are_gone_on_with_to_the_same_bytes(self):
        whole = self.at / "whole"
        lode("run", SMALL, "--scenarios", 600, "--realisations", 2, "--out", whole)
        long = ("run", SMALL, "--scenarios", 600, "--realisations", 2, "--threads", 1)
        out = self.stopped(*long, "--out", self.at / "killed")
        if not (out / "run.json").exists():
            self.assertIn("--resume", lode(*long, "--out", out, expect=3).stderr)
            lode(*long, "--out", out, "--resume")
            self.assertEqual(all_files(out), all_files(whole))
        out = self.stopped(*long, cwd=self.at)  # without --out: gone on with unasked
        if not (out / "run.json").exists():
            self.assertIn("goes on", lode(*long, cwd=self.at).stderr)
            self.assertEqual(all_files(out), all_files(whole))

    def test_a_run_killed_again_and_again_comes_to_the_same_bytes(self):
        whole, out = self.at / "whole", self.at / "out"
        arguments = ["run", SMALL, "--scenarios", 600, "--realisations", 2, "--threads", 1, "--quiet"]
        lode(*arguments, "--out", whole)
        rng, kills, more = random.Random(1), 0, []
        for _ in range(30):
            process = subprocess.Popen([LODE, *map(str, arguments), "--out", str(out), *more], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            try:
                said = process.communicate(timeout=rng.uniform(0.05, 0.6))[1]
                if process.returncode == 3 and "--resume" in said:  # rows are there by now, or the killed run was at its end
                    more = ["--force" if "no stopped run" in said else "--resume"]
                    continue
                self.assertEqual(process.returncode, 0, said)
                break
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                kills += 1
        else:
            lode(*arguments, "--out", out, "--resume" if (out / "checkpoint.sqlite").exists() else "--force")
        self.assertGreater(kills, 0)
        self.assertEqual(all_files(out), all_files(whole))

    def test_a_second_run_in_one_folder_is_told(self):
        out = self.at / "out"
        arguments = ("run", SMALL, "--scenarios", 20000, "--realisations", 2, "--out", out)
        first = subprocess.Popen([LODE, *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while first.poll() is None and not (out / "checkpoint.sqlite").exists():
                time.sleep(0.002)
            for more in ((), ("--force",), ("--resume",)):
                self.assertIn("another run is at work here", lode(*arguments, *more, expect=3).stderr)
        finally:
            first.send_signal(signal.SIGKILL)
            first.wait()
        lode("run", SMALL, *FEW, "--out", out, "--force")  # its lock died with it

    # -------------------------------------------------------------------------------------------- inputs in the results
    def test_inputs_named_as_results_keep_apart_and_the_result_runs_again(self):
        for name in ("price.csv", "deal.csv", "run.json", "report.html", "checkpoint.sqlite", ".lode", "scenarios.json", "case/case.toml",
                     "sub/deal.csv", "run.log"):
            case = self.with_series(name, files={name: SERIES})
            out, again = self.at / "out", self.at / "again"
            lode("run", case, *FEW, "--out", out)
            self.assertEqual((out / "case" / name).read_text(), SERIES)
            self.assertNotEqual((out / name).read_bytes() if (out / name).exists() else b"", SERIES.encode(), name)
            json.loads((out / "run.json").read_text())
            shutil.move(case, self.at / "away")  # it needs nothing but itself
            for mine in (out / "case", out):
                lode("run", mine, *FEW, "--out", again)
                self.assertEqual(all_files(again), all_files(out), name)
                shutil.rmtree(again)
            shutil.rmtree(out), shutil.rmtree(self.at / "away")

    def test_one_rule_for_the_files_a_case_names(self):
        """`..`, whole paths and links are followed by every command; a result holds copies of them."""
        (self.at / "series.csv").write_text(SERIES)
        (self.at / "points.csv").write_text(POINTS)
        study = self.at / "study"
        study.mkdir()
        (study / "link.csv").symlink_to(self.at / "series.csv")
        (study / "points-link.csv").symlink_to(self.at / "points.csv")
        for k, (series, points) in enumerate((("../series.csv", "../points.csv"), (self.at / "series.csv", self.at / "points.csv"),
                                              ("link.csv", "points-link.csv"))):
            case = self.with_series(series)
            out, again = self.at / f"out{k}", self.at / f"again{k}"
            lode("check", case)
            lode("run", case, *FEW, "--out", out)
            copies = [p for p in (out / "case").rglob("*.csv")]
            self.assertEqual([p.read_text() for p in copies], [SERIES])
            self.assertFalse(copies[0].is_symlink())
            shutil.move(self.at / "series.csv", self.at / "hidden.csv")
            lode("run", out / "case", *FEW, "--out", again)
            self.assertEqual(all_files(again), all_files(out))
            shutil.move(self.at / "hidden.csv", self.at / "series.csv")
            (study / "k.toml").write_text(KRIGE.format(points))
            lode("krige", study / "k.toml", "--out", self.at / f"k{k}")
            (study / "v.toml").write_text(VARIOGRAM.format(points))
            lode("variogram", study / "v.toml")
        said = []
        for command, text in (("check", 'price_series = "../none.csv"\n' + GOOD), ("krige", KRIGE.format("../none.csv")),
                              ("variogram", VARIOGRAM.format("../none.csv"))):
            (study / "case.toml").write_text(text)
            said.append(lode(command, study, expect=3).stderr)
        for text in said:
            self.assertIn("none.csv: no such file", text.replace(": data.file", "").replace(": points.file", ""))

    # -------------------------------------------------------------------------------------------- links, pipes, devices
    def test_links_in_the_result_folder_are_never_followed(self):
        case = self.with_series("price.csv", files={"price.csv": SERIES})
        out, treasure, away = self.at / "out", self.at / "treasure", self.at / "away"
        lode("run", case, *FEW, "--out", out)
        names = [p.relative_to(out) for p in out.rglob("*") if p.is_file()] + [pathlib.Path("checkpoint.sqlite"), pathlib.Path("checkpoint.sqlite-journal")]
        expected = all_files(out)
        for kind in ("link", "dangling", "pipe", "hard", "folder"):
            treasure.write_text("mine")
            away.mkdir(exist_ok=True)
            for name in names:
                if name.name in (".lode",):  # whose folder it is must still be seen
                    continue
                path = out / name
                path.unlink(missing_ok=True)
                if kind == "link":
                    path.symlink_to(treasure)
                elif kind == "dangling":
                    path.symlink_to(self.at / "nothing")
                elif kind == "pipe":
                    os.mkfifo(path)
                elif kind == "hard":
                    os.link(treasure, path)
            if kind == "folder":
                shutil.rmtree(out / "case", ignore_errors=True)
                (out / "case").symlink_to(away)
            lode("run", case, *FEW, "--out", out, "--force")
            self.assertEqual(treasure.read_text(), "mine", kind)
            self.assertFalse((self.at / "nothing").exists(), kind)
            self.assertEqual(list(away.iterdir()), [], kind)
            self.assertEqual(all_files(out), expected, kind)
            self.assertFalse(any(p.is_symlink() for p in out.rglob("*")), kind)

    def test_pipes_and_devices_are_told_at_once(self):
        out = self.at / "out"
        lode("run", SMALL, *FEW, "--out", out)
        whole = self.at / "kept"
        shutil.copytree(out, whole)
        for name in ("run.json", "deal.json"):
            for kind in ("pipe", "device", "socket", "folder"):
                path = out / name
                path.unlink()
                plug = socket.socket(socket.AF_UNIX)
                if kind == "pipe":
                    os.mkfifo(path)
                elif kind == "device":
                    path.symlink_to("/dev/zero")
                elif kind == "socket":
                    plug.bind(str(path))
                else:
                    path.mkdir()
                for arguments in (("show", out), ("show", out, "--json"), ("compare", out, whole)):
                    said = lode(*arguments, expect=3).stderr
                    self.assertIn(name, said)
                    self.assertIn("is a directory" if kind == "folder" else "is no regular file", said)
                plug.close()
                path.rmdir() if kind == "folder" else path.unlink()
                shutil.copy(whole / name, path)
        (out / "run.json").unlink()
        os.mkfifo(out / "checkpoint.sqlite")
        self.assertIn("no regular file", lode("run", SMALL, *FEW, "--out", out, "--resume", expect=3).stderr)

    # -------------------------------------------------------------------------------------------- changed results
    def test_results_that_are_no_results_are_told_with_their_file(self):
        out = self.at / "out"
        lode("run", SMALL, *FEW, "--out", out)
        for name in ("deal.json", "run.json"):
            whole = (out / name).read_text()
            deep = "[" * 100_000 + "]" * 100_000
            number = next(part for part in whole.replace("[", ",").split(",") if part.replace(".", "").replace("-", "").isdigit() and len(part) > 1) \
                if name == "deal.json" else None
            for text in ("", "[", "null", "1e999", '{"lode":"1","tables":{"deal":1e999}}', whole.replace('"lode"', '"lode":1e999,"x"', 1), whole[:200],
                         '{"lode":"1","tables":' + deep + "}", deep, re.sub('"tables": ?{', '"tables":{"x":7,', whole, count=1).replace(",}", "}"), "\x00",
                         *((whole.replace(number, "1e999", 1), whole.replace(number, "-1e400", 1)) if number else ())):
                (out / name).write_text(text)
                for arguments in (("show", out), ("show", out, "--json"), ("compare", out, out)):
                    said = lode(*arguments, expect=3).stderr
                    self.assertIn(name, said, text[:60])
            (out / name).write_text(whole)
        table = (out / "deal.json").read_bytes()
        rng = random.Random(1)
        for _ in range(150):
            bytes_ = bytearray(table)
            for _ in range(rng.choice((1, 1, 2, 5))):
                at = rng.randrange(len(bytes_))
                bytes_[at:at + rng.choice((0, 1, 1, 3))] = bytes(rng.choice((b"[", b"]", b"{", b'"', b",", b"9", b"\\", b"\xff", b"", b"e999")))
            (out / "deal.json").write_bytes(bytes_)
            for arguments in (("show", out), ("compare", out, out)):
                result = lode(*arguments, expect=None)
                self.assertIn(result.returncode, (0, 3), result.stderr)

    def test_a_store_of_another_build_is_refused(self):
        out = self.stopped("run", SMALL, "--scenarios", 20000, "--realisations", 2, "--out", self.at / "out", how=signal.SIGINT)
        arguments = ("run", SMALL, "--scenarios", 100, "--realisations", 2, "--out", out, "--resume", "--quiet")
        store = out / "checkpoint.sqlite"
        whole = store.read_bytes()

        def changed(sql):
            store.write_bytes(whole)
            db = sqlite3.connect(store)
            db.execute(sql)
            db.commit(), db.close()

        changed("UPDATE run SET build = 'of clang'")
        self.assertIn("another build", lode(*arguments, expect=3).stderr)
        for sql in ("UPDATE chunk SET rows = 2305843009213693952", "UPDATE chunk SET rows = 1152921504606846976, cells = zeroblob(0)",
                    "UPDATE chunk SET rows = -1", "UPDATE chunk SET cells = zeroblob(100000000)", "CREATE TABLE more (x)"):
            changed(sql)
            limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (3_000_000_000,) * 2)
            self.assertIn("damaged", lode(*arguments, expect=3, preexec_fn=limit).stderr, sql)
        store.write_bytes(whole)
        lode(*arguments)

    # -------------------------------------------------------------------------------------------- machine
    def test_memory_is_compared_before_it_is_taken(self):
        limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (4_000_000_000,) * 2)
        out = self.at / "out"
        said = lode("run", SMALL, "--scenarios", 10_000_000, "--out", out, expect=5, preexec_fn=limit).stderr
        self.assertRegex(said, r"not enough memory: a run of 10000000 scenarios needs [\d.e+]+ GB, this machine has [\d.]+ [GM]B")
        self.assertFalse(out.exists())
        status = json.loads(lode("run", SMALL, "--scenarios", 10_000_000, "--out", out, "--json", expect=5, preexec_fn=limit).stdout)
        self.assertEqual(status["status"], "limit")

    def test_a_full_disk_is_told_with_the_reason_of_the_system(self):
        (self.at / "v.txt").write_text("-1\n2\n")
        said = lode("pit", "--grid", "1,1,2", "--values", self.at / "v.txt", "--out", "/dev/full", expect=3).stderr
        self.assertIn("No space left on device", said)
        for size in (3_000, 30_000):
            limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
            said = lode("run", SMALL, *FEW, "--out", self.at / "out", expect=3, preexec_fn=limit).stderr
            self.assertIn("File too large", said)
        said = lode("init", "/proc/none", expect=3).stderr
        self.assertIn("/proc/none", said)

    # -------------------------------------------------------------------------------------------- texts
    def test_control_characters_are_shown_escaped(self):
        steer = "\\u001b]0;owned\\u0007\\u001b[2J\\u009b31m\\u202e"
        raw = [c for c in "\x1b\x07\x9b\u202e\x7f"]
        key = f'"{steer}" = 1\n' + GOOD
        headed = titled(steer)
        bid = GOOD
        for line in GOOD.splitlines():
            if line.startswith("name = ") and "bid" in GOOD[:GOOD.index(line)].splitlines()[-1]:
                bid = GOOD.replace(line, line.replace('"', f'"{steer}', 1), 1)
                break
        odd = self.at / "odd\x1b[31m\nname"
        odd.mkdir()
        (odd / "case.toml").write_text(key)
        results = [lode("check", odd, expect=3), lode("check", self.case("key", key), expect=3), lode("check", "\x1b[2J", expect=3),
                   lode("\x1b[31m", expect=2), lode("run", "--\x1b[31m", expect=2), lode("show", SMALL, "\x1b[31m", expect=2),
                   lode("explain", "\x1b[31m", expect=2), lode("check", SMALL, "--with", "\x1b[2J=x", expect=3)]
        self.assertIn("\\u001b", results[1].stderr)
        for text in (headed, bid):
            case, out = self.case("named", text), self.at / "out"
            results.append(lode("run", case, "--scenarios", 3, "--realisations", 2, "--out", out, "--force"))
            results += [lode("show", out, topic) for topic in ("deal", "cash", "schedule", "resource", "market")]
            results.append(lode("compare", out, out))
        for result in results:
            for c in raw:
                self.assertNotIn(c, result.stdout + result.stderr, result.args)
        study = json.loads((self.at / "out" / "run.json").read_text())["study"]
        shown = json.loads(lode("show", self.at / "out", "--json").stdout)["study"]
        self.assertEqual(shown, study)  # JSON reads back as it was

    def test_names_have_a_stated_length(self):
        for length, code in ((64, 0), (65, 3), (260, 3), (100_000, 3)):
            case = self.case("named", GOOD + f'\n[event.{"e" * length}]\nname = "x"\nyearly_probability = 0.1\n')
            said = lode("check", case, expect=code)
            if code:
                self.assertIn("64", said.stderr)
                self.assertIn(f"this name has {length} letters", said.stderr)
                self.assertLess(len(said.stderr), 1000)

    def test_harmed_cases_of_stages_never_crash(self):
        rng = random.Random(1)
        extremes = ["0", "-1", "1e300", "nan", "inf", "true", '""', '"v"', "[]", "{}", "2", '"ordinary"', "{ uniform = [0, 1] }", '"../p.csv"', '"/dev/zero"']
        for command, case in (("krige", KRIGE), ("variogram", VARIOGRAM)):
            for _ in range(150):
                lines, points = case.format("p.csv").splitlines(), list(POINTS)
                for _ in range(rng.choice((0, 1, 1, 2))):
                    i = rng.randrange(len(lines))
                    how = rng.randrange(4)
                    if how == 0:
                        del lines[i]
                    elif how == 1:
                        lines.insert(rng.randrange(len(lines)), lines[i])
                    elif "=" in lines[i] and "count" not in lines[i]:
                        lines[i] = lines[i].split("=")[0] + "= " + rng.choice(extremes)
                for _ in range(rng.choice((0, 1, 3))):
                    points[rng.randrange(len(points))] = rng.choice(["", ",", ";", '"', "\n", "-", "e", "x", "1e308", "nan", "-999", "\r\n", "\t", "#", "=", "\x01"])
                folder = self.case("harmed", "\n".join(lines) + "\n", {"p.csv": "".join(points)})
                result = lode(command, folder, *(("--out", self.at / "out", "--force") if command == "krige" else ()), expect=None)
                self.assertIn(result.returncode, (0, 3, 4, 5), result.stderr + "\n".join(lines))

    def test_strings_over_several_lines_hide_no_depth(self):
        deep = "a" + ".a" * 200_000
        for text in (f'x = ["""\n#""", {{{deep}=1}}]', f"x = ['''\n#''', {{{deep}=1}}]", f'x = ["""\n\'""", {{{deep}=1}}]', f"[{deep}]", f"{deep} = 1",
                     "x = " + "[" * 200_000, "x = " + "{a=" * 100_000, f'x = ["""a""""", {{{deep}=1}}]', f"[[{deep}]]", f'[x."{"b" * 9}".{deep}]'):
            for command in ("check", "krige", "holes", "variogram", "plant", "cashflow"):
                said = lode(command, self.case("deep", text + "\n"), expect=3).stderr
                self.assertIn("nests deeper than 64 levels", said, (command, text[:20]))
                self.assertLess(len(said), 1000)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
