"""Entering a round: for people and for staff who act for a caller, with the same rules."""

import datetime as dt

import pytest

from factories.offers import make_offering, make_session
from factories.people import make_account
from factories.refusing import refused
from factories.rounds import make_booking, make_contact, make_round, make_seats
from yizhan.foundation import clock
from yizhan.people.models import AuditEntry, Contact, Participant
from yizhan.people.words import Channel, RoleName
from yizhan.rounds.actions.entering import enter, withdraw_entry
from yizhan.rounds.actions.holding import hold_people
from yizhan.rounds.models import Entry, Wish
from yizhan.rounds.queries.times import clashes_with_held
from yizhan.rounds.rules.tickets import read_ticket
from yizhan.rounds.words import RoundState

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def around():
    station = make_offering().station
    offerings = [make_offering(station) for _ in range(3)]
    for offering in offerings:
        make_session(offering, clock.now() + dt.timedelta(days=40))
    return make_round(*offerings, wishes_at_most=3)


def offerings_of(around):
    return [row.offering for row in around.round_offerings.select_related("offering")]


def go(around, contact=None, wishes=None, channel=Channel.WEB, by=None):
    contact = contact or make_contact(around.subdistrict)
    return enter(
        sign_up_round=around,
        contact=contact,
        participants=list(contact.participants.all()),
        wishes=offerings_of(around) if wishes is None else wishes,
        channel=channel,
        by=by,
    )


def test_entering_again_changes_the_entry_and_keeps_its_ticket(around):
    contact = make_contact(around.subdistrict)
    first = go(around, contact)
    assert read_ticket(first.ticket) == first.ticket
    last = go(around, contact, wishes=offerings_of(around)[:1])
    assert (Entry.objects.count(), last.ticket, Wish.objects.count()) == (1, first.ticket, 1)


def test_wishes_keep_their_order(around):
    wishes = offerings_of(around)[::-1]
    entry = go(around, wishes=wishes)
    assert [wish.offering for wish in entry.wishes.all()] == wishes


def test_staff_enter_for_a_caller_and_it_is_written_down(around):
    clerk = make_account(around.subdistrict, RoleName.CLERK)
    refused("channel_of_staff", go, around=around, by=clerk)
    entry = go(around, channel=Channel.PHONE, by=clerk)
    assert (entry.channel, entry.entered_by, entry.draws) == ("phone", clerk, 1)
    assert AuditEntry.objects.filter(verb="enter_round", by=clerk).count() == 1
    go(around)
    assert AuditEntry.objects.filter(verb="enter_round").count() == 1


def test_wishes_that_break_a_rule_are_refused(around):
    one, *_ = wishes = offerings_of(around)
    elsewhere = make_offering(one.station)
    for code, wrong in [
        ("wishes_missing", []),
        ("wish_twice", [one, one]),
        ("wish_not_in_round", [elsewhere]),
        ("too_many_wishes", [*wishes, elsewhere]),
    ]:
        refused(code, go, around=around, wishes=wrong)
    assert (Entry.objects.count(), Wish.objects.count()) == (0, 0)


def test_a_party_must_fit_and_belong_to_the_contact(around):
    contact = make_contact(around.subdistrict)
    wishes = offerings_of(around)
    asked = {
        "sign_up_round": around,
        "contact": contact,
        "wishes": wishes,
        "channel": Channel.WEB,
        "by": None,
    }
    refused("party_empty", enter, participants=[], **asked)
    stranger = make_contact(around.subdistrict).participants.get()
    refused("party_of_others", enter, participants=[stranger], **asked)
    crowd = [Participant.objects.create(contact=contact) for _ in range(7)]
    refused("party_too_large", enter, participants=crowd, **asked)
    wishes[0].seats = 2
    refused("party_exceeds_seats", enter, participants=crowd[:3], **asked)


def test_a_child_enters_with_consent(around):
    contact = make_contact(around.subdistrict)
    child = Participant.objects.create(contact=contact, name="示例孩子", is_child=True)
    refused("guardian_must_consent", go, around=around, contact=contact)
    child.guardian_consented_at = clock.now()
    child.save()
    refused("not_for_children", go, around=around, contact=contact)


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("round_not_open_yet", {"opens_at": clock.now() + HOUR}),
        ("round_closed", {"closes_at": clock.now() - HOUR, "opens_at": clock.now() - 2 * HOUR}),
        ("round_not_open", {"state": RoundState.DRAFT}),
        ("round_not_open", {"state": RoundState.FROZEN}),
        ("round_without_wishes", {"method": "first_come"}),
    ],
)
def test_outside_the_window_nothing_is_entered(around, code, fields):
    type(around).objects.filter(pk=around.pk).update(**fields)
    refused(code, go, around=around)


def test_withdrawing_leaves_the_round_and_entering_again_returns(around):
    contact = make_contact(around.subdistrict)
    entry = go(around, contact)
    withdraw_entry(entry=entry, by=None)
    refused("entry_withdrawn", withdraw_entry, entry=entry, by=None)
    assert go(around, contact).withdrawn_at is None


def test_a_contact_is_kept_until_thirty_days_after_the_last_session(around):
    contact = make_contact(around.subdistrict, erase_on=clock.now().date())
    go(around, contact)
    days = (Contact.objects.get(pk=contact.pk).erase_on - clock.now().date()).days
    assert days in {70, 71}
    refused("contact_erased", go, around=around, contact=erased(around))


def erased(around):
    contact = make_contact(around.subdistrict)
    Contact.objects.filter(pk=contact.pk).update(phone="", name="", erased_at=clock.now())
    return contact


def test_a_clash_with_a_held_seat_is_told(around):
    wish, other, _ = offerings_of(around)
    contact = make_contact(around.subdistrict)
    make_seats(other)
    booking = make_booking(other, contact)
    booking.participants.set(contact.participants.all())
    hold_people(booking=booking, by=None)
    assert clashes_with_held(contact.participants.all(), [wish]) == [(wish, other)]


def test_a_time_in_a_refusal_is_the_time_of_the_clock_on_the_wall():
    made = make_offering()
    opens = (clock.now() + dt.timedelta(days=1)).replace(hour=10, minute=0)
    around, contact = make_round(made, opens_at=opens), make_contact(made.subdistrict)
    people = list(contact.participants.all())
    named = {"participants": people, "wishes": [made], "channel": Channel.WEB, "by": None}
    refusal = refused("round_not_open_yet", enter, sign_up_round=around, contact=contact, **named)
    assert f"{opens:%Y-%m-%d} 10:00" in refusal.say("zh")
