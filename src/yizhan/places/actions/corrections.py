"""Corrections of public stories: proposed with a reason, accepted by a second person, logged for all."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from yizhan.foundation import clock
from yizhan.people.actions import record, require_checker, require_runner
from yizhan.people.models import Account
from yizhan.places.actions.stories import write_plain
from yizhan.places.models import Story, StoryCorrection
from yizhan.places.models.validity import save_checked
from yizhan.places.queries.stories import content_of, open_correction
from yizhan.places.rules.stories import (
    refuse_closed_correction,
    refuse_correction,
    refuse_stale_correction,
    refuse_unless_in,
    refuse_unless_second,
    refuse_without_source,
)
from yizhan.places.words import StoryState


@transaction.atomic
def propose_correction(
    *, story: Story, content: Mapping[str, Any], reason_zh: str, by: Account | None, reason_en: str = ""
) -> StoryCorrection:
    """
    Propose to change a public story; nothing public changes until a second person accepts.

    `content` holds plain values as `content_of` returns them; parts left out stay as they are.
    """
    require_runner(by=by, subdistrict=story.subdistrict)
    story = _locked(story)
    known = content_of(story)
    changes = {name: [known[name], new] for name, new in content.items() if known[name] != new}
    waits = open_correction(story) is not None
    refuse_correction(state=story.state, changes=len(changes), is_waiting=waits, reason=reason_zh)
    if "sources" in changes:
        refuse_without_source(len(changes["sources"][1]))
    _refuse_unwritable(story, content)
    correction = StoryCorrection(
        story=story,
        proposed_by=by,
        proposed_at=clock.now(),
        changes=changes,
        reason_zh=reason_zh,
        reason_en=reason_en,
    )
    save_checked(correction)
    record(
        verb="propose_correction", subject=story, by=by, subdistrict=story.subdistrict, parts=sorted(changes)
    )
    return correction


@transaction.atomic
def accept_correction(*, correction: StoryCorrection, by: Account | None) -> StoryCorrection:
    """Accept a correction as a second person: the story changes, the log shows why."""
    story = _locked(correction.story)
    require_checker(by=by, subdistrict=story.subdistrict)
    correction = _standing(correction)
    refuse_unless_in(story.state, StoryState.PUBLISHED)
    proposer = correction.proposed_by_id
    refuse_unless_second(writers=[] if proposer is None else [proposer], by=None if by is None else by.pk)
    known = content_of(story)
    before = {name: old for name, (old, _) in correction.changes.items()}
    refuse_stale_correction(is_current=all(known[name] == old for name, old in before.items()))
    after = {name: new for name, (_, new) in correction.changes.items()}
    write_plain(story=story, content=after, by=correction.proposed_by)
    correction.accepted_by, correction.accepted_at = by, clock.now()
    save_checked(correction)
    record(
        verb="accept_correction", subject=story, by=by, subdistrict=story.subdistrict,
        changes=correction.changes, reason=correction.reason_zh,
    )  # fmt: skip
    return correction


@transaction.atomic
def drop_correction(*, correction: StoryCorrection, by: Account | None) -> StoryCorrection:
    """Drop a correction; the story stays as it is."""
    story = _locked(correction.story)
    require_runner(by=by, subdistrict=story.subdistrict)
    correction = _standing(correction)
    correction.dropped_at = clock.now()
    save_checked(correction)
    record(verb="drop_correction", subject=story, by=by, subdistrict=story.subdistrict)
    return correction


def _locked(story: Story) -> Story:
    return Story.objects.select_for_update(of=("self",)).select_related("subdistrict").get(pk=story.pk)


def _standing(correction: StoryCorrection) -> StoryCorrection:
    row = StoryCorrection.objects.select_for_update(of=("self",)).get(pk=correction.pk)
    refuse_closed_correction(is_open=row.accepted_at is None and row.dropped_at is None)
    return row


def _refuse_unwritable(story: Story, content: Mapping[str, Any]) -> None:
    """Try the change and undo it, so that what cannot be stored is refused to who proposes it."""
    trial = transaction.savepoint()
    try:
        write_plain(story=story, content=content, by=None)
    finally:
        transaction.savepoint_rollback(trial)
    story.refresh_from_db()
