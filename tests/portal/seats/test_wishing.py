"""Ranked wishes without a script: buttons change the order, only sending counts."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from factories.offers import make_offering, make_session
from factories.rounds import make_booking, make_contact, make_round, make_seats
from factories.towns import NOON, Town
from yizhan.foundation.phrases import Phrase
from yizhan.offers.models import Offering
from yizhan.people.models import Contact, Participant
from yizhan.people.words import Channel
from yizhan.places.actions.claims import hold
from yizhan.places.rules.claims import Wanted
from yizhan.places.words import Resource
from yizhan.portal.seats.wishing import Order
from yizhan.rounds.actions.entering import enter
from yizhan.rounds.actions.holding import hold_people
from yizhan.rounds.models import Entry, SignUpRound
from yizhan.rounds.queries.times import clashes_with_held

PAGE = "/rounds/evening/wishes/"


@pytest.mark.parametrize(
    ("button", "after"),
    [
        ("up:b", ("b", "a", "c")),
        ("down:b", ("a", "c", "b")),
        ("up:a", ("a", "b", "c")),
        ("down:c", ("a", "b", "c")),
        ("remove:b", ("a", "c")),
        ("add:d", ("a", "b", "c", "d")),
        ("add:a", ("a", "b", "c")),
        ("up:zzz", ("a", "b", "c")),
        ("nonsense", ("a", "b", "c")),
    ],
)
def test_buttons_change_the_order(button: str, after: tuple[str, ...]) -> None:
    assert Order(("a", "b", "c")).after(button).slugs == after


def slugs(classes: list[Offering]) -> list[str]:
    return [one.slug for one in classes]


def me(contact: Contact) -> str:
    return str(contact.participants.get().pk)


def test_order_is_kept_until_sent(
    resident: Client, contact: Contact, evening: SignUpRound, classes: list[Offering]
) -> None:
    first, second, _third = slugs(classes)
    posted = {"wish": [first, second], "person": me(contact)}
    answer = resident.post(PAGE, posted | {"act": f"up:{second}"})
    assert [line["offering"].slug for line in answer.context["chosen"]] == [second, first]
    assert not Entry.objects.exists()
    assert resident.post(PAGE, posted | {"wish": [second, first], "act": "send"}).status_code == 302
    entry = Entry.objects.get()
    assert [wish.offering.slug for wish in entry.wishes.all()] == [second, first]
    assert (entry.channel, entry.contact_id, entry.entered_by) == (Channel.WEB, contact.pk, None)


def test_return_key_sends(
    resident: Client, contact: Contact, evening: SignUpRound, classes: list[Offering]
) -> None:
    html = resident.get(PAGE).content.decode()
    form = html[html.index('id="wishes"') :]
    assert form.index('value="send"') < form.index('data-act="up"')


def test_link_on_the_round_adds_a_wish(
    resident: Client, evening: SignUpRound, classes: list[Offering]
) -> None:
    answer = resident.get(f"{PAGE}?add={classes[2].slug}")
    assert [line["offering"] for line in answer.context["chosen"]] == [classes[2]]


def test_too_many_wishes_are_said_and_nothing_is_lost(
    resident: Client, contact: Contact, evening: SignUpRound, classes: list[Offering]
) -> None:
    SignUpRound.objects.update(wishes_at_most=2)
    answer = resident.post(PAGE, {"wish": slugs(classes), "person": me(contact), "act": "send"})
    assert answer.status_code == 400
    assert "最多填 2 个志愿" in answer.content.decode()
    assert len(answer.context["chosen"]) == 3
    assert not Entry.objects.exists()


def test_new_contact_gives_a_name_once(
    resident: Client, contact: Contact, evening: SignUpRound, classes: list[Offering]
) -> None:
    contact.participants.all().delete()
    Contact.objects.filter(pk=contact.pk).update(name="")
    posted = {"wish": slugs(classes)[:1], "act": "send"}
    assert "请写明或勾选谁来参加" in resident.post(PAGE, posted).content.decode()
    assert resident.post(PAGE, posted | {"own_name": "王女士"}).status_code == 302
    assert [one.name for one in Entry.objects.get().participants.all()] == ["王女士"]


def test_child_is_added_with_consent_only(
    resident: Client, contact: Contact, evening: SignUpRound, classes: list[Offering]
) -> None:
    posted = {"person": me(contact), "new_name": "小明", "new_child": "on", "act": "person"}
    assert "监护人同意" in resident.post(PAGE, posted).content.decode()
    assert Participant.objects.filter(name="小明").count() == 0
    answer = resident.post(PAGE, posted | {"new_consent": "on"})
    assert [one["is_ticked"] for one in answer.context["family"]] == [True, True]
    assert 'value="小明"' not in answer.content.decode()


def test_chances_are_told_from_five_entries_on(
    resident: Client, contact: Contact, evening: SignUpRound, classes: list[Offering]
) -> None:
    from django.core.cache import cache

    Offering.objects.update(seats=2)
    posted = {"wish": slugs(classes)[:1], "person": me(contact), "act": "chance"}
    assert resident.post(PAGE, posted).context["chosen"][0]["chance"] == ""
    for _ in range(7):
        other = make_contact(contact.subdistrict)
        enter(
            sign_up_round=evening,
            contact=other,
            participants=list(other.participants.all()),
            wishes=[Offering.objects.get(pk=classes[0].pk)],
            channel=Channel.WEB,
            by=None,
        )
    cache.clear()
    chance = resident.post(PAGE, posted).context["chosen"][0]["chance"]
    assert 15 <= int(chance.rstrip("%")) <= 35  # a quarter: two seats, eight entries


def test_wishes_are_withdrawn_after_asking(
    resident: Client, contact: Contact, evening: SignUpRound, classes: list[Offering]
) -> None:
    resident.post(PAGE, {"wish": slugs(classes), "person": me(contact), "act": "send"})
    assert "确认撤回" in resident.get("/rounds/evening/withdraw/").content.decode()
    resident.post("/rounds/evening/withdraw/")
    assert Entry.objects.get().withdrawn_at is not None


def test_closed_round_takes_nothing(
    resident: Client,
    contact: Contact,
    evening: SignUpRound,
    classes: list[Offering],
    clock_at: Callable[[dt.datetime], None],
) -> None:
    SignUpRound.objects.update(closes_at=NOON + dt.timedelta(hours=1))
    clock_at(NOON + dt.timedelta(hours=1, minutes=1))
    assert "data-wishes" not in resident.get(PAGE).content.decode()
    answer = resident.post(PAGE, {"wish": slugs(classes), "person": me(contact), "act": "send"})
    assert answer.status_code == 400
    assert "截止" in answer.content.decode()


def test_round_of_another_town_is_not_there(resident: Client) -> None:
    from factories.offers import make_offering

    make_round(make_offering(), slug="elsewhere")
    assert resident.get("/rounds/elsewhere/wishes/").status_code == 404


def test_a_wish_that_meets_what_is_booked_is_told_and_kept(
    resident: Client, contact: Contact, evening: SignUpRound, classes: list[Offering], town: Town
) -> None:
    other = make_offering(town.centre, name_zh="太极", name_en="Tai chi")
    make_session(other, classes[0].sessions.get().starts_at)
    make_seats(other)
    booking = make_booking(other, contact)
    booking.participants.set(contact.participants.all())
    hold_people(booking=booking, by=None)
    posted = {"wish": slugs(classes)[:2], "person": me(contact), "act": "send"}
    page = resident.post(PAGE, posted, follow=True).content.decode()
    assert page.count("时间冲突，摇中后只能二选一。") == 1
    assert f"“{classes[0].name_zh}”与已报的“太极”时间冲突" in page
    assert Entry.objects.get().wishes.count() == 2


def test_a_room_booked_by_the_hour_is_no_class_of_that_number(
    contact: Contact, classes: list[Offering]
) -> None:
    start = classes[0].sessions.get().starts_at
    person = contact.participants.get()
    strange = make_booking(make_seats().offering)
    wanted = Wanted(Resource.PERSON, person.pk, start, start + dt.timedelta(hours=1), Phrase("我", "me"))
    hold(wanted={f"room_booking:{strange.pk}": [wanted]}, by=None)
    assert clashes_with_held([person], classes) == []
