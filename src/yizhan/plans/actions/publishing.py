"""Turns a scenario's plan into live stations, and back."""

import datetime as dt
from typing import Any

from django.db import transaction

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.people.actions import record, require_planner
from yizhan.people.models import Account
from yizhan.places.actions.hours import set_opening_rules
from yizhan.places.actions.stations import (
    change_station,
    close_station,
    launch_station,
    open_station,
    reopen_station,
    shelve_station,
)
from yizhan.places.models import Station
from yizhan.places.rules.schedules import Hours, Regular
from yizhan.places.words import Certainty, Days, State
from yizhan.plans.bridge import StationChange, changes_of, input_hash, station_level
from yizhan.plans.models import CandidateSite, Publication, Scenario
from yizhan.plans.queries import standing_publication
from yizhan.plans.rules import refuse_publication, refuse_undo
from yizhan.plans.words import ChangeKind

_CLOSED_BY_PLAN = Phrase(zh="按发布的方案停用", en="closed by a published plan")


@transaction.atomic
def publish_plan(*, scenario: Scenario, by: Account | None) -> Publication:
    """
    Make a scenario's plan real: open its new stations, change hours and levels, close what it leaves out.

    Raises
    ------
    Refusal
        `by` may not plan; there is no plan; it was computed from other inputs; or nothing would change.
    """
    require_planner(by=by, subdistrict=scenario.study.subdistrict)
    changes = changes_of(scenario)
    refuse_publication(
        status=scenario.status,
        is_current=scenario.input_hash == input_hash(scenario),
        changes=len(changes),
    )
    effects = [_carry_out(change, by=by) for change in changes]
    publication = Publication.objects.create(
        scenario=scenario, published_at=clock.now(), published_by=by, effects={"stations": effects}
    )
    record(
        verb="publish_plan",
        subject=scenario,
        by=by,
        subdistrict=scenario.study.subdistrict,
        publication=publication.pk,
        stations=len(effects),
    )
    return publication


@transaction.atomic
def undo_publication(*, publication: Publication, by: Account | None) -> Publication:
    """
    Put every station back to what it was before a publication; new ones go back to planning.

    Raises
    ------
    Refusal
        `by` may not plan; it was undone before; a later publication of the same study still stands.
    """
    study = publication.scenario.study
    require_planner(by=by, subdistrict=study.subdistrict)
    newest = standing_publication(study)
    refuse_undo(
        was_undone=publication.undone_at is not None,
        is_newest=newest is not None and newest.pk == publication.pk,
    )
    for effect in publication.effects["stations"]:
        _put_back(effect, by=by)
    publication.undone_at, publication.undone_by = clock.now(), by
    publication.save(update_fields=["undone_at", "undone_by"])
    record(
        verb="undo_publication", subject=publication.scenario, by=by, subdistrict=study.subdistrict,
        publication=publication.pk,
    )  # fmt: skip
    return publication


def _carry_out(change: StationChange, *, by: Account | None) -> dict[str, Any]:
    """Make one change and return what is needed to undo it."""
    site = change.site
    effect: dict[str, Any] = {
        "kind": change.kind.value,
        "site": site.pk,
        "today": [site.today_level, site.today_pattern],
    }
    station = site.station
    if change.kind is ChangeKind.OPEN:
        station = _open(change, by=by)
    elif station is not None:
        effect |= _stored(station)
        if change.kind is ChangeKind.CLOSE:
            close_station(station=station, reason=_CLOSED_BY_PLAN.zh, by=by)
        else:
            change_station(station=station, level=station_level(change.level), by=by)
    if station is not None and change.hours:
        set_opening_rules(station=station, rules=change.hours, by=by)
    effect["station"] = station.pk if station else None
    site.station, site.today_level, site.today_pattern = station, change.level, change.pattern
    site.save(update_fields=["station", "today_level", "today_pattern"])
    return effect


def _open(change: StationChange, *, by: Account | None) -> Station:
    site = change.site
    level = station_level(change.level)
    if site.station is not None:  # it was opened by a plan before, and put back
        change_station(station=site.station, level=level, by=by)
        return launch_station(station=site.station, by=by)
    return open_station(
        subdistrict=site.study.subdistrict,
        slug=site.label,
        by=by,
        name_zh=site.name_zh,
        name_en=site.name_en,
        level=level,
        kind=site.kind,
        lon=site.lon,
        lat=site.lat,
        address_certainty=Certainty.UNKNOWN,
    )


def _stored(station: Station) -> dict[str, Any]:
    rules = [
        [rule.days, rule.weekdays, rule.opens, rule.closes, rule.first_day, rule.last_day]
        for rule in station.opening_rules.filter(room=None)
    ]
    plain = [[_plain(value) for value in rule] for rule in rules]
    return {"level": station.level, "rules": plain}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def _put_back(effect: dict[str, Any], *, by: Account | None) -> None:
    site = CandidateSite.objects.select_related("station").get(pk=effect["site"])
    station = site.station
    if station is not None:
        if effect["kind"] == ChangeKind.OPEN:
            if station.state == State.LIVE:
                shelve_station(station=station, by=by)
        else:
            if effect["kind"] == ChangeKind.CLOSE and station.state == State.CLOSED:
                reopen_station(station=station, by=by)
            change_station(station=station, level=effect["level"], by=by)
            set_opening_rules(station=station, rules=[_regular(rule) for rule in effect["rules"]], by=by)
    site.today_level, site.today_pattern = effect["today"]
    site.save(update_fields=["today_level", "today_pattern"])


def _regular(stored: list[Any]) -> Regular:
    days, weekdays, opens, closes, first_day, last_day = stored
    return Regular(
        days=Days(days),
        hours=Hours(dt.time.fromisoformat(opens), dt.time.fromisoformat(closes)),
        weekdays=weekdays,
        first_day=dt.date.fromisoformat(first_day) if first_day else None,
        last_day=dt.date.fromisoformat(last_day) if last_day else None,
    )
