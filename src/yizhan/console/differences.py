"""What a scenario opens, and how that differs from today: new, other level, other hours, the same."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yizhan.console.words import hours_words, level_words, pattern_words
from yizhan.plans.models import CandidateSite, Scenario

_WEEKDAYS = {"workday": 5, "weekend": 2, "holiday": 0, "every_day": 7}
_DAY_MIN = 24 * 60


class Change(enum.StrEnum):
    """How one site differs from today."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Opened:
    """One site of a scenario beside what stands there today."""

    site: CandidateSite
    level: str
    pattern: str
    hours: str
    change: Change
    notes: tuple[str, ...]

    @property
    def level_words(self) -> str:
        """What the level is called."""
        return level_words(self.level)

    @property
    def pattern_words(self) -> str:
        """What the opening pattern is called."""
        return pattern_words(self.pattern)

    @property
    def mark(self) -> str:
        """A sign for the change, for the eye; `label` says it in words."""
        return {Change.NEW: "+", Change.CHANGED: "△", Change.SAME: "=", Change.CLOSED: "×"}[self.change]

    @property
    def label(self) -> str:
        """The change in one word."""
        return {
            Change.NEW: _("新开"),
            Change.CHANGED: _("调整"),
            Change.SAME: _("不变"),
            Change.CLOSED: _("停用"),
        }[self.change]


def opened_by(scenario: Scenario, sites: Mapping[str, CandidateSite]) -> list[Opened]:
    """Return what a scenario does at each site: opened ones first, then stations of today it leaves out."""
    catalogue = scenario.report.get("catalogue") or scenario.study.catalogue
    rows = [option.split("/") for option in scenario.report.get("opened", [])]
    listed = [
        _opened(sites[label], level, pattern, catalogue) for label, level, pattern in rows if label in sites
    ]
    taken = {label for label, _level, _pattern in rows}
    left_out = [
        Opened(site, site.today_level, site.today_pattern, "", Change.CLOSED, ())
        for label, site in sites.items()
        if site.today_level and label not in taken and rows
    ]
    order = list(Change)
    return sorted(listed + left_out, key=lambda row: (order.index(row.change), row.site.label))


def _opened(site: CandidateSite, level: str, pattern: str, catalogue: Mapping[str, Any]) -> Opened:
    hours = _hours(catalogue, pattern)
    notes = [] if not site.today_level else _notes(site, level, pattern, catalogue)
    change = Change.NEW if not site.today_level else Change.CHANGED if notes else Change.SAME
    return Opened(site, level, pattern, hours_words(hours), change, tuple(notes))


def _notes(site: CandidateSite, level: str, pattern: str, catalogue: Mapping[str, Any]) -> list[str]:
    notes = []
    if site.today_level != level:
        facts = {"before": level_words(site.today_level), "after": level_words(level)}
        notes.append(_("等级：%(before)s → %(after)s") % facts)
    if site.today_pattern != pattern:
        before, after = (_weekly(_hours(catalogue, name)) for name in (site.today_pattern, pattern))
        facts = {
            "before": pattern_words(site.today_pattern),
            "after": pattern_words(pattern),
            "more": f"{(after - before) / 60:+.3g}",
        }
        notes.append(_("时间：%(before)s → %(after)s（每周 %(more)s 小时）") % facts)
    return notes


def _hours(catalogue: Mapping[str, Any], pattern: str) -> list[dict[str, str]]:
    return next((p["hours"] for p in catalogue.get("pattern", []) if p["name"] == pattern), [])


def _weekly(hours: list[dict[str, str]]) -> int:
    return sum(_WEEKDAYS[part["days"]] * _minutes(part) for part in hours)


def _minutes(part: Mapping[str, str]) -> int:
    opens, closes = (
        int(hour) * 60 + int(minute)
        for hour, minute in (part[name].split(":") for name in ("opens", "closes"))
    )
    return (closes - opens) % _DAY_MIN or _DAY_MIN
