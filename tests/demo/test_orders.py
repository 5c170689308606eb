"""The demonstration's orders: one in every state, on any day it is built, and nothing held twice."""

import pytest

from demo.test_programme import FOLDER, build
from yizhan.cli.orders_file import store_orders
from yizhan.foundation import clock
from yizhan.foundation.refusals import BadInput
from yizhan.offers.words import SessionState
from yizhan.people.models import Contact
from yizhan.rounds.models import GroupOrder, Rating, RoomBooking
from yizhan.rounds.queries.orders import averages, orders_on
from yizhan.rounds.words import OrderState

pytestmark = pytest.mark.django_db
REAL = ["鉴往知来 以坚定的文化自信走好复兴之路", "初心启航地 红色北外滩"]


@pytest.fixture
def place(db):
    place = build()
    store_orders(FOLDER / "orders.toml", place)
    return place


def test_there_is_an_order_in_every_state_and_both_real_titles_are_ordered(place):
    assert set(GroupOrder.objects.values_list("state", flat=True)) == set(OrderState.values)
    for title in REAL:
        assert GroupOrder.objects.filter(item__version__title_zh=title, state=OrderState.ACCEPTED).exists()


def test_everything_invented_says_so(place):
    orders = GroupOrder.objects.all()
    assert all(order.is_example and "示例" in order.organisation for order in orders)
    assert all("示例" in contact.name for contact in Contact.objects.all())
    assert set(Rating.objects.exclude(comment="").values_list("course__slug", flat=True)) == {"baduanjin"}


def test_everybody_wants_the_tenth(place):
    tenths = {day: n for day, n in orders_on(place).items() if day.day == 10}
    assert max(tenths.values()) >= 4


def test_one_order_waits_to_be_rated_and_an_average_can_be_read(place):
    over = GroupOrder.objects.get(state=OrderState.ACCEPTED, ends_at__lt=clock.now())
    assert over.offering.sessions.get().state == SessionState.HELD
    assert [n for _mean, n in averages(place).values()] == [6]


def test_rooms_are_booked_by_the_hour(place):
    assert set(RoomBooking.objects.values_list("channel", flat=True)) == {"web", "phone"}


def test_a_wrong_order_is_named_and_nothing_is_stored(db, tmp_path):
    place = build()
    file = tmp_path / "orders.toml"
    text = (FOLDER / "orders.toml").read_text().replace('course = "oath"', 'course = "nothing"', 1)
    file.write_text(text)
    with pytest.raises(BadInput, match="庚机关支部"):
        store_orders(file, place)
    assert GroupOrder.objects.count() == 0
