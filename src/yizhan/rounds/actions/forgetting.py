"""What rounds forget with a contact who is erased: secrets of bookings and orders, and what still stands."""

from collections.abc import Sequence

from django.db import transaction

from yizhan.foundation import clock
from yizhan.people.models import Account, Contact
from yizhan.rounds.actions.bookings import give_back
from yizhan.rounds.actions.waiting import offer_next
from yizhan.rounds.models import Booking, Entry, GroupOrder, SignUpRound
from yizhan.rounds.words import RoundState


@transaction.atomic
def forget_contacts(*, contacts: Sequence[Contact], by: Account | None) -> None:
    """
    Give back what erased contacts still hold, and empty what only served to recognise them.

    An entry whose list is published keeps its ticket there; nobody knows any more whose it was.
    """
    keys = [contact.pk for contact in contacts]
    _keep_from_freezing(keys)
    open_entries = Entry.objects.filter(
        contact__in=keys, withdrawn_at=None, round__state=RoundState.ANNOUNCED
    )
    open_entries.update(withdrawn_at=clock.now())
    standing = Booking.objects.filter(
        contact__in=keys, ended_at=None, offering__sessions__ends_at__gt=clock.now()
    )
    for booking in standing.select_related("offering__subdistrict").distinct():
        give_back(booking=booking, by=by)
        offer_next(offering=booking.offering, by=by)
    Booking.objects.filter(contact__in=keys).update(secret="")
    GroupOrder.objects.filter(contact__in=keys).update(secret="", note="")


def _keep_from_freezing(contacts: Sequence[int]) -> None:
    """Lock the open rounds these entered: a list that is being frozen has an entry, or has it not."""
    entered = Entry.objects.filter(contact__in=contacts, withdrawn_at=None).values("round")
    rounds = SignUpRound.objects.select_for_update(no_key=True).filter(
        pk__in=entered, state=RoundState.ANNOUNCED
    )
    list(rounds.order_by("pk"))
