"""Ratings after an order: once, without identity, averaged from five on, every comment answered."""

import datetime as dt

import pytest

from factories.orders import make_accepted, make_held, make_house, make_order
from factories.people import make_account
from factories.refusing import refused
from yizhan.foundation import clock
from yizhan.rounds.actions.ratings import answer_comment, rate_order
from yizhan.rounds.models import GroupOrder, Rating
from yizhan.rounds.queries.orders import averages, comments_to_answer
from yizhan.rounds.rules.orders import average
from yizhan.rounds.words import OrderState

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db):
    return make_house()


def rate(house, stars, comment=""):
    """A rating as it is left behind by an order."""
    course = house.item.version.course
    return Rating.objects.create(course=course, stars=stars, comment=comment, week_of=dt.date(2026, 11, 23))


def test_an_order_is_rated_once(house):
    order = make_held(house)
    rating = rate_order(order=order, stars=5, comment=" 讲得清楚 ", by=None)
    assert (rating.course, rating.stars, rating.comment) == (house.item.version.course, 5, "讲得清楚")
    assert rating.week_of.weekday() == 0
    assert GroupOrder.objects.get().state == OrderState.RATED
    refused("wrong_step", rate_order, order=order, stars=1, by=None)


def test_a_rating_knows_nothing_of_its_order(house):
    assert {field.name for field in Rating._meta.get_fields()} == {
        "id",
        "course",
        "stars",
        "comment",
        "week_of",
        "reply",
        "replied_at",
        "replied_by",
        "is_withheld",
    }
    keys = [rate(house, 4).pk for _ in range(20)]
    assert keys != sorted(keys)


def test_only_what_took_place_is_rated(house):
    refused("order_not_over", rate_order, order=make_accepted(house), stars=5, by=None)
    refused("wrong_step", rate_order, order=make_order(house), stars=5, by=None)


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("stars_out_of_range", {"stars": 6}),
        ("stars_out_of_range", {"stars": 0}),
        ("comment_too_long", {"stars": 5, "comment": "好" * 301}),
    ],
)
def test_a_rating_out_of_range_is_refused(house, code, given):
    order = make_held(house)
    refused(code, rate_order, order=order, by=None, **given)
    assert GroupOrder.objects.get().state == OrderState.ACCEPTED


def test_rating_closes_after_thirty_days(house):
    order = make_held(house)
    order.offering.sessions.update(
        ends_at=clock.now() - dt.timedelta(days=31), starts_at=clock.now() - dt.timedelta(days=32)
    )
    refused("rating_closed", rate_order, order=order, stars=5, by=None)


def test_averages_are_shown_from_five_ratings_on(house):
    course = house.item.version.course
    for stars in (5, 4, 4, 5):
        rate(house, stars)
    assert averages(house.place) == {}
    rate(house, 3)
    assert averages(house.place) == {course.pk: (4.2, 5)}
    assert average([5, 4, 4, 5, 3]) == 4.2


def test_every_comment_is_answered_by_staff(house):
    rating = rate(house, 2, "房间太冷")
    rate(house, 5)
    assert list(comments_to_answer(house.place)) == [rating]
    refused("reason_missing", answer_comment, rating=rating, reply="", by=house.head)
    refused("may_not_run", answer_comment, rating=rating, reply="好", by=make_account())
    answered = answer_comment(rating=rating, reply="已报修空调", by=house.head)
    assert (answered.reply, answered.replied_by, answered.is_withheld) == ("已报修空调", house.head, False)
    assert not comments_to_answer(house.place).exists()
