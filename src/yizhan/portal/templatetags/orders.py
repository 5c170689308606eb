"""What other pages say about group orders and ratings."""

from typing import Any

from django import template

from yizhan.foundation import clock
from yizhan.offers.models import Course
from yizhan.places.models import Station
from yizhan.rounds.queries.orders import ratings_of
from yizhan.rounds.queries.room_bookings import free_times, rooms_of
from yizhan.rounds.rules.orders import average

register = template.Library()


@register.simple_tag
def rating_of(course: Course) -> dict[str, Any]:
    """Return the average of a course, None below five ratings, and how many ratings there are."""
    stars = list(ratings_of(course).values_list("stars", flat=True))
    return {"average": average(stars), "n": len(stars)}


@register.simple_tag
def bookable_rooms(station: Station) -> list[dict[str, Any]]:
    """Return the rooms of a station one may book, and when each is free today."""
    now = clock.now()
    rooms = rooms_of(station)
    free = free_times(rooms, [now.date()], now=now)
    return [{"row": room, "spans": free[room.pk][0][1]} for room in rooms]
