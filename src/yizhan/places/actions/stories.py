"""
Write, review, publish, correct and withdraw stories.

Nothing is published without a source and a second person; nothing public changes without a public reason
and, again, a second person.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from yizhan.foundation import clock
from yizhan.foundation.datums import Box
from yizhan.foundation.phrases import Phrase
from yizhan.people.actions import record, require_checker, require_runner
from yizhan.people.models import Account, Subdistrict
from yizhan.places.models import Story, StoryHours, StorySource
from yizhan.places.models.validity import save_checked
from yizhan.places.queries.stories import WRITTEN
from yizhan.places.rules.locating import refuse_point_outside
from yizhan.places.rules.stories import (
    Cited,
    Visiting,
    refuse_editing,
    refuse_hours,
    refuse_publishing,
    refuse_unless_in,
    refuse_unless_second,
    refuse_without_reason,
    refuse_without_source,
)
from yizhan.places.words import StoryState


@transaction.atomic
def add_story(
    *,
    subdistrict: Subdistrict,
    slug: str,
    content: Mapping[str, object],
    by: Account | None,
    sources: Sequence[Cited] = (),
    hours: Sequence[Visiting] = (),
    example_parts: Sequence[str] = (),
) -> Story:
    """Begin a story; `content` are the columns people write."""
    require_runner(by=by, subdistrict=subdistrict)
    story = Story(subdistrict=subdistrict, slug=slug, example_parts=list(example_parts))
    write(story=story, content=content, sources=sources, hours=hours, by=by)
    record(verb="add_story", subject=story, by=by, subdistrict=subdistrict)
    return story


@transaction.atomic
def change_story(
    *,
    story: Story,
    content: Mapping[str, object],
    by: Account | None,
    sources: Sequence[Cited] | None = None,
    hours: Sequence[Visiting] | None = None,
) -> Story:
    """Change a story that is not public; it must be submitted (again) afterwards."""
    require_runner(by=by, subdistrict=story.subdistrict)
    story = _locked(story)
    refuse_editing(story.state)
    story.state = StoryState.DRAFT
    write(story=story, content=content, sources=sources, hours=hours, by=by)
    record(verb="change_story", subject=story, by=by, subdistrict=story.subdistrict, changed=sorted(content))
    return story


@transaction.atomic
def submit_story(*, story: Story, by: Account | None) -> Story:
    """Ask for a review; without a source there is nothing to review."""
    require_runner(by=by, subdistrict=story.subdistrict)
    story = _locked(story)
    refuse_unless_in(story.state, StoryState.DRAFT)
    refuse_without_source(story.sources.count())
    return _moved(story, StoryState.SUBMITTED, verb="submit_story", by=by)


@transaction.atomic
def publish_story(*, story: Story, by: Account | None) -> Story:
    """Publish a story as its second person; refused without a source, and to its writers."""
    require_checker(by=by, subdistrict=story.subdistrict)
    story = _locked(story)
    refuse_publishing(
        state=story.state,
        sources=story.sources.count(),
        writers=_writers(story),
        by=None if by is None else by.pk,
    )
    story.reviewer, story.published_at = by, clock.now()
    return _moved(story, StoryState.PUBLISHED, verb="publish_story", by=by)


@transaction.atomic
def send_back_story(*, story: Story, reason_zh: str, by: Account | None, reason_en: str = "") -> Story:
    """Return a story to its writer, as its second person, saying what is missing."""
    require_checker(by=by, subdistrict=story.subdistrict)
    story = _locked(story)
    refuse_unless_in(story.state, StoryState.SUBMITTED)
    refuse_unless_second(writers=_writers(story), by=None if by is None else by.pk)
    refuse_without_reason(reason_zh)
    return _moved(story, StoryState.DRAFT, verb="send_back_story", by=by, reason=(reason_zh, reason_en))


@transaction.atomic
def withdraw_story(*, story: Story, reason_zh: str, by: Account | None, reason_en: str = "") -> Story:
    """Take a public story back; its page stays and says why."""
    require_checker(by=by, subdistrict=story.subdistrict)
    story = _locked(story)
    refuse_unless_in(story.state, StoryState.PUBLISHED)
    refuse_without_reason(reason_zh)
    now = clock.now()
    # A correction of what is no longer public waits for nobody.
    story.corrections.filter(accepted_at=None, dropped_at=None).update(dropped_at=now)
    return _moved(story, StoryState.WITHDRAWN, verb="withdraw_story", by=by, reason=(reason_zh, reason_en))


@transaction.atomic
def write(
    *,
    story: Story,
    content: Mapping[str, object],
    by: Account | None,
    sources: Iterable[Cited] | None = None,
    hours: Sequence[Visiting] | None = None,
) -> None:
    """Write columns and rows of a story, and note the writer; the caller decides whether it may be."""
    unknown = content.keys() - set(WRITTEN)
    if unknown:
        raise TypeError(f"not columns of a story: {', '.join(sorted(unknown))}")
    for name, value in content.items():
        setattr(story, name, value)
    home = story.subdistrict
    if story.lon is not None and story.lat is not None:
        box = Box(home.west, home.south, home.east, home.north)
        refuse_point_outside(story.lon, story.lat, box=box, where=Phrase(home.name_zh, home.name_en))
    save_checked(story)
    if by is not None:
        story.writers.add(by)
    if sources is not None:
        story.sources.all().delete()
        for one in sources:
            save_checked(
                StorySource(story=story, citation=one.citation, url=one.url, certainty=one.certainty)
            )
    if hours is not None:
        refuse_hours(hours)
        story.hours.all().delete()
        StoryHours.objects.bulk_create(
            StoryHours(story=story, weekdays=one.weekdays, opens=one.opens, closes=one.closes)
            for one in hours
        )


@transaction.atomic
def write_plain(*, story: Story, content: Mapping[str, Any], by: Account | None) -> None:
    """Write plain values as `queries.stories.content_of` keeps them."""
    rows: dict[str, Any] = {}
    if "sources" in content:
        rows["sources"] = [Cited(*one) for one in content["sources"]]
    if "hours" in content:
        rows["hours"] = [
            Visiting(days, dt.time.fromisoformat(opens), dt.time.fromisoformat(closes))
            for days, opens, closes in content["hours"]
        ]
    columns = {name: value for name, value in content.items() if name in WRITTEN}
    write(story=story, content=columns, by=by, **rows)


def _locked(story: Story) -> Story:
    """Return the row as it is now, for as long as the transaction lasts."""
    return Story.objects.select_for_update(of=("self",)).select_related("subdistrict").get(pk=story.pk)


def _writers(story: Story) -> frozenset[int]:
    return frozenset(story.writers.values_list("pk", flat=True))


def _moved(
    story: Story, state: StoryState, *, verb: str, by: Account | None, reason: tuple[str, str] = ("", "")
) -> Story:
    story.state, (story.reason_zh, story.reason_en) = state, reason
    save_checked(story)
    facts = {"reason": reason[0]} if reason[0] else {}
    record(verb=verb, subject=story, by=by, subdistrict=story.subdistrict, **facts)
    return story
