"""Peers of `cargo bench --bench assign`: SciPy and OR-Tools on the same costs.

Talks in lines: `PEER N FILE` in, `MILLISECONDS COST` out. FILE holds N x N costs, row by row, 32-bit unsigned, little-endian, or several such
matrices, which are solved one after the other: times and costs are then sums. What is timed is the calls alone, with the costs in the form that the library likes best; for OR-Tools that includes handing over the
arcs, which cannot be used twice. Needs numpy, and scipy or ortools for what is asked.
"""

import functools
import sys
import time

import numpy as np


@functools.lru_cache(maxsize=2)
def costs(path, n):
    return np.fromfile(path, dtype="<u4").reshape(-1, n, n)


@functools.lru_cache(maxsize=1)
def as_floats(path, n):
    return costs(path, n).astype(np.float64)


@functools.lru_cache(maxsize=1)
def as_arcs(path, n):
    left, right = (np.ascontiguousarray(ix.ravel()) for ix in np.indices((n, n), dtype=np.int32))
    return left, right, costs(path, n).reshape(-1, n * n).astype(np.int64)


def scipy(path, n):
    from scipy.optimize import linear_sum_assignment

    took, cost = 0.0, 0
    for matrix, exact in zip(as_floats(path, n), costs(path, n)):
        start = time.perf_counter()
        rows, columns = linear_sum_assignment(matrix)
        took += time.perf_counter() - start
        cost += int(exact[rows, columns].sum(dtype=np.int64))
    return took, cost


def ortools(path, n):
    from ortools.graph.python import linear_sum_assignment

    left, right, matrices = as_arcs(path, n)
    took, cost = 0.0, 0
    for matrix in matrices:
        start = time.perf_counter()
        solver = linear_sum_assignment.SimpleLinearSumAssignment()
        solver.add_arcs_with_cost(left, right, matrix)
        status = solver.solve()
        took += time.perf_counter() - start
        if status != solver.OPTIMAL:
            raise SystemExit(f"ortools: status {status}")
        cost += solver.optimal_cost()
    return took, cost


PEERS = {"scipy": scipy, "ortools": ortools}


def main():
    for line in sys.stdin:
        peer, n, path = line.rstrip("\n").split(" ", 2)
        seconds, cost = PEERS[peer](path, int(n))
        print(seconds * 1e3, cost, flush=True)


if __name__ == "__main__":
    main()
