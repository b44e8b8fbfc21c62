#!/usr/bin/env python3
"""Makes the made-up drill holes of starters/holes: nine holes through a breccia pipe in host rock.

    cases/starters/make_holes.py [FOLDER]      (default: cases/starters/holes)

Copper and molybdenum of a 2 m sample are lognormal about a mean of its rock, each sample leaning on the one above
(an autoregression of 0.7), so that neighbours resemble each other. Standard library only; the same seed gives the
same files.
"""
import csv
import math
import pathlib
import random
import sys

SEED = 5
MEAN = {"Bx": (0.85, 160), "Bxh": (0.45, 90), "Host": (0.06, 15)}  # % Cu, ppm Mo
DENSITY = {"Bx": 2.62, "Bxh": 2.68, "Host": 2.71}


def rock(x, y):
    away = math.hypot(x - 5_000, y - 2_000) / 75
    return "Bx" if away < 0.6 else "Bxh" if away < 1 else "Host"


def write(path, header, rows):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "holes"
    rng = random.Random(SEED)
    collars, surveys, assays, rocks = [], [], [], []
    for row in range(3):
        for place in range(3):
            hole = f"BX-{3 * row + place + 1:02d}"
            x, y, z = 4_910 + 60 * place, 1_945 + 55 * row, 1_200 + rng.randrange(-30, 31) / 10
            length = rng.randrange(100, 131, 10)
            collars.append((hole, x, y, f"{z:.1f}", length))
            dip, azimuth = 65.0, 90.0
            for depth in range(0, length, 30):
                surveys.append((hole, depth, f"{azimuth:.1f}", f"{-dip:.1f}"))
                azimuth, dip = azimuth + rng.uniform(-1, 1.5), dip - rng.uniform(0, 1)
            cu = mo = 0.0
            start, code = 0, None
            for at in range(0, length, 2):
                here = rock(x + (at + 1) * math.cos(math.radians(65)), y)
                if here != code:
                    if code:
                        rocks.append((hole, start, at, code))
                    start, code = at, here
                cu = 0.7 * cu + math.sqrt(1 - 0.7**2) * rng.gauss(0, 1)
                mo = 0.7 * mo + math.sqrt(1 - 0.7**2) * (0.5 * cu + math.sqrt(0.75) * rng.gauss(0, 1))
                grade = MEAN[here][0] * math.exp(0.5 * cu - 0.125)
                assays.append((hole, at, at + 2, f"{grade:.3f}", f"{MEAN[here][1] * math.exp(0.6 * mo - 0.18):.0f}",
                               f"{DENSITY[here] + rng.gauss(0, 0.02):.2f}"))
            rocks.append((hole, start, length, code))
    write(folder / "collar.csv", ("hole_ID", "x", "y", "z", "length"), collars)
    write(folder / "survey.csv", ("hole_ID", "depth", "azimuth", "dip"), surveys)
    write(folder / "assay.csv", ("hole_ID", "from", "to", "Cu_pct", "Mo_ppm", "sg"), assays)
    write(folder / "lithology.csv", ("hole_ID", "from", "to", "rock"), rocks)


if __name__ == "__main__":
    main()
