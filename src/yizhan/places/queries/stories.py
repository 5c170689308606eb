"""Reads about stories."""

from typing import Any

from django.db.models import QuerySet

from yizhan.people.models import Subdistrict
from yizhan.places.models import Story, StoryCorrection
from yizhan.places.rules.finding import matches
from yizhan.places.rules.stories import Visiting
from yizhan.places.words import StoryState

#: Columns people write; sources and hours are rows of their own.
WRITTEN = (
    *("title_zh", "title_en", "text_zh", "text_en", "lon", "lat", "point_within_m", "point_certainty"),
    *("address_zh", "address_en", "visit_min", "is_outdoors", "hours_zh", "hours_en", "steps"),
    *("licence", "attribution"),
)


def stories_of(subdistrict: Subdistrict) -> QuerySet[Story]:
    """Return every story with its sources and hours, by title."""
    stories = Story.objects.filter(subdistrict=subdistrict).select_related("subdistrict", "reviewer")
    return stories.prefetch_related("sources", "hours", "writers").order_by("title_zh")


def published_stories(subdistrict: Subdistrict) -> QuerySet[Story]:
    """Return what the public may read."""
    return stories_of(subdistrict).filter(state=StoryState.PUBLISHED)


def known_stories(subdistrict: Subdistrict) -> QuerySet[Story]:
    """Return what the public may ask for: public stories, and withdrawn ones to say why."""
    return stories_of(subdistrict).filter(state__in=[StoryState.PUBLISHED, StoryState.WITHDRAWN])


def search_stories(stories: QuerySet[Story], text: str) -> QuerySet[Story]:
    """Return those whose title or address matches, also by pinyin, or whose text holds the words."""
    if not text.strip():
        return stories
    return stories.filter(pk__in=[row.pk for row in stories if _is_found(row, text)])


def _is_found(row: Story, text: str) -> bool:
    fields = (row.title_zh, row.title_en, row.address_zh, row.address_en)
    body = f"{row.text_zh} {row.text_en}".casefold()
    return matches(text, fields) or all(word in body for word in text.casefold().split())


def awaiting_review(subdistrict: Subdistrict) -> QuerySet[Story]:
    """Return the stories that wait for a second person."""
    return stories_of(subdistrict).filter(state=StoryState.SUBMITTED)


def awaiting_acceptance(subdistrict: Subdistrict) -> QuerySet[StoryCorrection]:
    """Return the corrections that wait for a second person."""
    rows = StoryCorrection.objects.filter(
        story__subdistrict=subdistrict, accepted_at=None, dropped_at=None
    ).order_by("proposed_at")
    return rows.select_related("story__subdistrict", "proposed_by")


def open_correction(story: Story) -> StoryCorrection | None:
    """Return the correction that waits, if any."""
    return story.corrections.filter(accepted_at=None, dropped_at=None).select_related("proposed_by").first()


def correction_log(story: Story) -> QuerySet[StoryCorrection]:
    """Return the corrections that were made, newest first."""
    return story.corrections.filter(accepted_at__isnull=False)


def visiting_hours(story: Story) -> list[Visiting]:
    """Return the hours as values."""
    return [Visiting(row.weekdays, row.opens, row.closes) for row in story.hours.all()]


def content_of(story: Story) -> dict[str, Any]:
    """Return all that is told as plain values, to compare and to keep."""
    content: dict[str, Any] = {name: getattr(story, name) for name in WRITTEN}
    content["sources"] = [[row.citation, row.url, row.certainty] for row in story.sources.all()]
    content["hours"] = [
        [row.weekdays, f"{row.opens:%H:%M}", f"{row.closes:%H:%M}"] for row in story.hours.all()
    ]
    return content
