"""What other pages say about group orders and ratings."""

from typing import Any

from django import template

from yizhan.offers.models import Course
from yizhan.rounds.queries.orders import ratings_of
from yizhan.rounds.rules.orders import average

register = template.Library()


@register.simple_tag
def rating_of(course: Course) -> dict[str, Any]:
    """Return the average of a course, None below five ratings, and how many ratings there are."""
    stars = list(ratings_of(course).values_list("stars", flat=True))
    return {"average": average(stars), "n": len(stars)}
