#!/usr/bin/env python3
"""How long does the reference study take, and how much memory? Answers first, then times.

    bench/reference_study.py LODE CASE [RUNS]

Runs the case at its defaults with one and with two threads, compares every table byte by byte, then prints the
seconds of each stage (from run.log), the whole process's wall time and its peak memory (from the kernel).
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time


def run(lode, case, out, threads):
    start = time.perf_counter()
    process = subprocess.Popen([lode, "run", case, "--out", out, "--threads", str(threads), "--quiet"],
                               stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"lode run failed with {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - start, usage


def same_files(first, second):
    names = sorted(p.name for p in first.iterdir() if p.name != "run.log")
    if names != sorted(p.name for p in second.iterdir() if p.name != "run.log"):
        return False
    return all((first / n).read_bytes() == (second / n).read_bytes() for n in names)


def main():
    lode, case = sys.argv[1:3]
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    folder = pathlib.Path(tempfile.mkdtemp(prefix="lode-bench-"))
    try:
        run(lode, case, folder / "one", 1)
        run(lode, case, folder / "two", 2)
        if not same_files(folder / "one", folder / "two"):
            sys.exit("the answers of one and two threads differ: no times are shown")
        print("answers of one and two threads are equal, byte by byte\n")
        for threads in (1, 2):
            walls, log = [], ""
            for k in range(runs):
                out = folder / f"t{threads}-{k}"
                wall, usage = run(lode, case, out, threads)
                walls.append(wall)
                log = (out / "run.log").read_text()
                shutil.rmtree(out)
            print(f"threads {threads}: wall {min(walls):.2f} s (best of {runs}), peak memory {usage.ru_maxrss / 1024:.0f} MiB")
            print("".join("  " + line + "\n" for line in log.splitlines() if line.rstrip().endswith(" s")))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
