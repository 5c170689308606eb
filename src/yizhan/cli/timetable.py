"""`yizhan solve timetable`: instances and solutions of ITC-2007, track 3."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import click
import numpy as np

from yizhan.cli import ENGINE_FAILURE, INFEASIBLE
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
from yizhan.foundation.phrases import Phrase, terminal_language
from yizhan.outside.itc2007 import CttFile, read_ctt, read_sol, solution_text
from yizhan.planning.errors import SolverError
from yizhan.planning.outcome import Outcome, Status
from yizhan.planning.timetabling import (
    Checked,
    Rule,
    Timetable,
    TimetableProblem,
    Wish,
    check,
    curriculum_based,
    solve,
)

#: Rules and wishes of the competition; the others need more than its files tell.
_RULES = (Rule.LESSONS, Rule.CLASHES, Rule.ROOM_OCCUPANCY, Rule.AVAILABILITY)
_WISHES = (Wish.ROOM_CAPACITY, Wish.WORKING_DAYS, Wish.COMPACTNESS, Wish.ROOM_STABILITY)

_WORDS = {
    "status": Phrase("结果", "status"),
    "objective": Phrase("目标值", "objective"),
    "bound": Phrase("已证界", "bound"),
    "gap": Phrase("差距", "gap"),
    "seconds": Phrase("用时（秒）", "seconds"),
    "seed": Phrase("种子", "seed"),
    Rule.LESSONS: Phrase("违反：未排的课", "broken rule: lessons without a place"),
    Rule.CLASHES: Phrase("违反：相冲突", "broken rule: clashes"),
    Rule.ROOM_OCCUPANCY: Phrase("违反：房间重复占用", "broken rule: room occupancy"),
    Rule.AVAILABILITY: Phrase("违反：时段不可用", "broken rule: availability"),
    Wish.ROOM_CAPACITY: Phrase("座位不足", "room capacity"),
    Wish.WORKING_DAYS: Phrase("上课天数不足", "working days"),
    Wish.COMPACTNESS: Phrase("不相邻的课", "compactness"),
    Wish.ROOM_STABILITY: Phrase("换房间", "room stability"),
}
_SOLUTION = Phrase("题解文件", "solution file")
_NOW = Phrase(
    "{seconds:5.0f} 秒  目标值 {objective}  界 {bound:g}", "{seconds:5.0f} s  {objective}  bound {bound:g}"
)


@click.command("timetable")
@click.argument("file", type=click.Path(path_type=Path))
@limit_option
@seed_option
@json_option
@click.option("--out", type=click.Path(path_type=Path), help="Write the timetable in the competition's form.")
@click.option("--check", "given", type=click.Path(path_type=Path), help="Check this solution; solve nothing.")
def timetable_command(
    file: Path, *, limit: float, seed: int, as_json: bool, out: Path | None, given: Path | None
) -> None:
    """
    Place lessons in slots and rooms (a file of ITC-2007, track 3: curriculum-based courses).

    Example: yizhan solve timetable comp01.ctt --limit 60 --out comp01.sol --json
    """
    instance = read_ctt(file)
    problem = problem_of(instance)
    if given is not None:
        checked = check(problem, *read_sol(given, instance))
        facts = {"objective": checked.timetable.objective, **_broken(checked)}
        _tell(facts, as_json=as_json)
        raise SystemExit(INFEASIBLE if checked.rules else 0)
    outcome = _solved(problem, limit=limit, seed=seed)
    if outcome.plan is not None and out is not None:
        write_text(out, solution_text(instance, outcome.plan.slot.tolist(), outcome.plan.room.tolist()))
    _tell(_facts(problem, outcome), as_json=as_json, status=outcome.status)
    if outcome.status is Status.INFEASIBLE:
        raise SystemExit(INFEASIBLE)


def problem_of(instance: CttFile) -> TimetableProblem:
    """Return the timetabling problem of an instance file."""
    courses = instance.courses
    groups = np.zeros((len(instance.curricula), len(courses)), dtype=np.bool_)
    for number, (_, members) in enumerate(instance.curricula):
        groups[number, list(members)] = True
    return curriculum_based(
        [(course.name, course.teacher) for course in courses],
        lectures=np.array([course.lectures for course in courses]),
        students=np.array([course.students for course in courses]),
        min_days=np.array([course.min_days for course in courses]),
        rooms=(instance.rooms, np.array(instance.seats)),
        grid=(instance.days, instance.periods),
        curricula=([name for name, _ in instance.curricula], groups),
        available=instance.available,
    )


def _solved(problem: TimetableProblem, *, limit: float, seed: int) -> Outcome[Timetable]:
    shown = _progress() if sys.stderr.isatty() else None
    try:
        return solve(problem, limit_s=limit, seed=seed, progress=shown)
    except SolverError as error:
        click.echo(BROKEN_ENGINE.say(terminal_language(), reason=error), err=True)
        raise SystemExit(ENGINE_FAILURE) from error
    finally:
        if shown is not None:
            click.echo(err=True)


def _progress() -> Callable[[float, float, float], None]:
    language = terminal_language()

    def show(bound: float, objective: float, seconds: float) -> None:
        line = _NOW.say(language, seconds=seconds, objective=f"{objective:g}", bound=bound)
        click.echo(f"\r{line}    ", err=True, nl=False)

    return show


def _facts(problem: TimetableProblem, outcome: Outcome[Timetable]) -> dict[str, object]:
    facts: dict[str, object] = {
        "status": outcome.status.value,
        "objective": outcome.objective,
        "bound": outcome.bound,
        "gap": outcome.gap,
        "seconds": round(outcome.seconds, 3),
        "seed": outcome.seed,
    }
    if outcome.plan is not None:
        facts |= _broken(check(problem, outcome.plan.slot.tolist(), outcome.plan.room.tolist()))
    if outcome.conflicts:
        facts["conflicts"] = said(outcome.conflicts, terminal_language())
    return facts


def _broken(checked: Checked) -> dict[str, object]:
    """Return hard violations by kind, the four cost parts, and everything broken in words."""
    language = terminal_language()
    return {
        "violations": {rule.value: checked.violations[rule] for rule in _RULES},
        "parts": {wish.value: checked.timetable.parts[wish] for wish in _WISHES},
        "broken_rules": [{"rule": each.kind.value, "says": each.say(language)} for each in checked.rules],
        "broken_wishes": [
            {"wish": each.kind.value, "price": each.price, "says": each.say(language)}
            for each in checked.wishes
        ],
    }


def _tell(facts: dict[str, object], *, as_json: bool, status: Status | None = None) -> None:
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False, allow_nan=False))
        return
    language = terminal_language()
    shown = {key: facts[key] for key in ("objective", "bound", "gap", "seconds", "seed") if key in facts}
    for group in ("violations", "parts"):
        shown |= facts.get(group, {})  # type: ignore[call-overload] # both are dictionaries
    word = _SOLUTION if status is None else STATUS[status]
    rows = [[_WORDS["status"].say(language), word.say(language)]]
    rows += [
        [_WORDS[key].say(language), _number(key, value)] for key, value in shown.items() if value is not None
    ]
    click.echo("\n".join(aligned(rows)))
    if "conflicts" in facts:
        click.echo(CONFLICT.say(language))
    for group in ("broken_rules", "broken_wishes", "conflicts"):
        for each in facts.get(group, []):  # type: ignore[attr-defined] # lists of dictionaries
            click.echo(f"  - {each['says']}")


def _number(key: str, value: object) -> str:
    if key == "gap":
        return f"{value:.4%}"
    return f"{value:,.10g}" if isinstance(value, float) else str(value)
