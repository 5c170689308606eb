"""
Sets the maximal covering solver beside PySAL spopt, on the same instance in the same run.

    python benchmarks/siting/compare.py --people 5000 --sites 500 --open 20 --overlap 9

Times building and solving apart, recounts both objectives from the raw coordinates, and calls an answer
optimal only when its bound meets the recounted objective.
"""

import argparse
import json
import math
import os
import platform
import time
from pathlib import Path

import numpy as np


def instance(people: int, sites: int, overlap: float, seed: int):
    """Return points, places, weights and the radius at which `overlap` sites reach a point on average."""
    rng = np.random.default_rng(seed)
    radius = math.sqrt(overlap / (sites * math.pi))
    return rng.random((people, 2)), rng.random((sites, 2)), rng.integers(1, 101, people).astype(float), radius


def recounted(points, places, weight, radius, *, opened) -> float:
    """Return the weight within reach of an opened place, from the coordinates alone."""
    served = np.zeros(len(points), dtype=bool)
    for place in opened:
        served |= np.hypot(*(points - places[place]).T) <= radius
    return float(weight[served].sum())


def ours(points, places, weight, radius, *, number, limit, repeat):
    """Build and solve with yizhan; the best of `repeat` runs, kernels compiled before."""
    from yizhan.planning.siting import most_covered, solve, warm_up, within_reach

    warm_up()
    runs = []
    for _ in range(repeat):
        start = time.perf_counter()
        problem = most_covered(
            within_reach(points, places, radius=radius), open_at_most=number, weight=weight
        )
        built = time.perf_counter()
        outcome = solve(problem, limit_s=limit)
        runs.append((built - start, time.perf_counter() - built, outcome))
    build, seconds, outcome = min(runs, key=lambda run: run[0] + run[1])
    return build, seconds, list(outcome.plan.opened), outcome.bound


def spopt(points, places, weight, radius, *, number, limit):
    """Build and solve with spopt's MCLP the documented way: cost matrix, weights, HiGHS through PuLP."""
    import pulp
    from spopt.locate import MCLP

    start = time.perf_counter()
    distances = np.hypot(
        points[:, 0][:, None] - places[:, 0][None], points[:, 1][:, None] - places[:, 1][None]
    )
    model = MCLP.from_cost_matrix(distances, weight, service_radius=radius, p_facilities=number)
    built = time.perf_counter()
    solver = pulp.HiGHS(msg=False, timeLimit=limit, threads=1, gapRel=0.0)
    model.solve(solver)
    seconds = time.perf_counter() - built
    opened = [place for place, variable in enumerate(model.fac_vars) if (variable.varValue or 0.0) > 0.5]
    bound = None
    engine = getattr(model.problem, "solverModel", None)
    if engine is not None:
        bound = abs(engine.getInfo().mip_dual_bound)
    return built - start, seconds, opened, bound


def row(name, answer, raw):
    build, seconds, opened, bound = answer
    objective = recounted(*raw, opened=opened)
    met = bound is not None and abs(bound - objective) <= 1e-6 * max(1.0, objective)
    gap = None if bound is None or not math.isfinite(bound) else max(0.0, bound - objective) / max(bound, 1.0)
    return {
        "solver": name, "build_s": build, "solve_s": seconds, "objective": objective, "bound": bound,
        "gap": gap, "status": "optimal" if met else "not proved", "opened": len(opened),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--sites", type=int, default=500)
    parser.add_argument("--open", dest="number", type=int, default=20)
    parser.add_argument("--overlap", type=float, default=9.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--limit", type=float, default=600.0)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--without-spopt", action="store_true")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    points, places, weight, radius = instance(asked.people, asked.sites, asked.overlap, asked.seed)
    raw = (points, places, weight, radius)
    limits = {"number": asked.number, "limit": asked.limit}
    rows = [row("yizhan", ours(*raw, **limits, repeat=asked.repeat), raw)]
    if not asked.without_spopt:
        rows.append(row("spopt", spopt(*raw, **limits), raw))
    total = [each["build_s"] + each["solve_s"] for each in rows]
    print(f"{asked.people} points x {asked.sites} sites, open {asked.number}, overlap {asked.overlap:g}")
    for each in rows:
        gap = "-" if each["gap"] is None else f"{each['gap']:.4%}"
        print(
            f"{each['solver']:8s} build {each['build_s']:9.3f} s  solve {each['solve_s']:9.3f} s"
            f"  objective {each['objective']:12.1f}  gap {gap:>9s}  {each['status']}"
        )
    if len(total) > 1:
        print(f"ratio, build and solve: {total[1] / total[0]:.0f}")
    if asked.json:
        about = {"machine": platform.machine(), "cores": os.cpu_count(), "python": platform.python_version()}
        asked.json.write_text(
            json.dumps({"asked": vars(asked) | {"json": None}, "about": about, "rows": rows}, indent=1)
        )


if __name__ == "__main__":
    main()
