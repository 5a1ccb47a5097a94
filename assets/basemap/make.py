#!/usr/bin/env python3
"""Packs Natural Earth land and borders into `world-50m.bin`, as README.md beside this file describes.

Usage: make.py FOLDER_OF_WORLD_ATLAS OUT   (FOLDER holds land-50m.json and countries-50m.json)

Format: b"KBM1"; then unsigned LEB128 numbers. Land: number of polygons; each: number of rings; each: number of points, then
the points. Borders: number of lines; each: number of points, then the points. A point is two zigzag numbers in 1/500 degree,
longitude and latitude: the first of a run absolute, the others as the difference from the one before.
"""

import json
import sys
from pathlib import Path

UNITS_PER_DEG = 500
# Between mainland Ukraine and Crimea the source draws a border between states. The United Nations' General Assembly
# recognises none there (resolution 68/262), and neither does this map.
NO_BORDER = (frozenset({"Ukraine", "Russia"}), (33.0, 45.5, 35.3, 46.4))


def number(out, value):
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)


def zigzag(out, value):
    number(out, value * 2 if value >= 0 else -value * 2 - 1)


def run(out, points):
    number(out, len(points))
    last = (0, 0)
    for point in points:
        zigzag(out, point[0] - last[0])
        zigzag(out, point[1] - last[1])
        last = point


def arcs_of(topology):
    """Arcs as points in degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        yield points


def quantised(points):
    """Points in units, without repetitions. The source ends at 89.999 degrees south where it means the pole."""
    out = []
    for lon, lat in points:
        lat = -90.0 if lat < -89.99 else lat
        point = (round(lon * UNITS_PER_DEG), round(lat * UNITS_PER_DEG))
        if not out or out[-1] != point:
            out.append(point)
    return out


def ring(arcs, indices):
    points = []
    for ix in indices:
        arc = arcs[ix] if ix >= 0 else arcs[~ix][::-1]
        points.extend(arc if not points else arc[1:])
    return quantised(points)[:-1]


def land(topology):
    arcs = list(arcs_of(topology))
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            rings = [ring(arcs, indices) for indices in polygon]
            if len(rings[0]) >= 3:
                yield [r for r in rings if len(r) >= 3]


def users(geometries):
    """Names of the countries that use each arc."""
    found = {}

    def walk(arcs, name):
        if isinstance(arcs, int):
            found.setdefault(arcs if arcs >= 0 else ~arcs, set()).add(name)
        else:
            for part in arcs:
                walk(part, name)

    for geometry in geometries:
        walk(geometry.get("arcs", []), geometry["properties"]["name"])
    return found


def borders(topology):
    arcs = list(arcs_of(topology))
    names, (west, south, east, north) = NO_BORDER
    dropped = 0
    for ix, countries in sorted(users(topology["objects"]["countries"]["geometries"]).items()):
        if len(countries) < 2:
            continue
        if countries == names and all(west < x < east and south < y < north for x, y in arcs[ix]):
            dropped += 1
            continue
        points = quantised(arcs[ix])
        if len(points) >= 2:
            yield points
    assert dropped == 1, f"one line is left out on purpose, not {dropped}"


def main():
    folder, target = Path(sys.argv[1]), Path(sys.argv[2])
    polygons = list(land(json.loads((folder / "land-50m.json").read_text())))
    lines = list(borders(json.loads((folder / "countries-50m.json").read_text())))
    out = bytearray(b"KBM1")
    number(out, len(polygons))
    for polygon in polygons:
        number(out, len(polygon))
        for points in polygon:
            run(out, points)
    number(out, len(lines))
    for line in lines:
        run(out, line)
    target.write_bytes(out)
    n_points = sum(len(r) for p in polygons for r in p)
    print(f"{len(polygons)} polygons, {n_points} points; {len(lines)} borders, {sum(map(len, lines))} points; {len(out)} bytes")


main()
