"""`yizhan demo`: builds the demonstration, says what was planned, and serves it."""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import click

from yizhan.cli.columns import aligned
from yizhan.cli.database import set_up_database, sqlite_anew
from yizhan.cli.project import read_folder
from yizhan.foundation.phrases import Phrase, terminal_language
from yizhan.foundation.refusals import Refusal

FOLDER = Path(__file__).resolve().parents[3] / "demo" / "north_bund"

_SERVER = Phrase(
    "演示只在本机模式下运行；请去掉 YIZHAN_MODE=server。",
    "The demonstration runs in laptop mode only; unset YIZHAN_MODE=server.",
)
_ABSENT = Phrase(
    "找不到演示数据 {folder}；请在项目目录中运行 ./script/demo。",
    "No demonstration data at {folder}; run ./script/demo in a checkout of the project.",
)
_TABLES = Phrase("建立数据库", "making the database")
_BUILT = Phrase(
    "\n已建成：{stations} 个站点（另有站内服务点 {points} 个），步行街道 {km:.1f} 公里，"
    "人口点 {demand} 个，{streets}。",
    "\nBuilt: {stations} stations (and {points} point inside one), {km:.1f} km of streets,"
    " {demand} demand points, {streets}.",
)
_SCHEMATIC = Phrase("示意路网", "schematic streets")
_REAL = Phrase("真实路网", "real streets")
_HEAD = Phrase(
    "情景|开放|5 分钟|10 分钟|15 分钟|目标值|理论上限|差距|秒",
    "scenario|open|5 min|10 min|15 min|objective|bound|gap|seconds",
)
_PEOPLE = Phrase(
    "5/10/15 分钟：工作日白天步行可达已开放站点的人数（共 {people:,.0f} 人；示例假设）。",
    "5/10/15 min: people on a workday within that walk of an open station"
    " (of {people:,.0f}; example assumptions).",
)
_SERVING = Phrase(
    "\n公众页面 http://{host}:{port}/  ·  休息点 http://{host}:{port}/rest/\n"
    "规划台 http://{host}:{port}/console/  "
    "用户名 {username}（规划员）、{head}（负责人）、{clerk}（工作人员）、{provider}（供给方）"
    "或 {member}（联盟成员）  密码 {password}\n按 Ctrl+C 结束。",
    "\nPublic pages http://{host}:{port}/  ·  rest points http://{host}:{port}/rest/\n"
    "Console http://{host}:{port}/console/  "
    "user {username} (planner), {head} (head of the centre), {clerk} (clerk), {provider} (provider) or "
    "{member} (alliance member)  password {password}\nCtrl+C to stop.",
)


@click.command()
@click.option("--osm", type=click.Path(path_type=Path), help="OpenStreetMap extract with real streets.")
@click.option("--area", type=click.Path(path_type=Path), help="GeoJSON outline of the study area.")
@click.option("--serve/--no-serve", default=True, help="Serve the pages, or stop after building.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object.")
def demo(*, osm: Path | None, area: Path | None, serve: bool, host: str, port: int, as_json: bool) -> None:
    """
    Build the demonstration of the North Bund anew and serve it.

    It has a database of its own; yours is not touched. Everything invented is marked 示例.

    Example: yizhan demo --osm streets.osm.pbf --area area.geojson --no-serve
    """
    if os.environ.get("YIZHAN_MODE") == "server":
        raise Refusal("demo_on_server", _SERVER)
    if not FOLDER.is_dir():
        raise Refusal("demo_absent", _ABSENT, folder=FOLDER)
    built = _build(osm, area)
    click.echo(json.dumps(built, ensure_ascii=False) if as_json else told(built))
    if serve:
        _serve(host, port)


def _build(osm: Path | None, area: Path | None) -> dict[str, Any]:
    plan = read_folder(FOLDER, osm=osm, area=area)  # refused before anything is touched
    steps = _Steps()
    steps.tell(_TABLES)
    database = _home() / "demo.sqlite3"
    with sqlite_anew(database) as address:
        set_up_database(address)
        from yizhan.cli import demonstration  # noqa: PLC0415 - models can be imported only now

        summary = demonstration.summary(*demonstration.build(FOLDER, plan, tell=steps.tell))
    steps.end()
    os.environ["YIZHAN_DATABASE_URL"] = f"sqlite:///{database}"  # for the server
    return summary


def _home() -> Path:
    return Path(os.environ.get("YIZHAN_HOME", FOLDER.parents[1] / "var"))


class _Steps:
    """Tells on standard error what is being done, and how long each step took."""

    def __init__(self) -> None:
        self.language = terminal_language()
        self.since: float | None = None

    def tell(self, phrase: Phrase) -> None:
        """End the step before and begin the next."""
        self.end()
        click.echo(f"· {phrase.say(self.language)} … ", nl=False, err=True)
        self.since = time.perf_counter()

    def end(self) -> None:
        """Say how long the step took."""
        if self.since is not None:
            click.echo(f"{time.perf_counter() - self.since:.1f} s", err=True)
        self.since = None


def told(built: dict[str, Any]) -> str:
    """Return the summary as lines for a person."""
    language = terminal_language()
    head = _BUILT.say(
        language,
        stations=built["stations"],
        points=built["points_inside_stations"],
        km=built["streets_km"],
        demand=built["demand_points"],
        streets=_SCHEMATIC if built["schematic"] else _REAL,
    )
    rows = [_HEAD.say(language).split("|")]
    rows += [_row(one, language) for one in built["scenarios"]]
    people = max((one["people"] or 0 for one in built["scenarios"]), default=0)
    return "\n".join([head, "", *aligned(rows), "", _PEOPLE.say(language, people=people)])


def _row(one: dict[str, Any], language: str) -> list[str]:
    covered = [
        f"{one['covered'][reach]:,.0f}" if reach in one["covered"] else "–" for reach in ("5", "10", "15")
    ]
    numbers = [f"{one[name]:,.1f}" if one[name] is not None else "–" for name in ("objective", "bound")]
    gap = f"{one['gap']:.2%}" if one["gap"] is not None else "–"
    return [
        one[f"name_{language}"],
        str(len(one["opened"])),
        *covered,
        *numbers,
        gap,
        f"{one['seconds']:.2f}",
    ]


def _serve(host: str, port: int) -> None:
    from yizhan.cli.demonstration import MEMBER, PASSWORD, USERNAME  # noqa: PLC0415 - models need settings first

    named = {"username": USERNAME, "member": MEMBER, "password": PASSWORD}
    # Opened by programme.toml, so that checks by two people can be tried.
    named |= {name: name for name in ("head", "clerk", "provider")}
    click.echo(_SERVING.say(terminal_language(), host=host, port=port, **named), err=True)
    # A process of its own: this one has the draft of the database open in its settings.
    server = ["granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    server += ["--blocking-threads", "8", "--backpressure", "64", "yizhan.config.wsgi:application"]
    os.execv(sys.executable, [sys.executable, "-m", *server])  # noqa: S606 - our own interpreter, no shell
