"""Open and change the seats of an offering."""

import datetime as dt

from django.db import transaction

from yizhan.foundation.phrases import Phrase
from yizhan.offers.models import Offering
from yizhan.people.actions import record, require_runner
from yizhan.people.models import Account
from yizhan.rounds.models import RoundOffering, Seats
from yizhan.rounds.rules.seats import held_seats, refuse_total, refuse_under_list


@transaction.atomic
def open_seats(
    *, offering: Offering, by: Account | None, held_percent: int = 0, hold_until: dt.datetime | None = None
) -> Seats:
    """
    Open the seats of an offering, as many as it says; where they are open already, only the hold changes.

    `held_percent` of them are kept for telephone and counter until `hold_until`: first come, first served
    only, since a draw gives every channel the same odds.
    """
    require_runner(by=by, subdistrict=offering.subdistrict)
    _refuse(offering, offering.seats, taken=0)
    seats, _ = Seats.objects.get_or_create(offering=offering, defaults={"total": offering.seats})
    seats.held = held_seats(seats.total, percent=held_percent) if hold_until else 0
    seats.hold_until = hold_until
    # `taken` is the database's own; it is never written here.
    seats.save(update_fields=["held", "hold_until"])
    record(
        verb="open_seats", subject=offering, by=by, subdistrict=offering.subdistrict,
        total=seats.total, held=seats.held,
    )  # fmt: skip
    return seats


@transaction.atomic
def change_seats(*, offering: Offering, total: int, by: Account | None) -> Seats:
    """
    Have more or fewer seats, never fewer than are taken.

    New seats go to those who wait: the face asks for offers after this.
    """
    require_runner(by=by, subdistrict=offering.subdistrict)
    # Freezing waits for these seats, or these for freezing: only then it is known whether a list is out.
    seats = Seats.objects.select_for_update().get(offering=offering)
    in_round = RoundOffering.objects.filter(offering=offering).select_related("round").first()
    refuse_under_list(in_round.round.state if in_round else None)
    _refuse(offering, total, taken=seats.taken)
    before = seats.total
    seats.total = total
    seats.save(update_fields=["total"])
    offering.seats = total
    offering.save(update_fields=["seats"])
    record(
        verb="change_seats",
        subject=offering,
        by=by,
        subdistrict=offering.subdistrict,
        before=before,
        after=total,
    )
    return seats


def _refuse(offering: Offering, total: int, *, taken: int) -> None:
    room = offering.room
    refuse_total(
        total=total,
        taken=taken,
        room=Phrase(room.name_zh, room.name_en or room.name_zh) if room else None,
        capacity=room.capacity if room else None,
    )
