"""`yizhan solve`: the models on files, from the terminal; siting here, others in modules of their own."""

import json
from pathlib import Path

import click
import numpy as np

from yizhan.cli import ENGINE_FAILURE, INFEASIBLE, Commands
from yizhan.cli.answering import (
    BROKEN_ENGINE,
    CONFLICT,
    STATUS,
    json_option,
    limit_option,
    said,
    seed_option,
    write_text,
)
from yizhan.cli.columns import aligned
from yizhan.cli.numbers import Finite
from yizhan.cli.siting_files import Customers, read_customers, read_sites
from yizhan.foundation.phrases import Phrase, terminal_language
from yizhan.foundation.refusals import Refusal
from yizhan.outside.or_library import read_p_median
from yizhan.planning.errors import SolverError
from yizhan.planning.outcome import Outcome, Status
from yizhan.planning.siting import (
    SitingPlan,
    SitingProblem,
    coverable,
    everyone_covered,
    most_covered,
    numbered,
    p_median,
    within_reach,
)

_RADIUS = Phrase("半径 {radius} 应是有限的非负数", "the radius {radius} must be finite and at least 0")
_TOO_MANY = Phrase(
    "要开设 {wanted} 处，但只有 {sites} 处地点", "{wanted} sites are to open, but there are only {sites}"
)
_NOTHING_FITS = Phrase(
    "预算 {budget:g} 连最便宜的地点（{cheapest:g}）也不够",
    "the budget {budget:g} does not even pay for the cheapest site ({cheapest:g})",
)
_WORDS = {
    "status": Phrase("结果", "status"),
    "objective": Phrase("目标值", "objective"),
    "bound": Phrase("已证界", "bound"),
    "gap": Phrase("差距", "gap"),
    "seconds": Phrase("用时（秒）", "seconds"),
    "seed": Phrase("种子", "seed"),
    "cost": Phrase("费用", "cost"),
    "covered_weight": Phrase("覆盖人数", "covered weight"),
    "total_weight": Phrase("总人数", "total weight"),
    "covered_share": Phrase("覆盖比例", "covered share"),
    "opened": Phrase("开设", "opened"),
    "uncoverable": Phrase("无处可及", "cannot be covered"),
}
_out = click.option("--out", type=click.Path(path_type=Path), help="Write the JSON object to a file as well.")


class _Models(Commands):
    places = {
        "timetable": ("yizhan.cli.timetable", "timetable_command", "When and where lessons take place."),
        "tour": ("yizhan.cli.tour", "tour_command", "The walk of greatest worth within a length."),
    }


@click.group(cls=_Models)
def solve() -> None:
    """Solve a model and prove how good the answer is."""


@solve.command("p-median")
@click.argument("file", type=click.Path(path_type=Path))
@limit_option
@seed_option
@json_option
@_out
def p_median_command(file: Path, *, limit: float, seed: int, as_json: bool, out: Path | None) -> None:
    """
    Open p vertices so that all are as near as possible (OR-Library file: n m p, then edges).

    Example: yizhan solve p-median pmed1.txt --json
    """
    read = read_p_median(file)
    count = len(read.distances)
    problem = p_median(read.distances, p=read.p, sites=numbered(count, first=1))
    outcome = _solved(problem, limit=limit, seed=seed)
    opened = [option + 1 for option in outcome.plan.opened] if outcome.plan else []
    _tell(outcome, {"opened": opened}, as_json=as_json, out=out)


@solve.command("coverage")
@click.argument("customers", type=click.Path(path_type=Path))
@click.argument("sites", type=click.Path(path_type=Path))
@click.option("--radius", type=float, required=True, help="Planar distance that covers, border included.")
@click.option(
    "--open",
    "number",
    type=click.IntRange(min=0),
    help="Open at most so many. Without it and --budget: cover everyone.",
)
@click.option("--budget", type=Finite(min=0.0), default=None, help="Limit on the total cost.")
@limit_option
@seed_option
@json_option
@_out
def coverage_command(
    customers: Path,
    sites: Path,
    *,
    radius: float,
    number: int | None,
    budget: float | None,
    limit: float,
    seed: int,
    as_json: bool,
    out: Path | None,
) -> None:
    """
    Cover most people with a limited number of sites, or everyone who can be covered at the least cost.

    CUSTOMERS has columns id,x,y[,weight]; SITES has id,x,y[,cost].

    Example: yizhan solve coverage people.csv sites.csv --radius 800 --open 5 --json
    """
    if not (np.isfinite(radius) and radius >= 0):
        raise Refusal("radius_out_of_range", _RADIUS, radius=radius)
    people, places = read_customers(customers), read_sites(sites)
    if number is not None and number > len(places.ids):
        raise Refusal("too_many_to_open", _TOO_MANY, wanted=number, sites=len(places.ids))
    cheapest = float(places.cost.min()) if places.cost is not None else 0.0
    if budget is not None and budget < cheapest:
        raise Refusal("budget_fits_nothing", _NOTHING_FITS, budget=budget, cheapest=cheapest)
    gains = within_reach(people.points, places.points, radius=radius)
    reached = coverable(gains)
    limit_cost = float("inf") if budget is None else budget
    if number is None and budget is None:
        problem = everyone_covered(gains, cost=places.cost, sites=places.ids, required=reached.astype(float))
    else:
        problem = most_covered(
            gains,
            open_at_most=number,
            weight=people.weight,
            cost=places.cost,
            budget=limit_cost,
            sites=places.ids,
        )
    outcome = _solved(problem, limit=limit, seed=seed)
    _tell(outcome, _coverage_facts(outcome, people, reached=reached), as_json=as_json, out=out)


def _coverage_facts(
    outcome: Outcome[SitingPlan], people: Customers, *, reached: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> dict[str, object]:
    facts: dict[str, object] = {"opened": []}
    total = float(people.weight.sum())
    if outcome.plan is not None:
        covered = float(people.weight[outcome.plan.gain > 0].sum())
        facts = {
            "opened": list(outcome.plan.labels),
            "cost": outcome.plan.cost,
            "covered_weight": covered,
            "covered_share": covered / total if total else 0.0,
        }
    facts["total_weight"] = total
    facts["uncoverable"] = [people.ids[row] for row in np.flatnonzero(~reached).tolist()]
    return facts


def _solved(problem: SitingProblem, *, limit: float, seed: int) -> Outcome[SitingPlan]:
    from yizhan.planning.siting import solve as solve_siting  # noqa: PLC0415 - the group has the same name

    try:
        return solve_siting(problem, limit_s=limit, seed=seed)
    except SolverError as error:
        click.echo(BROKEN_ENGINE.say(terminal_language(), reason=error), err=True)
        raise SystemExit(ENGINE_FAILURE) from error


def _tell(outcome: Outcome[SitingPlan], facts: dict[str, object], *, as_json: bool, out: Path | None) -> None:
    """Print the answer, write it where asked, and leave with its exit code."""
    language = terminal_language()
    answer = {
        "status": outcome.status.value,
        "objective": outcome.objective,
        "bound": outcome.bound,
        "gap": outcome.gap,
        "seconds": round(outcome.seconds, 3),
        "seed": outcome.seed,
        **facts,
    }
    if outcome.conflicts:
        answer["conflicts"] = said(outcome.conflicts, language)
    text = json.dumps(answer, ensure_ascii=False, allow_nan=False)
    if out is not None:
        write_text(out, text + "\n")
    click.echo(text if as_json else _table(outcome, answer, language=language))
    if outcome.status is Status.INFEASIBLE:
        raise SystemExit(INFEASIBLE)


def _table(outcome: Outcome[SitingPlan], answer: dict[str, object], *, language: str) -> str:
    lines = [(_WORDS["status"].say(language), STATUS[outcome.status].say(language))]
    lines += [
        (_WORDS[key].say(language), _shown(key, value))
        for key, value in answer.items()
        if key in _WORDS and key != "status" and value not in (None, [])
    ]
    table = aligned([[name, value] for name, value in lines])
    if outcome.conflicts:
        table.append(CONFLICT.say(language))
        table += [f"  - {conflict.say(language)}" for conflict in outcome.conflicts]
    return "\n".join(table)


def _shown(key: str, value: object) -> str:
    if key in {"gap", "covered_share"} and isinstance(value, float):
        return f"{value:.4%}"
    if isinstance(value, list):
        listed = " ".join(map(str, value[:50]))
        return listed if len(value) <= 50 else f"{listed} … ({len(value)})"
    return f"{value:,.10g}" if isinstance(value, float) else str(value)
