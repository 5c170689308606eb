"""Reads about group orders and the ratings that follow them."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Avg, Count, Prefetch, QuerySet

from yizhan.offers.models import Course, MenuItem, Session
from yizhan.offers.words import MenuState
from yizhan.people.models import Account, Contact, Subdistrict
from yizhan.rounds.models import GroupOrder, OrderStep, Rating
from yizhan.rounds.rules.order_numbers import read_number
from yizhan.rounds.rules.orders import RATINGS_AT_LEAST, STANDING, Wish


def orders_here(subdistrict: Subdistrict) -> QuerySet[GroupOrder]:
    """Return the orders of a sub-district with everything a list shows."""
    return _shown(GroupOrder.objects.filter(subdistrict=subdistrict))


def orders_for(account: Account) -> QuerySet[GroupOrder]:
    """Return the orders ever dispatched to the providers an account acts for, and no others (A13)."""
    return _shown(GroupOrder.objects.filter(provider__accounts=account))


def orders_of(contact: Contact) -> QuerySet[GroupOrder]:
    """Return the orders of one contact."""
    return _shown(GroupOrder.objects.filter(contact=contact))


def order_of(secret: str) -> GroupOrder | None:
    """Return the order a secret link leads to, with its steps."""
    return with_steps(_shown(GroupOrder.objects.filter(secret=secret))).first() if secret else None


def locked(order: GroupOrder) -> GroupOrder:
    """Return an order as it stands now, kept from others until the transaction ends."""
    GroupOrder.objects.select_for_update().only("pk").get(pk=order.pk)
    # Read after the lock was had: what is joined to a locked row is older on PostgreSQL.
    return _shown(GroupOrder.objects.all()).get(pk=order.pk)


def with_steps(orders: QuerySet[GroupOrder]) -> QuerySet[GroupOrder]:
    """Return the same orders with their steps."""
    return orders.prefetch_related(Prefetch("steps", queryset=OrderStep.objects.select_related("by")))


def numbered(orders: QuerySet[GroupOrder], heard: str) -> QuerySet[GroupOrder] | None:
    """Return the order of this number, however it was typed; None where the check digit is wrong."""
    number = read_number(heard)
    return None if number is None else orders.filter(number=number)


def orderable_items(subdistrict: Subdistrict) -> QuerySet[MenuItem]:
    """Return what organisations may order: orderable lines of published menus, newest menu first."""
    items = MenuItem.objects.filter(
        menu__subdistrict=subdistrict,
        menu__state=MenuState.PUBLISHED,
        is_orderable=True,
        version__course__retired_at=None,
    )
    return items.select_related("menu", "version__course__provider").order_by(
        "-menu__year", "-menu__quarter", "position", "pk"
    )


def wishes_of(order: GroupOrder) -> list[Wish]:
    """Return the wished times, best first."""
    moments = [[dt.datetime.fromisoformat(moment) for moment in pair] for pair in order.wished]
    return [Wish(starts_at, ends_at) for starts_at, ends_at in moments]


def meeting_of(order: GroupOrder) -> Session | None:
    """Return the session an accepted order became; it may have been moved since."""
    sessions = [] if order.offering is None else list(order.offering.sessions.all())
    return sessions[0] if sessions else None


def held_for(order: GroupOrder) -> str:
    """Return the name under which an order holds room and lecturer until it is accepted."""
    return f"order:{order.pk}"


def ends_at(order: GroupOrder) -> dt.datetime | None:
    """Return when the course ends, as far as it is known."""
    meeting = meeting_of(order)
    return meeting.ends_at if meeting is not None else order.ends_at


def wished_days(orders: Iterable[GroupOrder]) -> dict[dt.date, int]:
    """Return how many of these orders fall on each date: where dispatched, else as wished best."""
    days: dict[dt.date, int] = {}
    for order in orders:
        meeting, wishes = order.starts_at, wishes_of(order)
        if meeting is None and not wishes:
            continue
        moment = meeting or wishes[0].starts_at
        day = moment.astimezone(wishes[0].starts_at.tzinfo if wishes else moment.tzinfo).date()
        days[day] = days.get(day, 0) + 1
    return days


def orders_on(subdistrict: Subdistrict, *, besides: GroupOrder | None = None) -> dict[dt.date, int]:
    """Return how many organisations, besides one, have standing orders on each date."""
    standing = GroupOrder.objects.filter(subdistrict=subdistrict, state__in=STANDING)
    return wished_days(standing if besides is None else standing.exclude(pk=besides.pk))


def ratings_of(course: Course) -> QuerySet[Rating]:
    """Return the ratings of a course, newest week first."""
    return Rating.objects.filter(course=course)


def comments_to_answer(subdistrict: Subdistrict) -> QuerySet[Rating]:
    """Return the comments nobody has answered yet."""
    ratings = Rating.objects.filter(course__subdistrict=subdistrict, replied_at=None)
    return ratings.exclude(comment="").select_related("course").order_by("week_of", "pk")


def averages(subdistrict: Subdistrict) -> dict[int, tuple[float, int]]:
    """Return average and number of the ratings of each course with five or more, by course id."""
    rows = (
        Rating.objects.filter(course__subdistrict=subdistrict)
        .order_by()
        .values("course")
        .annotate(n=Count("pk"), mean=Avg("stars"))
        .filter(n__gte=RATINGS_AT_LEAST)
    )
    return {row["course"]: (float(row["mean"]), row["n"]) for row in rows}


def _shown(orders: QuerySet[GroupOrder]) -> QuerySet[GroupOrder]:
    return orders.select_related(
        "subdistrict",
        "item__version__course__provider",
        "item__menu",
        "contact",
        "station",
        "provider",
        "lecturer__provider",
        "room__station",
        "offering",
    ).prefetch_related("offering__sessions")
