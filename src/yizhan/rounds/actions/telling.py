"""Tell those who hold a seat what changed, and move the time they hold with the session."""

from collections.abc import Iterable

from django.db import transaction

from yizhan.foundation.phrases import Phrase
from yizhan.offers.models import Session
from yizhan.offers.words import SessionState
from yizhan.people.actions import tell
from yizhan.people.models import Account, Contact
from yizhan.rounds.actions.holding import hold_session, release_session
from yizhan.rounds.actions.keeping import keep_contact
from yizhan.rounds.models import Booking, GroupOrder
from yizhan.rounds.queries.bookings import holders
from yizhan.rounds.queries.times import called
from yizhan.rounds.words import SEATED

_CLASH = Phrase(
    "“{what}”的新时间与您已报的其他课程冲突；名额仍为您保留，可以退还其中一个。",
    "The new time of “{what}” meets something else you booked; your seat stays yours, you may give one back.",
)


@transaction.atomic
def tell_holders(*, session: Session, text: Phrase, by: Account | None, **facts: object) -> int:
    """Tell everybody who holds a seat or waits for one, or ordered it for a group; returns how many."""
    contacts = {booking.contact_id: booking.contact for booking in holders(session.offering)}
    orders = GroupOrder.objects.filter(offering=session.offering_id).select_related("contact")
    contacts |= {order.contact_id: order.contact for order in orders}
    _keep(contacts.values(), session, by)
    return len(tell(contacts=contacts.values(), text=text, by=by, **facts))


@transaction.atomic
def move_holders(*, session: Session, by: Account | None) -> list[Booking]:
    """
    Move the time that holders hold to a session's new time; a cancelled session gives it back.

    Whoever is elsewhere at the new time keeps the seat, holds no time for it and is told; returns those.
    What is stored about holders is kept until thirty days after the new time.
    """
    _keep((booking.contact for booking in holders(session.offering)), session, by)
    seated = holders(session.offering).filter(state__in=SEATED).select_related("offering").order_by("pk")
    clashing = []
    for booking in seated.prefetch_related("participants"):
        release_session(booking=booking, session=session, by=by)
        if session.state != SessionState.CANCELLED and not hold_session(
            booking=booking, session=session, by=by
        ):
            clashing.append(booking)
    tell(contacts=[each.contact for each in clashing], text=_CLASH, by=by, what=called(session.offering))
    return clashing


def _keep(contacts: Iterable[Contact], session: Session, by: Account | None) -> None:
    """Put off the erasing of these where a session takes place later than they were kept for."""
    if session.state != SessionState.CANCELLED:
        for contact in contacts:
            keep_contact(contact=contact, last=session.ends_at, by=by)
