"""`yizhan solve tour`: orienteering instances from the terminal."""

import json
from pathlib import Path

import click

from yizhan.cli import ENGINE_FAILURE, INFEASIBLE
from yizhan.cli.answering import (
    BROKEN_ENGINE,
    CONFLICT,
    STATUS,
    json_option,
    limit_option,
    said,
    seed_option,
)
from yizhan.cli.columns import aligned
from yizhan.foundation.phrases import Phrase, terminal_language
from yizhan.outside.op_library import read_orienteering
from yizhan.planning.errors import SolverError
from yizhan.planning.outcome import Outcome, Status
from yizhan.planning.touring import Tour, within
from yizhan.planning.touring import solve as solve_tour

_WORDS = {
    "status": Phrase("结果", "status"),
    "objective": Phrase("价值", "worth"),
    "bound": Phrase("已证界", "bound"),
    "gap": Phrase("差距", "gap"),
    "length": Phrase("长度", "length"),
    "limit": Phrase("上限", "limit"),
    "visits": Phrase("依次到访", "visits"),
    "seconds": Phrase("用时（秒）", "seconds"),
    "seed": Phrase("种子", "seed"),
}


@click.command("tour")
@click.argument("file", type=click.Path(path_type=Path))
@limit_option
@seed_option
@json_option
def tour_command(file: Path, *, limit: float, seed: int, as_json: bool) -> None:
    """
    Walk from the first point to the second past the greatest worth (orienteering: Tmax P, then x y score).

    Example: yizhan solve tour tsiligirides_problem_2_budget_30.txt --json
    """
    read = read_orienteering(file)
    try:
        outcome = solve_tour(
            within(read.distances, read.worth, limit_min=read.limit), limit_s=limit, seed=seed
        )
    except SolverError as error:
        click.echo(BROKEN_ENGINE.say(terminal_language(), reason=error), err=True)
        raise SystemExit(ENGINE_FAILURE) from error
    _tell(_facts(outcome, read.limit), outcome, as_json=as_json)
    if outcome.status is Status.INFEASIBLE:
        raise SystemExit(INFEASIBLE)


def _facts(outcome: Outcome[Tour], limit: float) -> dict[str, object]:
    facts: dict[str, object] = {
        "status": outcome.status.value,
        "objective": outcome.objective,
        "bound": outcome.bound,
        "gap": outcome.gap,
        "limit": limit,
    }
    if outcome.plan is not None:
        facts["length"] = outcome.plan.minutes
        facts["visits"] = [visit + 1 for visit in outcome.plan.visits]
    facts |= {"seconds": round(outcome.seconds, 3), "seed": outcome.seed}
    if outcome.conflicts:
        facts["conflicts"] = said(outcome.conflicts, terminal_language())
    return facts


def _tell(facts: dict[str, object], outcome: Outcome[Tour], *, as_json: bool) -> None:
    language = terminal_language()
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False, allow_nan=False))
        return
    shown = facts | {"status": STATUS[outcome.status].say(language)}
    rows = [
        [_WORDS[name].say(language), _number(value)]
        for name, value in shown.items()
        if name in _WORDS and value is not None
    ]
    click.echo("\n".join(aligned(rows)))
    if outcome.conflicts:
        click.echo(CONFLICT.say(language))
        for conflict in outcome.conflicts:
            click.echo(f"  - {conflict.say(language)}")


def _number(value: object) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    return f"{value:,.10g}" if isinstance(value, float) else str(value)
