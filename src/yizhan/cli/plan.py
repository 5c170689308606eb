"""`yizhan plan`: scenarios of a study side by side, from a folder, without a database."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from yizhan.cli import INFEASIBLE
from yizhan.cli.columns import aligned
from yizhan.cli.numbers import MOST_SEED, Finite
from yizhan.cli.project import PlanFolder, read_folder
from yizhan.foundation.phrases import Phrase, terminal_language
from yizhan.planning.outcome import Status
from yizhan.planning.scenarios.answering import Answer, answer

_SCENARIO = Phrase("情景", "scenario")
_ROWS = {
    "status": Phrase("状态", "status"),
    "objective": Phrase("目标值", "objective"),
    "bound": Phrase("理论上限", "bound"),
    "gap": Phrase("差距", "gap"),
    "seconds": Phrase("秒", "seconds"),
    "opened": Phrase("开放站点", "stations open"),
    "cost": Phrase("年费用（万元）", "cost a year (10,000 yuan)"),
    "workday": Phrase("15分钟覆盖：工作日白天", "within 15 min: workday"),
    "evening": Phrase("15分钟覆盖：工作日晚间", "within 15 min: evening"),
    "weekend": Phrase("15分钟覆盖：周末", "within 15 min: weekend"),
    "late_night": Phrase("15分钟覆盖：深夜", "within 15 min: late night"),
    "off_hours_cover": Phrase("八小时外覆盖", "off-hours cover"),
    "off_hours_share": Phrase("八小时外开放占比", "off-hours share of opening"),
    "equity": Phrase("均衡度（最低片区/全体）", "equity (worst area / all)"),
    "uncovered": Phrase("未覆盖点", "points left out"),
}
_STATUS = {
    Status.OPTIMAL: Phrase("已证明最优", "proved optimal"),
    Status.FEASIBLE: Phrase("可行，未证明最优", "feasible, not proved"),
    Status.INFEASIBLE: Phrase("条件相互矛盾", "conflicting conditions"),
    Status.UNKNOWN: Phrase("时限内未得到方案", "no plan within the limit"),
}
_OFF = Phrase(
    "警告：站址离路网太远，不会有人走到：{names}",
    "warning: off the street network, nobody can walk there: {names}",
)
_CUT_OFF = Phrase(
    "警告：最近的街道与路网不相连，已改用稍远的街道：{names}",
    "warning: the nearest street is not connected with the rest, one farther off is used: {names}",
)
_CONFLICT = Phrase("情景“{name}”无法满足：", "scenario '{name}' cannot be met:")


@click.command()
@click.argument("project", type=click.Path(path_type=Path))
@click.option("--osm", type=click.Path(path_type=Path), help="Streets to use instead of the folder's own.")
@click.option("--area", type=click.Path(path_type=Path), help="GeoJSON outline of the study area.")
@click.option("--buildings", type=click.Path(path_type=Path), help="OpenStreetMap extract with buildings.")
@click.option("--scenario", "wanted", multiple=True, help="Only this scenario; may be repeated.")
@click.option("--limit", "limit_s", type=Finite(0.1, 86_400), help="Seconds for each scenario.")
@click.option("--seed", type=click.IntRange(0, MOST_SEED), help="Seed of the search.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def plan(
    context: click.Context,
    project: Path,
    *,
    osm: Path | None,
    area: Path | None,
    buildings: Path | None,
    wanted: Sequence[str],
    limit_s: float | None,
    seed: int | None,
    as_json: bool,
) -> None:
    """
    Compute the scenarios of a study and set them side by side.

    PROJECT is a folder with a plan.toml (see docs/methods/study-folder.md).

    Example: yizhan plan demo/north_bund --scenario balanced --json
    """
    folder = read_folder(project, osm=osm, area=area, buildings=buildings)
    for phrase, names in ((_OFF, folder.off_network), (_CUT_OFF, folder.cut_off)):
        if names:
            click.echo(phrase.say(terminal_language(), names=", ".join(names)), err=True)
    scenarios = [
        replace(one, limit_s=limit_s or one.limit_s, seed=one.seed if seed is None else seed)
        for one in folder.scenarios(wanted)
    ]
    ready = folder.project
    answers = [answer(ready, scenario) for scenario in scenarios]
    click.echo(json.dumps(as_values(folder, answers), ensure_ascii=False) if as_json else as_table(answers))
    if any(found.report is None for found in answers):
        context.exit(INFEASIBLE)


def as_values(folder: PlanFolder, answers: Sequence[Answer]) -> dict[str, Any]:
    """Return everything as plain values: the study, its assumptions, and each scenario's answer."""
    return {
        "study": folder.content["slug"],
        "attribution": folder.attribution,
        "demand_source": folder.demand_source,
        "assumptions": folder.assumptions.to_dict(),
        "scenarios": [_one(found) for found in answers],
    }


def _one(found: Answer) -> dict[str, Any]:
    outcome = found.outcome
    values: dict[str, Any] = {
        "scenario": found.scenario.slug,
        **found.scenario.names,
        "status": outcome.status.value,
        "objective": outcome.objective,
        "bound": outcome.bound,
        "gap": outcome.gap,
        "seconds": outcome.seconds,
        "seed": outcome.seed,
        "opened": [],
        "conflicts": [conflict.say(terminal_language()) for conflict in outcome.conflicts],
    }
    if found.report is not None:
        values |= found.report.to_dict()
    return values


def as_table(answers: Sequence[Answer]) -> str:
    """Return the scenarios side by side as text, and below them what could not be met."""
    language = terminal_language()
    columns = [_column(found, language) for found in answers]
    titles = [found.scenario.names.get(f"name_{language}", found.scenario.slug) for found in answers]
    rows = [[_SCENARIO.say(language), *titles]]
    rows += [
        [phrase.say(language), *(column.get(name, "–") for column in columns)]
        for name, phrase in _ROWS.items()
    ]
    lines = aligned(rows)
    for title, found in zip(titles, answers, strict=True):
        if found.outcome.conflicts:
            lines += ["", _CONFLICT.say(language, name=title)]
            lines += [f"  · {conflict.say(language)}" for conflict in found.outcome.conflicts]
    return "\n".join(lines)


def _column(found: Answer, language: str) -> dict[str, str]:
    outcome, report = found.outcome, found.report
    column = {"status": _STATUS[outcome.status].say(language), "seconds": f"{outcome.seconds:.2f}"}
    if report is None or outcome.objective is None or outcome.bound is None:
        return column
    column |= {
        "objective": f"{outcome.objective:,.1f}",
        "bound": f"{outcome.bound:,.1f}",
        "gap": f"{outcome.gap or 0:.2%}",
        "opened": str(len(report.opened)),
        "cost": f"{report.cost:,.0f}",
        "off_hours_cover": f"{report.off_hours_cover:.1%}",
        "off_hours_share": f"{report.off_hours_share:.1%}",
        "equity": f"{report.equity:.2f}",
        "uncovered": str(len(report.uncovered)),
    }
    return column | {window: f"{share:.1%}" for window, share in report.coverage.items()}
