"""Enter a round with ranked wishes, and withdraw: the same for people and for staff who act for a caller."""

import secrets
from collections.abc import Sequence

from django.db import transaction

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import Offering
from yizhan.people.actions import record, require_runner
from yizhan.people.models import Account, Contact, Participant
from yizhan.people.words import Channel
from yizhan.rounds.actions.keeping import keep_contact
from yizhan.rounds.actions.storing import store_entry
from yizhan.rounds.models import Entry, SignUpRound
from yizhan.rounds.queries.claiming import lock_contact
from yizhan.rounds.queries.entering import facts_of_wishes, round_kept_open
from yizhan.rounds.queries.rounds import people_of, place_of
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
    locked = lock_contact(contact)
    refuse_contact(is_erased=locked is None)
    contact = locked or contact
    people = people_of(participants, contact)
    refuse_party(people)
    facts = facts_of_wishes(current, contact, wishes)
    wished = [place_of(each, seats=each.seats, is_in_round=each.pk in facts.in_round) for each in wishes]
    refuse_wishes(wished, people, most=current.wishes_at_most)
    entry = _entry(current, contact, size=len(people), is_lowered=facts.is_lowered, channel=channel)
    store_entry(entry=entry, participants=participants, wishes=wishes, by=by)
    keep_contact(contact=contact, last=facts.last, by=by)
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
    current = round_kept_open(sign_up_round)
    refuse_entering(is_draw=current.method == Method.DRAW)
    refuse_unless_open(
        state=current.state, opens_at=current.opens_at, closes_at=current.closes_at, now=clock.now()
    )
    return current


def _entry(
    current: SignUpRound,
    contact: Contact,
    *,
    size: int,
    is_lowered: bool,
    channel: Channel,
) -> Entry:
    return Entry(
        round=current,
        contact=contact,
        ticket=ticket_of(secrets.randbelow(TICKETS)),
        size=size,
        draws=2 if is_lowered else 1,
        channel=channel,
        entered_at=clock.now(),
    )


def _record(verb: str, entry: Entry, *, by: Account | None, **facts: object) -> None:
    """Write down what staff did; what people do for themselves is in their own rows and goes with them."""
    if by is not None:
        record(verb=verb, subject=entry, by=by, subdistrict=entry.round.subdistrict, **facts)
