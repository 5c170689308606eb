"""Note who came and who stayed away: a held seat left empty lowers the weight in one later draw, once."""

import datetime as dt

from django.db import transaction

from yizhan.foundation import clock
from yizhan.people.actions import record, require_runner
from yizhan.people.models import Account
from yizhan.rounds.models import Absence, Booking, SignUpRound
from yizhan.rounds.queries.absences import digest_of
from yizhan.rounds.queries.times import span
from yizhan.rounds.rules.seats import refuse_noting
from yizhan.rounds.words import Attendance

#: Two terms; unused, it is forgotten then.
REMEMBERED = dt.timedelta(days=200)


@transaction.atomic
def mark_attendance(*, booking: Booking, came: bool, by: Account | None) -> Booking:
    """
    Note whether a party that held confirmed seats ever came, after the last session; may be corrected.

    Only staff note it and nobody is forced to check in: where nothing is noted, nothing follows.
    """
    subdistrict = booking.offering.subdistrict
    require_runner(by=by, subdistrict=subdistrict)
    booking = Booking.objects.select_for_update(of=("self",)).select_related("contact").get(pk=booking.pk)
    refuse_noting(state=booking.state, last=span(booking.offering)["last"], now=clock.now())
    booking.attendance = Attendance.CAME if came else Attendance.STAYED_AWAY
    booking.save(update_fields=["attendance"])
    digest = digest_of(booking.contact.phone)
    if came:
        Absence.objects.filter(subdistrict=subdistrict, digest=digest).delete()
    elif booking.contact.phone:
        now = clock.now()
        Absence.objects.get_or_create(
            subdistrict=subdistrict,
            digest=digest,
            defaults={"noted_at": now, "forget_on": (now + REMEMBERED).date()},
        )
    record(verb="mark_attendance", subject=booking, by=by, subdistrict=subdistrict, came=came)
    return booking


@transaction.atomic
def lower_weights(*, sign_up_round: SignUpRound, by: Account | None) -> int:  # noqa: ARG001 - every action says who
    """Lower the weight of entries whose contact stayed away last time, and forget that; returns how many."""
    digests = {
        digest_of(phone): pk
        for pk, phone in sign_up_round.entries.filter(withdrawn_at=None).values_list("pk", "contact__phone")
        if phone
    }
    noted = Absence.objects.filter(subdistrict=sign_up_round.subdistrict, digest__in=list(digests))
    lowered = [digests[digest] for digest in noted.values_list("digest", flat=True)]
    sign_up_round.entries.exclude(draws=1).update(draws=1)
    sign_up_round.entries.filter(pk__in=lowered).update(draws=2)
    noted.delete()
    return len(lowered)


@transaction.atomic
def forget_absences(*, by: Account | None) -> int:  # noqa: ARG001 - every action says who
    """Delete what nobody's draw used within two terms; returns how many."""
    count, _ = Absence.objects.filter(forget_on__lte=clock.now().date()).delete()
    return count
