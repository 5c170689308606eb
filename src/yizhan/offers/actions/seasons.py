"""Seasons of clubs: open a season, and its clubs, each one thing to book with all its sessions."""

import datetime as dt

from django.db import transaction

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import CourseVersion, Lecturer, Offering, Season
from yizhan.offers.models.validity import save_checked
from yizhan.offers.rules.classes import refuse_lecturer, refuse_place, refuse_seats, refuse_sign_up
from yizhan.offers.rules.naming import address_for
from yizhan.offers.words import OfferingKind, SignUp
from yizhan.people.actions import record, require_runner
from yizhan.people.models import Account, Subdistrict
from yizhan.places.models import Room, Station

_BACKWARDS = Phrase("最后一天不能早于第一天。", "The last day must not be before the first.")
_NOT_REVIEWED = Phrase("课程还没有审核，不能开社团。", "The course has not been reviewed yet.")


@transaction.atomic
def open_season(
    *,
    subdistrict: Subdistrict,
    name_zh: str,
    first_day: dt.date,
    last_day: dt.date,
    by: Account | None,
    name_en: str = "",
    slug: str = "",
) -> Season:
    """Open a season, as the summer holidays; its address is made of the name where none is given."""
    require_runner(by=by, subdistrict=subdistrict)
    if last_day < first_day:
        raise Refusal("season_ends_before_it_starts", _BACKWARDS)
    slug = slug or address_for(name_zh, subdistrict.seasons.values_list("slug", flat=True))
    season = Season(
        subdistrict=subdistrict,
        slug=slug,
        name_zh=name_zh,
        name_en=name_en,
        first_day=first_day,
        last_day=last_day,
    )
    save_checked(season)
    record(verb="open_season", subject=season, by=by, subdistrict=subdistrict)
    return season


@transaction.atomic
def open_club(
    *,
    season: Season,
    version: CourseVersion,
    station: Station,
    seats: int,
    by: Account | None,
    room: Room | None = None,
    lecturer: Lecturer | None = None,
    **fields: object,
) -> Offering:
    """
    Open a club of a reviewed course in a season; its sessions are planned as a series.

    `fields` are columns of `Offering`: slug, name_zh, name_en, sign_up, for_children, is_public, is_example.

    Raises
    ------
    Refusal
        The course is not reviewed; more seats than it or the room holds; room, station, lecturer of others.
    """
    require_runner(by=by, subdistrict=season.subdistrict)
    if version.reviewed_at is None:
        raise Refusal("version_not_reviewed", _NOT_REVIEWED)
    called = None if room is None else _named(room)
    refuse_place(
        room=called,
        station=_named(station),
        room_is_there=room is None or room.station_id == station.pk,
        station_is_here=station.subdistrict_id == season.subdistrict_id,
    )
    refuse_seats(
        seats=seats,
        version=version.capacity,
        room=called,
        room_capacity=0 if room is None else room.capacity,
    )
    if lecturer is not None:
        ours = lecturer.provider_id == version.course.provider_id
        refuse_lecturer(_named(lecturer), teaches_for_provider=ours)
    refuse_sign_up(str(fields.get("sign_up", SignUp.DRAW)))
    names = {"name_zh": version.title_zh[:80], "name_en": version.title_en[:120]}
    filled = names | {name: value for name, value in fields.items() if value != ""}
    taken = season.subdistrict.offerings.values_list("slug", flat=True)
    filled.setdefault("slug", address_for(str(filled["name_zh"]), taken))
    offering = Offering(
        subdistrict=season.subdistrict,
        kind=OfferingKind.CLUB,
        version=version,
        season=season,
        station=station,
        room=room,
        lecturer=lecturer,
        seats=seats,
        **filled,
    )
    save_checked(offering)
    record(verb="open_club", subject=offering, by=by, subdistrict=season.subdistrict, season=season.name_zh)
    return offering


def _named(row: Room | Station | Lecturer) -> Phrase:
    return Phrase(row.name_zh, row.name_en or row.name_zh)
