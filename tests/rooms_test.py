#!/usr/bin/env python3
"""Holds the rooms apart: which headers may a file of a room include?

A room includes base, its own headers, and the public header of rooms above it that its lode_room call names; a public
header of another room is <room>/<room>.h or one that it hands on. Third-party headers of heavy libraries stay in .cpp
files, and of the heaviest in one. Only io and report open files (and apps, which decide where).
Each source of study has its test beside it.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ORDER = ["base", "drill", "resource", "plant", "pit", "schedule", "market", "decision", "finance", "deal", "study", "io", "report"]
ONE_FILE = ["CLI/", "toml++/", "nlohmann/", "httplib"]
NOT_IN_HEADERS = ["Eigen/", "tbb/", "fmt/", "sqlite3.h", "Random123/", "kissfft", "CLI/", "toml++/", "nlohmann/"]
OPENS_FILES = re.compile(r"std::[io]?fstream|\bfopen\(|sqlite3_open")


def is_test(path):
    return path.name.endswith("_test.cpp") or path.name.startswith("made_up_")


def declared_deps():
    deps = {}
    for name, rest in re.findall(r"lode_room\(NAME (\w+)([^)]*)\)", (ROOT / "CMakeLists.txt").read_text()):
        found = re.search(r"DEPS ([\w ]+?)(?: LIBS|$)", rest)
        deps[name] = found.group(1).split() if found else []
    return deps


def public_headers(room):
    """<room>.h and what it hands on; base hands on all."""
    folder = ROOT / "src" / room
    if room == "base":
        return {f"base/{p.name}" for p in folder.glob("*.h")}
    top = folder / f"{room}.h"
    handed_on = set(re.findall(rf'#include "({room}/[^"]+)"', top.read_text()))
    return handed_on | {f"{room}/{room}.h"}


def main():
    faults = []
    deps = declared_deps()
    public = {room: public_headers(room) for room in deps}
    users = {}
    for room, above in deps.items():
        for dep in above:
            if ORDER.index(dep) >= ORDER.index(room):
                faults.append(f"CMakeLists.txt: {room} may not depend on {dep}, which stands below it")
        for path in sorted((ROOT / "src" / room).glob("*.[hc]*")):
            text = path.read_text()
            where = path.relative_to(ROOT)
            for included in re.findall(r'#include "([^"]+)"', text):
                other = included.split("/")[0]
                if "/" not in included or other == room:
                    continue
                if other not in above and not (other == "base"):
                    faults.append(f"{where}: includes {included}, but {room} does not name {other} in DEPS")
                elif included not in public[other] and not (is_test(path) and "/made_up_" in included):
                    faults.append(f"{where}: {included} is no public header of {other}")
            for included in re.findall(r"#include <([^>]+)>", text):
                if path.suffix == ".h" and any(included.startswith(bad) for bad in NOT_IN_HEADERS):
                    faults.append(f"{where}: <{included}> belongs in a .cpp file")
                for heavy in ONE_FILE:
                    if included.startswith(heavy):
                        users.setdefault(heavy, set()).add(str(where))
            if room not in ("io", "report") and not is_test(path) and OPENS_FILES.search(text):
                faults.append(f"{where}: only io and report open files")
            if not is_test(path) and re.search(r"tungsten|kazakh", text, re.IGNORECASE):
                faults.append(f"{where}: the code knows no deal by name")
    for path in (ROOT / "src" / "study").glob("*.cpp"):
        if not is_test(path) and not path.with_name(f"{path.stem}_test.cpp").exists():
            faults.append(f"{path.relative_to(ROOT)}: has no test beside it")
    for heavy, files in users.items():
        if len(files) > 1:
            faults.append(f"<{heavy}> is included in more than one file: {', '.join(sorted(files))}")
    checked = sum(len(list((ROOT / "src" / room).glob("*.[hc]*"))) for room in deps)
    if checked < 40:
        faults.append(f"only {checked} files were looked at: the rule looks in the wrong place")
    print("\n".join(faults) if faults else f"rooms hold: {len(deps)} rooms, {checked} files")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
