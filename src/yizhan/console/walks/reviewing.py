"""Reviews: what waits for a second person, and every step a story or a correction takes."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from yizhan.console.desk import Desk, absent, found, show, staff
from yizhan.console.programme.refused import done
from yizhan.console.walks.stories import may_accept, story_here, waiting
from yizhan.people.rules.roles import may_check
from yizhan.places.actions.corrections import accept_correction, drop_correction
from yizhan.places.actions.stories import publish_story, send_back_story, submit_story, withdraw_story
from yizhan.places.models import StoryCorrection
from yizhan.places.queries.stories import awaiting_acceptance, awaiting_review

#: What is done at each step, whether it needs a reason, and what is said afterwards.
STEPS: dict[str, tuple[Callable[..., object], bool, Any]] = {
    "submit": (submit_story, False, gettext_lazy("已送审，请第二个人审核。")),
    "publish": (publish_story, False, gettext_lazy("审核通过，故事已公布。")),
    "send-back": (send_back_story, True, gettext_lazy("已退回撰写人。")),
    "withdraw": (withdraw_story, True, gettext_lazy("故事已撤回，页面写明原因。")),
}


@require_safe
@staff
def reviews(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the stories and corrections that wait for a second person."""
    stories = [
        {"row": row, "is_mine": desk.account.pk in {writer.pk for writer in row.writers.all()}}
        for row in awaiting_review(desk.place)
    ]
    corrections = [
        {"row": row, "may_accept": may_accept(desk, row)} for row in awaiting_acceptance(desk.place)
    ]
    context = {"stories": stories, "corrections": corrections, "may_check": may_check(desk.roles)}
    return show(request, "console/story_reviews.html", context | waiting(desk), page="walks")


@require_POST
@staff
def move(request: HttpRequest, desk: Desk, slug: str, step: str) -> HttpResponse:
    """Take a story one step on or back."""
    if step not in STEPS:
        raise absent()
    row = story_here(desk.running(), slug)
    act, needs_reason, told = STEPS[step]
    reasons = {}
    if needs_reason:
        reasons = {name: request.POST.get(name, "")[:200] for name in ("reason_zh", "reason_en")}
    done(request, lambda: act(story=row, by=desk.account, **reasons), told=str(told))
    return redirect("console:story", slug)


@require_POST
@staff
def decide(request: HttpRequest, desk: Desk, correction: int, step: str) -> HttpResponse:
    """Accept or drop a correction."""
    rows = StoryCorrection.objects.filter(story__subdistrict=desk.running().place)
    row = found(rows.select_related("story__subdistrict"), pk=correction)
    steps = {
        "accept": (accept_correction, _("更正已公布，记录在故事页面上。")),
        "drop": (drop_correction, _("更正已放弃，故事不变。")),
    }
    if step not in steps:
        raise absent()
    act, told = steps[step]
    done(request, lambda: act(correction=row, by=desk.account), told=told)
    return redirect("console:story", row.story.slug)
