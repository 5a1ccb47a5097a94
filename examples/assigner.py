#!/usr/bin/env python3
"""An assigner for Kingbird in plain Python: regret first.

    kingbird compare mass-raid --assigners nearest,'exec:python3 examples/assigner.py' --replicates 30

Kingbird starts this program and writes one JSON object a line to its standard input: `replicate` when a raid begins (not
answered), `problem` when the defence decides. Each problem is answered with one line on standard output. Standard error is
free: its end is shown when something goes wrong. All fields: docs/assignment-protocol.md, or `kingbird schema assigner`.
"""

import json
import sys

PROTOCOL = 1


def regret_first(problem):
    """Shots as (target, weapon), one at a time: next comes the target that loses most if its best weapon goes to another."""
    capacity = [weapon["capacity"] for weapon in problem["weapons"]]
    pool_of = [weapon["pool"] for weapon in problem["weapons"]]
    pools = list(problem["pools"])
    demand = [target["demand"] for target in problem["targets"]]
    shots = []

    def is_ready(weapon):
        pool = pool_of[weapon]
        return capacity[weapon] > 0 and (pool is None or pools[pool] > 0)

    def offers(target):
        costs = problem["cost"][target]
        return sorted((cost, weapon) for weapon, cost in enumerate(costs) if cost is not None and is_ready(weapon))

    while True:
        best = None
        for target, wanted in enumerate(demand):
            offered = offers(target) if wanted > 0 else []
            if not offered:
                continue
            cost, weapon = offered[0]
            # Who has a single weapon left regrets everything.
            regret = offered[1][0] - cost if len(offered) > 1 else float("inf")
            arrival = problem["targets"][target]["priority_ticks"]
            key = (-regret, arrival, target)
            if best is None or key < best[0]:
                best = (key, target, weapon)
        if best is None:
            return shots
        _, target, weapon = best
        shots.append((target, weapon))
        demand[target] -= 1
        capacity[weapon] -= 1
        if pool_of[weapon] is not None:
            pools[pool_of[weapon]] -= 1


def main():
    for line in sys.stdin:
        message = json.loads(line)
        if message["kingbird"] != PROTOCOL:
            sys.exit(f"this program speaks version {PROTOCOL} of the protocol, not {message['kingbird']}")
        if message["message"] == "replicate":
            continue  # a new raid: whatever was remembered of the last one would be forgotten here
        answer = {"kingbird": PROTOCOL, "epoch": message["epoch"], "shots": regret_first(message)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
