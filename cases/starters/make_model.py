#!/usr/bin/env python3
"""Makes the made-up block model of starters/pit: copper estimates of 16 x 14 x 8 blocks around a dipping lens.

    cases/starters/make_model.py [FOLDER]      (default: cases/starters/pit)

The grade falls off with the square of the distance from the lens. Standard library only.
"""
import csv
import math
import pathlib
import sys

COUNT, CELL, CORNER = (16, 14, 8), (25, 25, 10), (5_000, 2_000, 1_120)


def grade(x, y, z):
    down = 1_200 - z
    across = (x - 5_170 - 0.6 * down) / 55
    return 1.3 * math.exp(-across**2 - ((y - 2_170) / 95) ** 2 - ((down - 30) / 60) ** 2) + 0.02


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "pit"
    with open(folder / "estimates.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("x", "y", "z", "estimate"))
        for k in range(COUNT[2]):
            for j in range(COUNT[1]):
                for i in range(COUNT[0]):
                    x, y, z = (CORNER[a] + (n + 0.5) * CELL[a] for a, n in enumerate((i, j, k)))
                    writer.writerow((f"{x:g}", f"{y:g}", f"{z:g}", f"{grade(x, y, z):.3f}"))


if __name__ == "__main__":
    main()
