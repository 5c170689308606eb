"""
Sets the timetabling search beside published averages on instances of ITC-2007, track 3.

    python benchmarks/timetabling/compare.py FOLDER --limit 120

FOLDER holds the `.ctt` files and `itc2007_best_known.csv` (a row an instance: best known value, proved
lower bound, ten-run averages of published heuristics). One run an instance, one after the other; hard
violations and the objective are recounted from the file by the checker.
"""

import argparse
import csv
import json
from pathlib import Path

from yizhan.cli.timetable import problem_of
from yizhan.outside.itc2007 import read_ctt
from yizhan.planning.timetabling import check, solve, warm_up

PUBLISHED = {
    "best": "best_known_UB",
    "winner": "avg_M09_Muller(ITC winner)",
    "AT12": "avg_AT12",
    "K14": "avg_K14",
}


def measured(path: Path, *, limit: float, seed: int) -> dict[str, object]:
    """Solve one instance once; recount what comes out."""
    problem = problem_of(read_ctt(path))
    first: list[float] = []

    def note(_bound: float, objective: float, seconds: float) -> None:
        if objective < float("inf") and not first:
            first.append(seconds)

    outcome = solve(problem, limit_s=limit, seed=seed, progress=note)
    if outcome.plan is None:
        return {"instance": path.stem, "status": outcome.status.value}
    checked = check(problem, outcome.plan.slot.tolist(), outcome.plan.room.tolist())
    return {
        "instance": path.stem,
        "status": outcome.status.value,
        "objective": checked.timetable.objective,
        "bound": outcome.bound,
        "violations": len(checked.rules),
        "seconds": round(outcome.seconds, 1),
        "first_s": round(first[0], 1) if first else None,
        "parts": {wish.value: price for wish, price in checked.timetable.parts.items() if price},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=float, default=120.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="*", help="names of instances")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    warm_up()
    with (asked.folder / "itc2007_best_known.csv").open(encoding="utf-8") as file:
        published = {row["instance"]: row for row in csv.DictReader(file)}
    rows = []
    for path in sorted(asked.folder.glob("*.ctt")):
        if asked.only and path.stem not in asked.only:
            continue
        row = measured(path, limit=asked.limit, seed=asked.seed)
        row |= {name: published.get(path.stem, {}).get(column) for name, column in PUBLISHED.items()}
        rows.append(row)
        print(json.dumps(row, ensure_ascii=False), flush=True)
    if asked.json:
        asked.json.write_text(json.dumps({"limit": asked.limit, "seed": asked.seed, "rows": rows}, indent=1))


if __name__ == "__main__":
    main()
