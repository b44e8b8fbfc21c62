#!/usr/bin/env python3
"""Makes the points of this folder: zinc in the soil of a made-up flood plain beside a river.

    cases/points/make_points.py [FOLDER]      (default: this folder)

    soil.csv         155 samples, at places drawn anew: x, y (m), zinc (ppm), logzinc (its natural logarithm), distance
                     (to the river, 0 to 1)
    soil-grid.csv    places to estimate at, every 60 m where the plain is: x, y, distance

logzinc = 6.9 - 1.6 distance + 0.45 Y + noise: it falls with the distance to the river. Y is a Gaussian field of
variance 1, a sum of random cosines after the spectral law of the exponential covariance in the plane (Lantuejoul
2002, ch. 15). Standard library only; the same seed gives the same files.
"""
import csv
import math
import pathlib
import random
import sys

SEED, SAMPLES, WAVES, SCALE = 11, 155, 400, 300.0
WEST, SOUTH, WIDTH, HEIGHT = 178_600, 329_700, 2_700, 3_900


def river(y):
    """East of the bank at this northing."""
    return WEST + 350 + 420 * math.sin((y - SOUTH) / 900) + 0.22 * (y - SOUTH)


class Field:
    def __init__(self, rng):
        self.waves = []
        for _ in range(WAVES):
            # |k| of exp(-h / a) in the plane: density k (1 + k^2)^(-3/2), by inversion.
            k = math.sqrt((1 - rng.random()) ** -2 - 1) / SCALE
            turn = rng.uniform(0, 2 * math.pi)
            self.waves.append((k * math.cos(turn), k * math.sin(turn), rng.uniform(0, 2 * math.pi)))

    def at(self, x, y):
        return math.sqrt(2 / WAVES) * sum(math.cos(u * x + v * y + p) for u, v, p in self.waves)


def distance(x, y):
    return (x - river(y)) / 1_400


def on_plain(x, y):
    return 0.01 <= distance(x, y) <= 0.85


def write(path, header, rows):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent
    rng = random.Random(SEED)
    field = Field(rng)
    samples = []
    while len(samples) < SAMPLES:
        x, y = WEST + rng.randrange(WIDTH), SOUTH + rng.randrange(HEIGHT)
        # More samples near the river, as people take them.
        if not on_plain(x, y) or rng.random() > 1.15 - distance(x, y):
            continue
        if any(abs(x - a[0]) < 25 and abs(y - a[1]) < 25 for a in samples):
            continue
        d = distance(x, y)
        zinc = round(math.exp(6.9 - 1.6 * d + 0.45 * field.at(x, y) + rng.gauss(0, 0.15)))
        samples.append((x, y, zinc, f"{math.log(zinc):.4f}", f"{d:.4f}"))
    write(folder / "soil.csv", ("x", "y", "zinc", "logzinc", "distance"), samples)
    grid = [(x, y, f"{distance(x, y):.4f}")
            for y in range(SOUTH + 30, SOUTH + HEIGHT, 60) for x in range(WEST + 30, WEST + WIDTH, 60) if on_plain(x, y)]
    write(folder / "soil-grid.csv", ("x", "y", "distance"), grid)


if __name__ == "__main__":
    main()
