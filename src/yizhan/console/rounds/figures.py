"""What a round's cockpit shows: sums only, no person; groups under five are hidden where shares are told."""

from typing import Any

from django.db.models import Count, Q, Sum

from yizhan.people.words import Channel
from yizhan.rounds.models import Booking, Entry, SignUpRound
from yizhan.rounds.queries.rounds import demand
from yizhan.rounds.words import SEATED, BookingState

SMALL = 5


def totals(row: SignUpRound) -> dict[str, int]:
    """Return entries, people, and seats of a round."""
    entries = Entry.objects.filter(round=row, withdrawn_at=None)
    summed = entries.order_by().aggregate(entries=Count("pk"), people=Sum("size"))
    seats = sum(one.offering.seats for one in row.round_offerings.all())
    return {"entries": summed["entries"], "people": summed["people"] or 0, "seats": seats}


def by_offering(row: SignUpRound) -> list[dict[str, Any]]:
    """Return for each offering its seats, wishes, and what became of its bookings."""
    wished, booked = demand(row), _bookings(row)
    empty: dict[str, int] = {state.value: 0 for state in BookingState}
    return [
        {
            "offering": one.offering,
            "wishes": wished[one.offering_id]["entries"],
            "first": wished[one.offering_id]["first"],
            "held": getattr(getattr(one.offering, "seat_count", None), "held", 0),
            "taken": getattr(getattr(one.offering, "seat_count", None), "taken", 0),
            "bookings": empty | booked.get(one.offering_id, {}),
        }
        for one in row.round_offerings.all()
    ]


def by_channel(row: SignUpRound) -> list[dict[str, Any]]:
    """Return how many entered each way and what share of them were seated; small groups hidden."""
    seated = Q(bookings__state__in=[*SEATED, BookingState.GIVEN_BACK, BookingState.LAPSED])
    offered = seated & (Q(bookings__state__in=SEATED) | Q(bookings__answer_until__isnull=False))
    entries = Entry.objects.filter(round=row, withdrawn_at=None).order_by()
    rows = entries.values("channel").annotate(
        entries=Count("pk", distinct=True), seated=Count("pk", filter=offered, distinct=True)
    )
    counted = {one["channel"]: one for one in rows}
    shown = []
    for channel in Channel:
        one = counted.get(channel.value, {"entries": 0, "seated": 0})
        small = 0 < one["entries"] < SMALL
        share = one["seated"] / one["entries"] if one["entries"] and not small else None
        shown.append({"channel": channel.label, "entries": one["entries"], "small": small, "share": share})
    return shown


def _bookings(row: SignUpRound) -> dict[int, dict[str, int]]:
    rows = Booking.objects.filter(offering__round_offering__round=row).order_by()
    counted: dict[int, dict[str, int]] = {}
    for one in rows.values("offering", "state").annotate(count=Count("pk")):
        counted.setdefault(one["offering"], {})[one["state"]] = one["count"]
    return counted
