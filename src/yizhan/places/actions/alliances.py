"""Building alliances: found, join, lend a room, give it back."""

import datetime as dt
from collections.abc import Collection

from django.db import IntegrityError, transaction

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.people.actions import record, require_runner
from yizhan.people.models import Account
from yizhan.people.queries import runs
from yizhan.places.actions.claims import hold, release
from yizhan.places.models import Alliance, AllianceMember, Building, Loan, Room
from yizhan.places.rules.claims import Wanted
from yizhan.places.rules.loans import (
    LoanTerms,
    refuse_loan,
    refuse_second_return,
    refuse_unless_acting,
    room_already_lent,
)
from yizhan.places.words import Resource

#: The guard of migration 0002, by the name both databases report.
_GUARD = "loans_do_not_overlap"
_FOUNDED = Phrase("这座楼宇已有联盟。", "This building has an alliance already.")
_JOINED = Phrase("“{name}”已经是联盟成员。", "“{name}” is a member already.")


@transaction.atomic
def found_alliance(*, building: Building, name_zh: str, by: Account | None, name_en: str = "") -> Alliance:
    """Found the alliance of a building."""
    require_runner(by=by, subdistrict=building.subdistrict)
    alliance, is_new = Alliance.objects.get_or_create(
        building=building, defaults={"name_zh": name_zh, "name_en": name_en}
    )
    if not is_new:
        raise Refusal("alliance_exists", _FOUNDED)
    record(verb="found_alliance", subject=alliance, by=by, subdistrict=building.subdistrict)
    return alliance


@transaction.atomic
def join_alliance(
    *,
    alliance: Alliance,
    name_zh: str,
    by: Account | None,
    name_en: str = "",
    accounts: Collection[Account] = (),
) -> AllianceMember:
    """Make a firm a member; `accounts` act for it."""
    subdistrict = alliance.building.subdistrict
    require_runner(by=by, subdistrict=subdistrict)
    member, is_new = AllianceMember.objects.get_or_create(
        alliance=alliance, name_zh=name_zh, defaults={"name_en": name_en}
    )
    if not is_new:
        raise Refusal("member_exists", _JOINED, name=Phrase(name_zh, name_en or name_zh))
    member.accounts.set(accounts)
    record(verb="join_alliance", subject=member, by=by, subdistrict=subdistrict)
    return member


@transaction.atomic
def lend_room(
    *,
    room: Room,
    owner: AllianceMember,
    borrower: AllianceMember,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    by: Account | None,
) -> Loan:
    """Lend a room to another member; the database refuses a second loan at the same time."""
    _require_acting(by, room, owner)
    refuse_loan(_terms(room, owner, borrower, (starts_at, ends_at)), now=clock.now())
    # Two loans of one room wait for each other here; without it PostgreSQL may call it a deadlock.
    Room.objects.select_for_update().get(pk=room.pk)
    try:
        with transaction.atomic():
            loan = Loan.objects.create(
                room=room, owner=owner, borrower=borrower, starts_at=starts_at, ends_at=ends_at
            )
    except IntegrityError as error:
        if _GUARD not in str(error):
            raise
        raise room_already_lent(room.name_zh) from error
    # A room that is lent is free for nothing else either.
    called = Phrase(room.name_zh, room.name_en or room.name_zh)
    wanted = Wanted(Resource.ROOM, room.pk, starts_at, ends_at, called)
    hold(wanted={f"loan:{loan.pk}": [wanted]}, by=by)
    record(
        verb="lend_room",
        subject=loan,
        by=by,
        subdistrict=room.station.subdistrict,
        owner=owner.name_zh,
        starts_at=starts_at.isoformat(),
        ends_at=ends_at.isoformat(),
    )
    return loan


@transaction.atomic
def return_room(*, loan: Loan, by: Account | None) -> Loan:
    """Give a room back early, or call a loan off; from now on it is free again."""
    _require_acting(by, loan.room, loan.owner, loan.borrower)
    loan = Loan.objects.select_for_update().get(pk=loan.pk)
    refuse_second_return(loan.returned_at)
    loan.returned_at = clock.now()
    loan.save(update_fields=["returned_at"])
    release(held_for=[f"loan:{loan.pk}"], by=by)
    record(verb="return_room", subject=loan, by=by, subdistrict=loan.room.station.subdistrict)
    return loan


def _require_acting(by: Account | None, room: Room, *members: AllianceMember) -> None:
    acts = by is not None and by.alliance_memberships.filter(pk__in=[m.pk for m in members]).exists()
    refuse_unless_acting(acts_for_member=acts, runs_station=runs(by, room.station.subdistrict))


def _terms(
    room: Room,
    owner: AllianceMember,
    borrower: AllianceMember,
    times: tuple[dt.datetime, dt.datetime],
) -> LoanTerms:
    alliance = Alliance.objects.filter(building=room.station.building_id).first()
    return LoanTerms(
        room=room.name_zh,
        access=room.access,
        alliance=alliance.pk if alliance else None,
        owner=owner.pk,
        owner_alliance=owner.alliance_id,
        borrower=borrower.pk,
        borrower_alliance=borrower.alliance_id,
        starts_at=times[0],
        ends_at=times[1],
    )
