"""Count who came: merge what telephones counted, take a typed figure, a code at the door; mark as held."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from yizhan.foundation import clock
from yizhan.offers.models import Session
from yizhan.offers.words import SessionState
from yizhan.people.actions import record, require_runner
from yizhan.people.models import Account
from yizhan.rounds.models import Arrival, Booking, Tally
from yizhan.rounds.queries.tallies import arrivals_of, attendance_of, counters_of, verifiers_of
from yizhan.rounds.rules.door_codes import Verifier, recognised
from yizhan.rounds.rules.tallies import (
    DESK,
    Counter,
    Counters,
    correction,
    refuse_counters,
    refuse_counting,
    refuse_figure,
    refuse_held,
)
from yizhan.rounds.words import Attendance, BookingState


@transaction.atomic
def merge_tallies(
    *,
    session: Session,
    counters: Counters,
    by: Account | None,
    arrivals: Mapping[int, int] | None = None,
) -> int:
    """
    Merge what telephones counted, and whose codes they saw; returns the attendance.

    The larger value of each counter stays, a code counts once: sending again, late or at the same time as
    others changes nothing. Bookings that hold no seat here are passed over.
    """
    subdistrict = session.offering.subdistrict
    require_runner(by=by, subdistrict=subdistrict)
    refuse_counters(counters)
    refuse_counting(session.state, starts_at=session.starts_at, now=clock.now())
    for device in sorted(counters):
        _grow(session, device, counters[device])
    _arrive(session, arrivals or {})
    people = attendance_of(session)
    if people and session.starts_at <= clock.now():
        _hold(session)
    return people


@transaction.atomic
def record_tally(*, session: Session, figure: int, by: Account | None) -> int:
    """
    Take a figure typed at the desk as the attendance counted so far; returns it.

    It is kept as a counter of its own, so that telephones which send later are still added.
    """
    subdistrict = session.offering.subdistrict
    require_runner(by=by, subdistrict=subdistrict)
    refuse_figure(figure)
    session = Session.objects.select_for_update(of=("self",)).select_related("offering").get(pk=session.pk)
    refuse_counting(session.state, starts_at=session.starts_at, now=clock.now())
    before = attendance_of(session)
    _grow(session, DESK, correction(counters_of(session), arrivals_of(session).values(), figure))
    if session.starts_at <= clock.now():
        _hold(session)
    after = attendance_of(session)
    record(verb="record_tally", subject=session, by=by, subdistrict=subdistrict, before=before, after=after)
    return after


@transaction.atomic
def check_in(*, session: Session, code: str, by: Account | None) -> Verifier:
    """Take a code shown at the door; returns whose party came. The same code again counts once."""
    require_runner(by=by, subdistrict=session.offering.subdistrict)
    verifier = recognised(code, verifiers_of(session), now=clock.now())
    merge_tallies(session=session, counters={}, arrivals={verifier.booking: verifier.size}, by=by)
    return verifier


@transaction.atomic
def mark_held(*, session: Session, by: Account | None) -> Session:
    """Say that a session took place, also where nobody was counted."""
    subdistrict = session.offering.subdistrict
    require_runner(by=by, subdistrict=subdistrict)
    session = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    refuse_held(session.state, starts_at=session.starts_at, now=clock.now())
    if _hold(session):
        record(verb="mark_held", subject=session, by=by, subdistrict=subdistrict)
    session.refresh_from_db()
    return session


def _hold(session: Session) -> bool:
    planned = Session.objects.filter(pk=session.pk, state=SessionState.PLANNED)
    return planned.update(state=SessionState.HELD) > 0


def _grow(session: Session, device: str, counter: Counter) -> None:
    """Let a telephone's counters grow; one statement each, so that none is lost between two readers."""
    now = clock.now()
    Tally.objects.bulk_create([Tally(session=session, device=device, merged_at=now)], ignore_conflicts=True)
    Tally.objects.filter(session=session, device=device).update(
        came=Greatest(F("came"), Value(counter.came)),
        corrected=Greatest(F("corrected"), Value(counter.corrected)),
        merged_at=now,
    )


def _arrive(session: Session, arrivals: Mapping[int, int]) -> None:
    seated = Booking.objects.filter(
        pk__in=list(arrivals), offering=session.offering_id, state=BookingState.CONFIRMED
    )
    sizes = dict(seated.order_by("pk").values_list("pk", "size"))
    now = clock.now()
    Arrival.objects.bulk_create(
        [
            Arrival(session=session, booking_id=pk, came=max(1, min(size, arrivals[pk])), at=now)
            for pk, size in sizes.items()
        ],
        ignore_conflicts=True,
    )
    Booking.objects.filter(pk__in=sizes, attendance=Attendance.UNKNOWN).update(attendance=Attendance.CAME)
