"""A sub-district with a published menu, a provider with a lecturer, a room: all that an order needs."""

import datetime as dt
from dataclasses import dataclass
from itertools import count

from factories.offers import make_lecturer, make_provider, make_version
from factories.people import make_account, make_subdistrict
from factories.places import make_room, make_rule, make_station
from yizhan.foundation import clock
from yizhan.offers.models import Lecturer, MenuItem, Provider, QuarterMenu
from yizhan.offers.words import MenuState
from yizhan.people.models import Account, Subdistrict
from yizhan.people.words import RoleName
from yizhan.places.models import Room, Station
from yizhan.places.words import Access
from yizhan.rounds.actions.dispatching import accept_order, dispatch_order
from yizhan.rounds.actions.orders import place_order
from yizhan.rounds.models import GroupOrder
from yizhan.rounds.rules.orders import Group, Wish
from yizhan.rounds.words import Segment

numbers = count(1)


@dataclass(frozen=True)
class House:
    """One sub-district in which orders are placed and answered."""

    place: Subdistrict
    station: Station
    room: Room
    provider: Provider
    lecturer: Lecturer
    item: MenuItem
    head: Account
    teacher: Account


def make_house(place: Subdistrict | None = None, **version: object) -> House:
    place = place or make_subdistrict()
    station = make_station(subdistrict=place)
    make_rule(station, "08:00", "21:00")
    provider = make_provider(place, phone="021-0000-0199")
    teacher = make_account()
    provider.accounts.add(teacher)
    values: dict[str, object] = {"title_zh": "示例党课", "title_en": "Example talk", "capacity": 40}
    return House(
        place=place,
        station=station,
        room=make_room(station, capacity=40, access=Access.BOOKABLE),
        provider=provider,
        lecturer=make_lecturer(provider),
        item=make_item(place, provider=provider, **values | version),
        head=make_account(place, RoleName.HEAD),
        teacher=teacher,
    )


def make_item(place: Subdistrict, *, provider: Provider, **version: object) -> MenuItem:
    """A line of the published menu of a quarter."""
    menu, _ = QuarterMenu.objects.get_or_create(
        subdistrict=place, year=2026, quarter=4, defaults={"state": MenuState.PUBLISHED}
    )
    made = make_version(place, provider=provider, **version)
    return MenuItem.objects.create(menu=menu, version=made, position=menu.items.count())


def in_days(days: int, hour: int = 14, *, minutes: int = 90) -> Wish:
    """A time so many days from now, in Shanghai."""
    starts_at = clock.now().replace(hour=hour, minute=0, second=0, microsecond=0) + dt.timedelta(days=days)
    return Wish(starts_at, starts_at + dt.timedelta(minutes=minutes))


def make_group(**fields: object) -> Group:
    number = next(numbers)
    values: dict[str, object] = {
        "organisation": f"示例公司{number}",
        "segment": Segment.TOWERS,
        "head_count": 25,
        "phone": f"1380000{number:04d}",
        "name": "示例联系人",
    }
    return Group(**values | fields)


def make_order(house: House, *wishes: Wish, **group: object) -> GroupOrder:
    """An order placed online."""
    return place_order(item=house.item, group=make_group(**group), wishes=wishes or [in_days(5)], by=None)


def make_dispatched(house: House, wish: Wish | None = None) -> GroupOrder:
    """An order dispatched to the house's lecturer and room."""
    wish = wish or in_days(5)
    return dispatched(house, make_order(house, wish), wish)


def dispatched(house: House, order: GroupOrder, wish: Wish, **fields: object) -> GroupOrder:
    values = {"lecturer": house.lecturer, "room": house.room, "by": house.head}
    return dispatch_order(order=order, starts_at=wish.starts_at, **values | fields)


def make_accepted(house: House, wish: Wish | None = None) -> GroupOrder:
    return accept_order(order=make_dispatched(house, wish), by=house.teacher)


def make_held(house: House, wish: Wish | None = None) -> GroupOrder:
    """An accepted order whose course ended an hour ago."""
    order = make_accepted(house, wish)
    ended = clock.now() - dt.timedelta(hours=1)
    order.offering.sessions.update(starts_at=ended - dt.timedelta(minutes=90), ends_at=ended)
    GroupOrder.objects.filter(pk=order.pk).update(starts_at=ended - dt.timedelta(minutes=90), ends_at=ended)
    return GroupOrder.objects.get(pk=order.pk)
