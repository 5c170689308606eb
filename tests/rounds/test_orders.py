"""Group orders from the menu to the session: placed, dispatched, answered, cancelled; all or nothing."""

import datetime as dt

import pytest

from factories.offers import make_lecturer, make_provider
from factories.orders import (
    dispatched,
    in_days,
    make_accepted,
    make_dispatched,
    make_group,
    make_house,
    make_order,
)
from factories.people import make_account
from factories.places import make_room
from factories.racing import race
from factories.refusing import refused
from yizhan.offers.models import Availability
from yizhan.offers.words import MenuState, OfferingKind, SessionState
from yizhan.people.actions import erase_now
from yizhan.people.models import AuditEntry, Contact, Message, Participant
from yizhan.people.words import Channel
from yizhan.places.models import Claim
from yizhan.rounds.actions.dispatching import accept_order, decline_order
from yizhan.rounds.actions.orders import cancel_order, place_order
from yizhan.rounds.models import GroupOrder
from yizhan.rounds.queries.orders import numbered, order_of, orders_for, orders_here
from yizhan.rounds.rules.order_numbers import order_number
from yizhan.rounds.rules.orders import WISHES
from yizhan.rounds.words import OrderState

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db):
    return make_house()


def held():
    return sorted(Claim.objects.filter(released_at=None).values_list("held_for", "kind"))


def states(order):
    return [str(step.state) for step in order.steps.all()]


def test_an_order_needs_a_contact_and_a_head_count_and_nothing_more(house):
    order = make_order(house, head_count=25)
    assert (order.state, order.head_count, states(order)) == (OrderState.PLACED, 25, ["placed"])
    assert (Contact.objects.count(), Participant.objects.count()) == (1, 0)
    names = {field.name for field in GroupOrder._meta.get_fields()} | {
        f.name for f in Contact._meta.get_fields()
    }
    assert not {name for name in names if "party" in name or "member" in name or "names" in name}


def test_orders_are_numbered_within_the_month_and_found_by_number(house):
    first, second = make_order(house), make_order(house)
    today = first.placed_at.date()
    assert [first.number, second.number] == [order_number(today, 1), order_number(today, 2)]
    assert numbered(orders_here(house.place), second.number.replace("-", " ")).get() == second
    wrong = first.number[:-1] + str((int(first.number[-1]) + 1) % 10)
    assert numbered(orders_here(house.place), wrong) is None


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("organisation_missing", {"organisation": "  "}),
        ("group_of_nobody", {"head_count": 0}),
        ("group_too_large", {"head_count": 41}),
    ],
)
def test_a_group_that_cannot_come_is_refused(house, code, group):
    refused(code, make_order, house=house, **group)
    assert GroupOrder.objects.count() == 0


@pytest.mark.parametrize(
    ("code", "wishes"),
    [
        ("wishes_missing", []),
        ("wishes_missing", [in_days(day) for day in range(3, 4 + WISHES)]),
        ("wish_past", [in_days(-1)]),
        ("wish_too_far", [in_days(200)]),
        ("wish_twice", [in_days(5), in_days(5)]),
    ],
)
def test_times_that_cannot_be_wished_are_refused(house, code, wishes):
    refused(code, place_order, item=house.item, group=make_group(), wishes=wishes, by=None)


def test_only_lines_of_a_published_menu_can_be_ordered(house):
    house.item.menu.state = MenuState.CHECKED
    refused("not_orderable", make_order, house=house)


def test_one_telephone_has_five_standing_orders_at_most(house):
    for _ in range(5):
        make_order(house, phone="13800009999")
    refused("too_many_orders", make_order, house=house, phone="13800009999")


def test_staff_order_for_a_caller_and_others_may_not(house):
    asked = {"item": house.item, "group": make_group(), "wishes": [in_days(5)], "channel": Channel.PHONE}
    order = place_order(**asked, by=house.head)
    assert (order.channel, order.placed_by) == (Channel.PHONE, house.head)
    assert AuditEntry.objects.get(verb="place_order").facts == {"channel": "phone"}
    refused("may_not_run", place_order, **asked, by=make_account())


def test_one_dispatch_holds_room_and_lecturer(house):
    order = make_dispatched(house)
    assert held() == [(f"order:{order.pk}", 1), (f"order:{order.pk}", 2)]
    assert states(order) == ["placed", "dispatched"]
    assert (order.provider, order.station) == (house.provider, house.station)


@pytest.mark.parametrize("taken", ["room", "lecturer"])
def test_if_one_part_is_taken_nothing_is_held(house, taken):
    first = make_dispatched(house)
    other = {"room": make_room(house.station, capacity=40), "lecturer": make_lecturer(house.provider)}
    other[taken] = getattr(house, taken)
    second = make_order(house)
    refused("already_held", dispatched, house=house, order=second, wish=in_days(5), **other)
    assert held() == [(f"order:{first.pk}", 1), (f"order:{first.pk}", 2)]
    assert (GroupOrder.objects.get(pk=second.pk).state, states(second)) == (OrderState.PLACED, ["placed"])


def test_a_dispatch_is_changed_or_stays_as_it_was(house):
    order = make_dispatched(house)
    blocked = make_dispatched(house, in_days(6))
    refused("already_held", dispatched, house=house, order=order, wish=in_days(6))
    kept = GroupOrder.objects.get(pk=order.pk)
    assert (kept.starts_at, len(held())) == (in_days(5).starts_at, 4)
    moved = dispatched(house, order, in_days(7))
    assert moved.starts_at == in_days(7).starts_at
    assert {name for name, _ in held()} == {f"order:{order.pk}", f"order:{blocked.pk}"}


def test_an_accepted_order_is_an_offering_with_one_session(house):
    order = make_accepted(house)
    session = order.offering.sessions.get()
    assert (order.offering.kind, order.offering.is_public) == (OfferingKind.ORDER, False)
    assert (order.offering.seats, session.room, session.lecturer) == (25, house.room, house.lecturer)
    assert held() == [(f"session:{session.pk}", 1), (f"session:{session.pk}", 2)]
    refused("wrong_step", accept_order, order=order, by=house.teacher)


def test_a_declined_order_frees_its_time_and_is_dispatched_anew(house):
    order = make_dispatched(house)
    refused("reason_missing", decline_order, order=order, reason=" ", by=house.teacher)
    order = decline_order(order=order, reason="教师出差", by=house.teacher)
    assert (held(), order.steps.last().note) == ([], "教师出差")
    again = dispatched(house, order, in_days(6))
    assert (again.state, again.decline_reason) == (OrderState.DISPATCHED, "")
    assert states(again) == ["placed", "dispatched", "declined", "dispatched"]


def test_only_the_providers_own_account_answers(house):
    order = make_dispatched(house)
    stranger = make_account()
    make_provider(house.place).accounts.add(stranger)
    for act in (accept_order, lambda **named: decline_order(reason="不行", **named)):
        refused("may_not_answer_order", act, order=order, by=stranger)
        refused("may_not_answer_order", act, order=order, by=house.head)
    assert not orders_for(stranger).exists()
    assert orders_for(house.teacher).get() == order


def test_staff_write_down_what_a_provider_said_on_the_telephone(house):
    order = accept_order(order=make_dispatched(house), by=house.head, channel=Channel.PHONE)
    assert AuditEntry.objects.get(verb="accept_order").facts == {"channel": "phone"}
    assert order.state == OrderState.ACCEPTED


@pytest.mark.parametrize("make", [make_order, make_dispatched, make_accepted])
def test_a_contact_cancels_and_everything_held_is_free(house, make):
    order = cancel_order(order=make(house), by=None)
    assert (order.state, held()) == (OrderState.CANCELLED, [])
    if order.offering is not None:
        assert order.offering.sessions.get().state == SessionState.CANCELLED
    refused("wrong_step", cancel_order, order=order, by=None)


def test_staff_cancel_with_a_reason(house):
    order = make_order(house)
    refused("reason_missing", cancel_order, order=order, by=house.head)
    refused("may_not_run", cancel_order, order=order, by=make_account(), reason="停电")
    assert cancel_order(order=order, by=house.head, reason="停电").steps.last().note == "停电"


def test_all_holders_are_told_and_providers_never_learn_who_the_contact_is(house):
    order = make_accepted(house)
    cancel_order(order=order, by=house.head, reason="停电")
    told = [(row.phone == order.contact.phone, row.text_zh) for row in Message.objects.order_by("id")]
    to_contact = [text for is_contact, text in told if is_contact]
    to_provider = [text for is_contact, text in told if not is_contact]
    assert [
        word for word in ("已收到", "已派单", "已接单", "已取消") if any(word in text for text in to_contact)
    ] == [
        "已收到",
        "已派单",
        "已接单",
        "已取消",
    ]
    assert len(to_contact) == 4
    assert [("新派单" in text, "停电" in text) for text in to_provider] == [(True, False), (False, True)]
    assert not any(order.contact.phone in text or order.contact.name in text for text in to_provider)
    assert all(order.number in text for _, text in told)


def test_an_unusual_time_is_dispatched_only_when_agreed(house):
    Availability.objects.create(
        lecturer=house.lecturer, starts=dt.time(9), ends=dt.time(12), weekdays=0b1111111
    )
    order = make_order(house)
    doubt = refused("dispatch_doubtful", dispatched, house=house, order=order, wish=in_days(5))
    assert "这位教师通常这个时间不来" in doubt.say("zh")
    assert dispatched(house, order, in_days(5), despite=True).state == OrderState.DISPATCHED


def test_a_dispatch_names_lecturer_and_place(house):
    order = make_order(house)
    for code, missing in (("lecturer_missing", "lecturer"), ("place_missing", "room")):
        refused(code, dispatched, house=house, order=order, wish=in_days(5), **{missing: None})
    small = make_room(house.station, capacity=10)
    refused("room_too_small", dispatched, house=house, order=order, wish=in_days(5), room=small)
    refused("dispatch_past", dispatched, house=house, order=order, wish=in_days(-2))


def test_a_walk_needs_only_a_place_to_meet():
    house = make_house(room_needs=["outdoors"])
    order = make_order(house)
    sent = dispatched(house, order, in_days(5), room=None, station=house.station)
    assert held() == [(f"order:{order.pk}", 2)]
    assert accept_order(order=sent, by=house.teacher).offering.station == house.station


def test_a_telephone_that_cannot_be_called_is_refused(house):
    refused("bad_phone", make_order, house=house, phone="12345")
    refused("name_missing", make_order, house=house, name="")
    assert (GroupOrder.objects.count(), Contact.objects.count()) == (0, 0)


def test_orders_forget_an_erased_contact(house):
    wish = in_days(5)
    order = dispatched(house, make_order(house, wish, note="请安排前排"), wish)
    assert order.contact.erase_on >= in_days(35).starts_at.date()
    erase_now(contact=order.contact, by=None)
    kept = orders_here(house.place).get()
    assert (kept.secret, kept.note, kept.contact.phone, kept.head_count) == ("", "", "", 25)
    assert (kept.state, held()) == (OrderState.CANCELLED, [])
    assert order_of("") is None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_dispatch_the_same_at_once_one_succeeds(house):
    orders = [make_order(house) for _ in range(8)]
    others = [make_room(house.station, capacity=40) for _ in orders]

    def act(order, room):
        return lambda: dispatched(house, order, in_days(5), room=room)

    outcomes = race(*[act(order, room) for order, room in zip(orders, others, strict=True)])
    assert [getattr(one, "code", one) for one in outcomes if one is not None] == ["already_held"] * 7
    winner = GroupOrder.objects.get(state=OrderState.DISPATCHED)
    assert held() == [(f"order:{winner.pk}", 1), (f"order:{winner.pk}", 2)]


@pytest.mark.django_db(transaction=True)
def test_orders_placed_at_once_have_numbers_of_their_own(house):
    outcomes = race(*[lambda: make_order(house)] * 8)
    assert outcomes == [None] * 8
    assert len(set(GroupOrder.objects.values_list("number", flat=True))) == 8


@pytest.mark.django_db(transaction=True)
def test_of_a_contact_who_cancels_and_a_provider_who_accepts_one_comes_first(house):
    order = make_dispatched(house)
    race(lambda: cancel_order(order=order, by=None), lambda: accept_order(order=order, by=house.teacher))
    order = GroupOrder.objects.get()
    assert (order.state, held()) == (OrderState.CANCELLED, [])
