"""Enter a round with ranked wishes, and withdraw: the same for people and for staff who act for a caller."""

import secrets
from collections.abc import Sequence

from django.db import connection, transaction

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import Offering
from yizhan.people.actions import record, require_runner
from yizhan.people.models import Account, Contact, Participant
from yizhan.people.words import Channel
from yizhan.rounds.actions.keeping import keep_contact
from yizhan.rounds.models import Entry, SignUpRound, Wish
from yizhan.rounds.queries.absences import is_lowered
from yizhan.rounds.queries.rounds import people_of, place_of
from yizhan.rounds.queries.times import last_end
from yizhan.rounds.rules.entering import (
    refuse_channel,
    refuse_contact,
    refuse_entering,
    refuse_party,
    refuse_wishes,
)
from yizhan.rounds.rules.tickets import TICKETS, ticket_of
from yizhan.rounds.rules.windows import refuse_unless_open
from yizhan.rounds.words import Method

_WITHDRAWN = Phrase("这份报名已经撤回。", "This entry was withdrawn already.")


@transaction.atomic
def enter(
    *,
    sign_up_round: SignUpRound,
    contact: Contact,
    participants: Sequence[Participant],
    wishes: Sequence[Offering],
    channel: Channel,
    by: Account | None,
) -> Entry:
    """
    Enter a round, the offerings wished for most first; entering again until the close changes the entry.

    `by` is the member of staff who acts for a caller, None for the contact; the odds are the same.

    Raises
    ------
    Refusal
        The round is not open; the wishes, the party or a child's consent break a rule. Nothing is saved.
    """
    require_runner(by=by, subdistrict=sign_up_round.subdistrict)
    refuse_channel(channel, by_staff=by is not None)
    current = _open_round(sign_up_round)
    # One at a time for each contact; the contact's own row is the queue.
    contact = Contact.objects.select_for_update(no_key=True).get(pk=contact.pk)
    refuse_contact(is_erased=contact.erased_at is not None)
    people = people_of(participants, contact)
    refuse_party(people)
    places = set(current.round_offerings.values_list("offering", flat=True))
    wished = [place_of(each, seats=each.seats, is_in_round=each.pk in places) for each in wishes]
    refuse_wishes(wished, people, most=current.wishes_at_most)
    entry = _stored(current, contact, size=len(people), channel=channel, by=by)
    entry.participants.set(participants)
    entry.wishes.all().delete()
    Wish.objects.bulk_create(
        Wish(entry=entry, offering=offering, rank=rank) for rank, offering in enumerate(wishes, start=1)
    )
    keep_contact(contact=contact, last=last_end(wishes), by=by)
    _record("enter_round", entry, by=by, channel=channel)
    return entry


@transaction.atomic
def withdraw_entry(*, entry: Entry, by: Account | None) -> Entry:
    """Take an entry out of its round before the close; nothing is remembered against anybody."""
    require_runner(by=by, subdistrict=entry.round.subdistrict)
    _open_round(entry.round)
    entry = Entry.objects.select_for_update(of=("self",)).select_related("round").get(pk=entry.pk)
    if entry.withdrawn_at is not None:
        raise Refusal("entry_withdrawn", _WITHDRAWN)
    entry.withdrawn_at = clock.now()
    entry.save(update_fields=["withdrawn_at"])
    _record("withdraw_entry", entry, by=by)
    return entry


def _open_round(sign_up_round: SignUpRound) -> SignUpRound:
    """Return the round as it is now, kept from being frozen until this entry is in; refuse a closed one."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Shared: entries do not wait for each other, only freezing waits for them.
            cursor.execute("SELECT 1 FROM rounds_signupround WHERE id = %s FOR KEY SHARE", [sign_up_round.pk])
    current = SignUpRound.objects.select_related("subdistrict").get(pk=sign_up_round.pk)
    refuse_entering(is_draw=current.method == Method.DRAW)
    refuse_unless_open(
        state=current.state, opens_at=current.opens_at, closes_at=current.closes_at, now=clock.now()
    )
    return current


def _stored(
    current: SignUpRound, contact: Contact, *, size: int, channel: Channel, by: Account | None
) -> Entry:
    """Store the entry anew or over the earlier one, which keeps its ticket."""
    values = {
        "size": size,
        "draws": 2 if is_lowered(contact) else 1,
        "channel": channel,
        "entered_at": clock.now(),
        "entered_by": by,
        "withdrawn_at": None,
    }
    ticket = {"ticket": ticket_of(secrets.randbelow(TICKETS))}
    entry, _ = Entry.objects.update_or_create(
        round=current, contact=contact, defaults=values, create_defaults=values | ticket
    )
    return entry


def _record(verb: str, entry: Entry, *, by: Account | None, **facts: object) -> None:
    """Write down what staff did; what people do for themselves is in their own rows and goes with them."""
    if by is not None:
        record(verb=verb, subject=entry, by=by, subdistrict=entry.round.subdistrict, **facts)
