#!/usr/bin/env python3
"""Makes the drilling campaign of this study over a truth that is known, and writes that truth.

    studies/larkspur-hill/make_campaign.py [FOLDER]      (default: this folder; about half a minute)

The ground: a steep porphyry of irregular outline in barren host rock. Copper and gold are lognormal,
exp(m + s Y), of two Gaussian fields with correlation 0.6. Each field is a sum of random cosines whose
wave vectors follow the spectral law of the exponential covariance exp(-|h| / a): a Cauchy law in three
dimensions (Lantuejoul 2002, ch. 15). The campaign: holes on a 40 m grid over the middle and 80 m beyond,
dipping 65 degrees to the east, surveyed every 30 m with drift, assayed every 2 m with an error of 12 %.

    collars.csv surveys.csv assays.csv lithology.csv density.csv      what the study reads
    truth.csv       tonnage and grade of the true 20 x 20 x 10 m blocks above each cut-off; and, as a model
                    counts in which a block is of one rock, of blocks whose centre is porphyry, by their porphyry
Standard library only; the same seed gives the same files.
"""
import csv
import math
import pathlib
import random
import sys

SEED = 20
RANGES = (40.0, 30.0, 20.0)  # a along east, north and up; the practical range is three times that
WAVES = 300
CORRELATION = 0.6
COPPER = {"PORPHYRY": (math.log(0.62), 0.60), "HOST": (math.log(0.035), 0.50)}  # log-mean, log-sd; %
GOLD = {"PORPHYRY": (math.log(0.24), 0.65), "HOST": (math.log(0.02), 0.50)}  # g/t
DENSITY = {"PORPHYRY": 2.72, "HOST": 2.64}
ORIGIN, CELL, COUNT = (-260, -240, -130), (20, 20, 10), (26, 24, 13)  # the grid of case.toml without its westernmost and easternmost, barren blocks


class Field:
    """A Gaussian field of variance 1, anywhere."""

    def __init__(self, rng):
        self.waves = []
        for _ in range(WAVES):
            scale = abs(rng.gauss(0, 1))
            k = [rng.gauss(0, 1) / scale / a for a in RANGES]
            self.waves.append((*k, rng.uniform(0, 2 * math.pi)))
        self.amplitude = math.sqrt(2 / WAVES)

    def at(self, x, y, z):
        cos = math.cos
        return self.amplitude * sum([cos(u * x + v * y + w * z + p) for u, v, w, p in self.waves])


class Ground:
    def __init__(self, rng):
        self.first, self.second = Field(rng), Field(rng)
        self.lobes = [(rng.uniform(0.03, 0.08), rng.uniform(0, 2 * math.pi)) for _ in range(4)]

    def rock(self, x, y, z):
        angle = math.atan2(y / 100, x / 135)
        edge = 1 + sum(size * math.cos((k + 2) * angle + phase + z / 90) for k, (size, phase) in enumerate(self.lobes))
        narrowing = 1 + 0.0022 * z  # z is negative: narrower with depth
        return "PORPHYRY" if math.hypot(x / 135, y / 100) < edge * narrowing else "HOST"

    def grades(self, x, y, z):
        rock = self.rock(x, y, z)
        a = self.first.at(x, y, z)
        b = CORRELATION * a + math.sqrt(1 - CORRELATION**2) * self.second.at(x, y, z)
        return rock, math.exp(COPPER[rock][0] + COPPER[rock][1] * a), math.exp(GOLD[rock][0] + GOLD[rock][1] * b)


def collars(rng):
    places = [(x, y) for x in range(-160, 161, 40) for y in range(-120, 121, 40)]
    places += [(x, y) for x in range(-240, 241, 80) for y in range(-200, 201, 80) if abs(x) > 160 or abs(y) > 120]
    for number, (x, y) in enumerate(places, 1):
        # A hole that dips to the east reaches its place at 60 m depth.
        yield f"LH{number:03d}", x - 28 + rng.uniform(-4, 4), y + rng.uniform(-4, 4), 0.0, rng.choice((124, 130, 136))


def survey(rng, length):
    azimuth, dip = 90 + rng.uniform(-3, 3), -65 + rng.uniform(-2, 2)
    for depth in range(0, length, 30):
        yield depth, azimuth, dip
        azimuth += rng.gauss(0, 0.7)
        dip += rng.gauss(0.15, 0.3)


def path(collar, stations):
    """Positions along the hole every metre, by the tangent of the last station; a metre is short."""
    x, y, z = collar
    out, turn = [(x, y, z)], 0
    for metre in range(200):
        while turn + 1 < len(stations) and stations[turn + 1][0] <= metre:
            turn += 1
        # Between stations the direction turns evenly.
        here, then = stations[turn], stations[min(turn + 1, len(stations) - 1)]
        share = (metre + 0.5 - here[0]) / (then[0] - here[0]) if then[0] > here[0] else 0
        azimuth = math.radians(here[1] + share * (then[1] - here[1]))
        dip = math.radians(here[2] + share * (then[2] - here[2]))
        x += math.cos(dip) * math.sin(azimuth)
        y += math.cos(dip) * math.cos(azimuth)
        z += math.sin(dip)
        out.append((x, y, z))
    return out


def write(path_, header, rows):
    with open(path_, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def make_holes(ground, rng, folder):
    tables = {name: [] for name in ("collars", "surveys", "assays", "lithology", "density")}
    for name, x, y, z, length in collars(rng):
        x, y = round(x, 2), round(y, 2)
        tables["collars"].append((name, f"{x:.2f}", f"{y:.2f}", f"{z:.2f}", length))
        stations = [(d, round(a, 1), round(p, 1)) for d, a, p in survey(rng, length)]
        tables["surveys"] += [(name, d, f"{a:.1f}", f"{p:.1f}") for d, a, p in stations]
        track = path((x, y, z), stations)
        logged = []
        for start in range(0, length, 2):
            points = [track[start], track[start + 1], track[start + 2]]
            rocks = [ground.rock(*p) for p in points]
            rock = max(set(rocks), key=rocks.count)
            values = [ground.grades(*p)[1:] for p, r in zip(points, rocks) if r == rock]
            copper, gold = (sum(v[k] for v in values) / len(values) * math.exp(rng.gauss(-0.0072, 0.12)) for k in (0, 1))
            tables["assays"].append((name, start, start + 2, f"{copper:.4f}", f"{gold:.4f}"))
            if logged and logged[-1][3] == rock:
                logged[-1][2] = start + 2
            else:
                logged.append([name, start, start + 2, rock])
            if start % 20 == 0:
                tables["density"].append((name, start, start + 2, f"{DENSITY[rock] + rng.gauss(0, 0.04):.2f}"))
        tables["lithology"] += logged
    headers = {
        "collars": ("HOLE", "EAST", "NORTH", "ELEV", "LENGTH"),
        "surveys": ("HOLE", "DEPTH", "AZIMUTH", "DIP"),
        "assays": ("HOLE", "FROM", "TO", "CU_PCT", "AU_GPT"),
        "lithology": ("HOLE", "FROM", "TO", "ROCK"),
        "density": ("HOLE", "FROM", "TO", "SG"),
    }
    for name, rows in tables.items():
        write(folder / f"{name}.csv", headers[name], rows)


def make_truth(ground, folder):
    blocks = []  # tonnes, copper %, gold g/t
    whole = []  # likewise tonnes and copper, where the centre is porphyry
    for iz in range(COUNT[2]):
        for iy in range(COUNT[1]):
            for ix in range(COUNT[0]):
                tonnes = copper = gold = 0.0
                porphyry = []
                for k in range(8):
                    x, y, z = (ORIGIN[i] + CELL[i] * ((ix, iy, iz)[i] + (0.25 if k >> i & 1 else 0.75)) for i in range(3))
                    rock, cu, au = ground.grades(x, y, z)
                    t = CELL[0] * CELL[1] * CELL[2] * DENSITY[rock] / 8
                    tonnes, copper, gold = tonnes + t, copper + t * cu, gold + t * au
                    if rock == "PORPHYRY":
                        porphyry.append(cu)
                blocks.append((tonnes, copper / tonnes, gold / tonnes))
                centre = [ORIGIN[i] + CELL[i] * ((ix, iy, iz)[i] + 0.5) for i in range(3)]
                if porphyry and ground.rock(*centre) == "PORPHYRY":
                    whole.append((CELL[0] * CELL[1] * CELL[2] * DENSITY["PORPHYRY"], sum(porphyry) / len(porphyry)))
    rows = []
    for cut_off in (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.2):
        above = [b for b in blocks if b[1] >= cut_off]
        tonnes = sum(b[0] for b in above)
        copper, gold = (sum(b[0] * b[k] for b in above) / tonnes for k in (1, 2))
        kept = [b for b in whole if b[1] >= cut_off]
        whole_tonnes = sum(b[0] for b in kept)
        whole_copper = sum(b[0] * b[1] for b in kept) / whole_tonnes
        rows.append((cut_off, f"{tonnes / 1e6:.4f}", f"{copper:.4f}", f"{gold:.4f}", f"{whole_tonnes / 1e6:.4f}", f"{whole_copper:.4f}"))
    write(folder / "truth.csv", ("cut_off_pct", "tonnes_mt", "copper_pct", "gold_gpt", "whole_tonnes_mt", "whole_copper_pct"), rows)


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent
    ground = Ground(random.Random(SEED))
    make_holes(ground, random.Random(SEED + 1), folder)
    make_truth(ground, folder)


if __name__ == "__main__":
    main()
