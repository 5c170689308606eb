"""Scenarios side by side: the same measures for each, in the same order, without a ranking."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from yizhan.console.desk import language
from yizhan.console.differences import Change, Opened, opened_by
from yizhan.console.templatetags.console import count, named, percent
from yizhan.console.words import money_words
from yizhan.plans.models import CandidateSite, Scenario
from yizhan.plans.words import RunStatus, Window

REACHES = ("5", "10", "15")
#: A walk is entered and shown at one of two speeds; anything else is said in km/h.
SPEED_WORDS = {4.8: "adult", 3.3: "elderly"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a cell: words, and a bar where it is a share."""

    words: str
    share: float | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One measure, one cell a scenario; a cell is a list of lines."""

    name: str
    cells: list[list[Line]]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Measures that belong together."""

    name: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Column:
    """One scenario of the comparison."""

    scenario: Scenario
    opened: list[Opened] = field(default_factory=list)
    sites: Mapping[str, CandidateSite] = field(default_factory=dict)

    @property
    def has_plan(self) -> bool:
        """Whether there is an answer to show."""
        return "opened" in self.scenario.report

    @property
    def conflicts(self) -> list[str]:
        """Why nothing was possible, sites by their names."""
        spoken = "zh" if language().startswith("zh") else "en"
        return [self._with_names(conflict[spoken]) for conflict in self.scenario.report.get("conflicts", [])]

    def _with_names(self, sentence: str) -> str:
        def name(match: re.Match[str]) -> str:
            site = self.sites.get(match[2])
            return f"{match[1]}{named(site) if site else match[2]}{match[3]}"

        return re.sub(r"([“'])([\w-]+)([”'])", name, sentence)

    def measure(self, read: Callable[[Mapping[str, Any]], list[Line]]) -> list[Line]:
        """Return what `read` finds in the report, a dash where there is no plan."""
        return read(self.scenario.report) if self.has_plan else [Line("–")]


def columns_of(scenarios: Sequence[Scenario], sites: Sequence[CandidateSite]) -> list[Column]:
    """Return one column a scenario."""
    by_label = {site.label: site for site in sites}
    return [Column(scenario, opened_by(scenario, by_label), by_label) for scenario in scenarios]


def groups_of(columns: Sequence[Column]) -> list[Group]:
    """Return every measure of the comparison."""
    return [
        Group(_("求解与证明"), _proof(columns)),
        Group(_("提问的条件"), _question(columns)),
        Group(_("覆盖：步行可达、且当时开放"), _coverage(columns)),
        Group(_("八小时外"), _off_hours(columns)),
        Group(_("费用"), _cost(columns)),
        Group(_("公平"), _equity(columns)),
        Group(_("开设"), _numbers(columns)),
    ]


def status_words(scenario: Scenario) -> str:
    """Return how well the answer is proved, in words."""
    if scenario.status == RunStatus.FEASIBLE and scenario.gap is not None:
        return _("可行；离可能的最好结果最多差 %(gap)s") % {"gap": _gap(scenario.gap)}
    return str(RunStatus(scenario.status).label)


def speed_words(speed: float) -> str:
    """Return a walking speed in words."""
    names = {"adult": _("成人"), "elderly": _("长者")}
    name = names.get(SPEED_WORDS.get(speed, ""), "")
    return f"{name} {speed:g} km/h".strip()


def _gap(gap: float) -> str:
    return f"{100 * gap:.2f} %" if gap else "0 %"


def _number(value: float | None, digits: int = 1) -> str:
    return "–" if value is None else f"{value:,.{digits}f}"


def _row(name: str, columns: Sequence[Column], words: Callable[[Scenario], str], *, note: str = "") -> Row:
    return Row(name, [[Line(words(column.scenario))] for column in columns], note)


def _proof(columns: Sequence[Column]) -> list[Row]:
    return [
        _row(_("状态"), columns, status_words),
        _row(_("目标值"), columns, lambda s: _number(s.objective), note=_("加权人数 × 步行价值")),
        _row(_("理论上限"), columns, lambda s: _number(s.bound), note=_("任何方案都不可能超过")),
        _row(_("差距"), columns, lambda s: "–" if s.gap is None else _gap(s.gap)),
        _row(
            _("用时"),
            columns,
            lambda s: "–" if s.seconds is None else _("%(seconds)s 秒") % {"seconds": f"{s.seconds:.2f}"},
        ),
        _row(_("计算于"), columns, _moment),
        _row(_("输入指纹"), columns, lambda s: s.input_hash[:12] or "–", note=_("指纹相同，答案相同")),
    ]


def _moment(scenario: Scenario) -> str:
    return "–" if scenario.ran_at is None else date_format(localtime(scenario.ran_at), "Y-m-d H:i")


def _question(columns: Sequence[Column]) -> list[Row]:
    return [
        _row(_("预算"), columns, lambda s: money_words(s.settings.get("budget"))),
        Row(_("各时段权重"), [_weights(c.scenario.settings.get("weights", {})) for c in columns]),
        _row(_("各片区最低份额"), columns, lambda s: percent(s.settings.get("minimum_share") or 0.0)),
        _row(_("现有站点"), columns, _today_words),
        _row(_("步行速度"), columns, lambda s: speed_words(float(s.settings.get("speed_kmh", 4.8)))),
        _row(_("最多开放站点"), columns, lambda s: str(s.settings.get("at_most") or _("没有上限"))),
        _row(
            _("时限与随机种子"),
            columns,
            lambda s: (
                _("%(limit)s 秒，种子 %(seed)s")
                % {"limit": f"{s.settings.get('limit_s', 30):g}", "seed": s.settings.get("seed", 0)}
            ),
        ),
    ]


def _weights(weights: Mapping[str, float]) -> list[Line]:
    return [Line(f"{weights.get(window.value, 0):g}", label=str(window.label)) for window in Window]


def _today_words(scenario: Scenario) -> str:
    if scenario.settings.get("only_today"):
        return _("一切照旧，只作对照")
    return _("保留，不降级") if scenario.settings.get("keep_today", True) else _("可以调整或停用")


def _coverage(columns: Sequence[Column]) -> list[Row]:
    return [
        Row(str(window.label), [column.measure(_reached(window.value)) for column in columns])
        for window in Window
    ]


def _reached(window: str) -> Callable[[Mapping[str, Any]], list[Line]]:
    def read(report: Mapping[str, Any]) -> list[Line]:
        whole = report["people"][window]
        lines = []
        for reach in REACHES:
            people = report["covered"][window][reach]
            share = people / whole if whole else 0.0
            words = _("%(share)s · %(people)s 人") % {"share": percent(share), "people": count(people)}
            lines.append(Line(words, share, _("%(minutes)s 分钟内") % {"minutes": reach}))
        return lines

    return read


def _off_hours(columns: Sequence[Column]) -> list[Row]:
    return [
        Row(
            _("八小时外覆盖"),
            [column.measure(_one("off_hours_cover")) for column in columns],
            _("晚间、周末、深夜合计，15 分钟内"),
        ),
        Row(
            _("八小时外占开放时间"),
            [column.measure(_one("off_hours_share")) for column in columns],
            _("工作日 9:00–17:00 以外"),
        ),
    ]


def _one(name: str) -> Callable[[Mapping[str, Any]], list[Line]]:
    return lambda report: [Line(percent(report[name]), report[name])]


def _cost(columns: Sequence[Column]) -> list[Row]:
    return [Row(_("每年费用"), [column.measure(_spent(column.scenario)) for column in columns])]


def _spent(scenario: Scenario) -> Callable[[Mapping[str, Any]], list[Line]]:
    def read(report: Mapping[str, Any]) -> list[Line]:
        lines = [Line(money_words(report["cost"]))]
        budget = scenario.settings.get("budget")
        if budget:
            share = report["cost"] / budget
            lines.append(Line(_("预算的 %(share)s") % {"share": percent(share)}, share))
        return lines

    return read


def _equity(columns: Sequence[Column]) -> list[Row]:
    return [
        Row(
            _("最弱片区 ÷ 全体"),
            [
                column.measure(lambda report: [Line(f"{report['equity']:.2f}", report["equity"])])
                for column in columns
            ],
            _("1 表示完全均衡"),
        ),
        Row(
            _("各片区覆盖"),
            [column.measure(_neighbourhoods) for column in columns],
            _("全部时段合计，15 分钟内"),
        ),
    ]


def _neighbourhoods(report: Mapping[str, Any]) -> list[Line]:
    return [Line(percent(share), share, name) for name, share in report["neighbourhoods"].items()]


def _numbers(columns: Sequence[Column]) -> list[Row]:
    return [
        Row(
            _("开放站点数"),
            [column.measure(lambda report: [Line(str(len(report["opened"])))]) for column in columns],
        ),
        Row(_("与今天相比"), [_tally(column) for column in columns]),
    ]


def _tally(column: Column) -> list[Line]:
    if not column.has_plan:
        return [Line("–")]
    words = {
        Change.NEW: _("新开 %(n)s 处"),
        Change.CHANGED: _("调整 %(n)s 处"),
        Change.SAME: _("不变 %(n)s 处"),
        Change.CLOSED: _("停用 %(n)s 处"),
    }
    numbers = {change: sum(row.change is change for row in column.opened) for change in Change}
    return [Line(words[change] % {"n": number}) for change, number in numbers.items() if number]
