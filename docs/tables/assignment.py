#!/usr/bin/env python3
"""Writes the generated tables of docs/assignment.md, between their markers.

    docs/tables/assignment.py --registry                   the registry alone
    docs/tables/assignment.py FOLDER [--time-limit-s 10]   the registry, and every instance of a folder
    docs/tables/assignment.py --generated                  the registry, and how far branch-and-price comes on generated instances

KINGBIRD names the program; without it a release build is made first. Only the standard library is needed; where SciPy can be
imported, its linear assignment stands beside (rows repeated for each weapon of a type, at most one shot at each target).
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "assignment.md"

# Best published values and, where they differ, bounds. Pairs: Andersen, Pavlikov and Toffolo, Annals of OR 312, 2022. Square: the optima
# that the literature gives for WTA1 to WTA12.
PUBLISHED = {
    "50x100x1": (1734.302278, None),
    "50x100x2": (123.838458, None),
    "50x100x3": (20.590016, 20.588),
    "100x200x1": (2862.302805, None),
    "100x200x2": (116.057435, 116.046),
    "100x200x3": (14.579133, 14.549),
    "WTA1": (48.3640, None),
    "WTA2": (96.3123, None),
    "WTA3": (142.1070, None),
    "WTA4": (248.0285, None),
    "WTA5": (305.5016, None),
    "WTA6": (353.0102, None),
    "WTA7": (414.2222, None),
    "WTA8": (495.7751, None),
    "WTA9": (530.5739, None),
    "WTA10": (587.8156, None),
    "WTA11": (691.9236, None),
    "WTA12": (1274.7782, None),
}


def program():
    """The program to ask."""
    if "KINGBIRD" in os.environ:
        return os.environ["KINGBIRD"]
    subprocess.run(["cargo", "build", "--release", "--locked", "--no-default-features"], cwd=ROOT, check=True)
    return str(ROOT / "target" / "release" / "kingbird")


def said(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def replaced(text, marker, table):
    """The text with what stands between two markers replaced."""
    start, end = f"<!-- {marker} -->\n", f"<!-- /{marker} -->"
    before, rest = text.split(start)
    _, after = rest.split(end)
    return before + start + table.strip() + "\n" + end + after


def scipy_value(path):
    """(value left, seconds) of SciPy's linear assignment, or None without SciPy."""
    try:
        import numpy
        from scipy.optimize import linear_sum_assignment
    except ImportError:
        return None
    words = path.read_text().split()
    if len(path.read_text().splitlines()[0].split()) == 3:
        m, n, mu = map(int, words[:3])
        values = numpy.array(words[3 : 3 + n], float)
        triples = numpy.array(words[3 + n :], float).reshape(-1, 3)
        kill = numpy.zeros((m, n))
        kill[triples[:, 0].astype(int), triples[:, 1].astype(int)] = triples[:, 2]
        kill = numpy.repeat(kill, mu, axis=0)
    else:
        n = int(words[0])
        values = numpy.array(words[1 : 1 + n], float)
        kill = numpy.array(words[1 + n :], float).reshape(n, n)
    start = time.perf_counter()
    rows, columns = linear_sum_assignment(kill * values, maximize=True)
    seconds = time.perf_counter() - start
    return values.sum() - (kill * values)[rows, columns].sum(), seconds


def order(path):
    """WTA2 before WTA10."""
    return [(len(part), part) for part in re.findall(r"\d+|\D+", path.stem)]


def seconds(value):
    return f"{value:.3f}" if value < 10 else f"{value:.0f}"


def instances(kingbird, folder, assigners, time_limit):
    """One row for each instance and assigner."""
    text = "| instance | published (bound) | assigner | value | over published | bound (by) | gap | seconds (bound) |\n|---|---|---|---|---|---|---|---|\n"
    for path in sorted(folder.glob("*.txt"), key=order):
        best, below = PUBLISHED.get(path.stem, (None, None))
        name = path.stem
        published = "" if best is None else f"{best:.6f}" + (f" ({below})" if below else "")
        for assigner in assigners:
            command = [kingbird, "solve", str(path), "--assigner", assigner, "--json", "--time-limit-s", str(time_limit)]
            row = json.loads(said(*command))
            over = "" if best is None else f"{100 * (row['value'] / best - 1):+.3f} %"
            gap = "optimal" if row["optimal"] else f"{100 * row['gap']:.3f} %"
            took = seconds(row["seconds"]) + (f" ({seconds(row['bound_seconds'])})" if row["bound_seconds"] is not None else "")
            bound = f"{row['bound']:.6f} ({row['bound_by']})"
            text += f"| {name} | {published} | `{assigner}` | {row['value']:.6f} | {over} | {bound} | {gap} | {took} |\n"
            name, published = "", ""
        if peer := scipy_value(path):
            over = "" if best is None else f"{100 * (peer[0] / best - 1):+.3f} %"
            text += f"| | | SciPy, linear | {peer[0]:.6f} | {over} | | | {seconds(peer[1])} |\n"
    return text


def generated(kingbird, time_limit):
    """How far the exact method comes: one row for each size and number of weapons of a type, one column for each family."""
    families = ("ahuja", "uniform", "geometric")
    text = "| n x n | of a type | " + " | ".join(families) + " |\n|---|---|" + "---|" * len(families) + "\n"
    for n in (200, 500, 1000):
        for each in (1, 2, 3):
            cells = []
            for family in families:
                size = ["--weapons", str(n), "--targets", str(n), "--per-type", str(each), "--seed", "1"]
                limit = ["--assigner", "branch-and-price", "--time-limit-s", str(time_limit), "--json"]
                row = json.loads(said(kingbird, "solve", "--generate", family, *size, *limit))
                gap = "optimal" if row["optimal"] else f"gap {100 * row['gap']:.2g} %"
                cells.append(f"{row['value']:.6g}, {gap}, {row['seconds']:.1f} s")
            text += f"| {n} | {each} | {' | '.join(cells)} |\n"
    return text


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=pathlib.Path, help="a folder of instances, *.txt")
    parser.add_argument("--registry", action="store_true", help="the registry alone")
    parser.add_argument("--generated", action="store_true", help="branch-and-price on generated instances")
    parser.add_argument("--time-limit-s", type=float, default=10.0)
    parser.add_argument("--assigners", default="marginal-return,jonker-volgenant,local-search,branch-and-price")
    args = parser.parse_args()
    if not (args.registry or args.generated) and args.folder is None:
        parser.error("give a folder of instances, --generated or --registry")
    kingbird = program()
    text = replaced(DOCUMENT.read_text(), "registry", said(kingbird, "list", "assigners", "--markdown"))
    if args.folder:
        table = instances(kingbird, args.folder, args.assigners.split(","), args.time_limit_s)
        text = replaced(text, "instances", f"At most {args.time_limit_s:g} s each, one core.\n\n{table}")
    if args.generated:
        table = generated(kingbird, args.time_limit_s)
        text = replaced(text, "generated", f"At most {args.time_limit_s:g} s each, seed 1, one core: value left, proven gap, seconds.\n\n{table}")
    DOCUMENT.write_text(text)


main()
