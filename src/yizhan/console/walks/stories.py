"""The story library: list, editor, and one story with what may be done."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yizhan.console.desk import Desk, found, show, staff
from yizhan.console.programme.refused import accepted
from yizhan.console.walks.forms import ReasonForm, SourceForms, StoryForm, VisitingForms
from yizhan.offers.rules.naming import address_for
from yizhan.people.queries import entries_about
from yizhan.people.rules.roles import may_check
from yizhan.places.actions.corrections import propose_correction
from yizhan.places.actions.stories import add_story, change_story
from yizhan.places.models import Story
from yizhan.places.queries.stories import (
    awaiting_acceptance,
    awaiting_review,
    content_of,
    correction_log,
    open_correction,
    search_stories,
    stories_of,
)
from yizhan.places.rules.stories import Cited, Visiting
from yizhan.places.words import StoryState

_FORM = "console/story_form.html"


def waiting(desk: Desk) -> dict[str, Any]:
    """Return how many stories and corrections wait for a second person, for the tabs."""
    return {"waiting": awaiting_review(desk.place).count() + awaiting_acceptance(desk.place).count()}


@require_safe
@staff
def stories(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the stories with their state."""
    state, text = request.GET.get("state", ""), request.GET.get("q", "").replace("\x00", "").strip()[:60]
    rows = search_stories(stories_of(desk.place), text)
    if state in StoryState.values:
        rows = rows.filter(state=state)
    context = {"rows": rows, "states": StoryState.choices, "state": state, "text": text}
    return show(request, "console/stories.html", context | waiting(desk), page="walks")


@require_safe
@staff
def story(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Show one story with its sources, its corrections and what may be done."""
    row = story_here(desk, slug)
    wrote = row.writers.filter(pk=desk.account.pk).exists()
    correction = open_correction(row)
    context = {
        "story": row,
        "correction": correction,
        "log": correction_log(row),
        "may_review": may_check(desk.roles) and not wrote,
        "may_accept": may_accept(desk, correction),
        "may_check": may_check(desk.roles),
        "entries": entries_about(row)[:10],
    }
    return show(request, "console/story.html", context | waiting(desk), page="walks")


def may_accept(desk: Desk, correction: Any) -> bool:
    """Whether this person may accept a correction."""
    return correction is not None and may_check(desk.roles) and correction.proposed_by_id != desk.account.pk


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Begin a story."""
    forms = _Forms(request, initial={})
    desk.running()
    if request.method == "POST" and forms.are_valid:
        content = forms.story.cleaned_data
        slug = address_for(content["title_zh"], desk.place.stories.values_list("slug", flat=True))
        made = accepted(
            forms.story,
            lambda: add_story(
                subdistrict=desk.place, slug=slug, content=content, sources=forms.cited,
                hours=forms.visiting, by=desk.account,
            ),
        )  # fmt: skip
        if made is not None:
            messages.success(request, _("故事已录入；补齐来源后送审。"))
            return redirect("console:story", slug)
    return _shown(request, desk, forms, story=None)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def edit(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Change a story that is not public; propose a correction of one that is."""
    row = story_here(desk.running(), slug)
    forms = _Forms(request, initial=content_of(row), is_public=row.state == StoryState.PUBLISHED)
    if request.method == "POST" and forms.are_valid:
        act = forms.propose if forms.reason is not None else forms.change
        if accepted(forms.story, lambda: act(row, desk)) is not None:
            told = _("更正已提出，等第二个人接受。") if forms.reason is not None else _("已保存，请送审。")
            messages.success(request, told)
            return redirect("console:story", slug)
    return _shown(request, desk, forms, story=row)


class _Forms:
    """The four forms of a story's page, filled from a request."""

    def __init__(self, request: HttpRequest, *, initial: dict[str, Any], is_public: bool = False) -> None:
        entered = request.POST if request.method == "POST" else None
        self.story = StoryForm(entered, initial=initial or None)
        sources = [
            dict(zip(("citation", "url", "certainty"), one, strict=True))
            for one in initial.get("sources", [])
        ]
        hours = [
            {"weekdays": [day for day in range(7) if days >> day & 1], "opens": opens, "closes": closes}
            for days, opens, closes in initial.get("hours", [])
        ]
        self.sources = SourceForms(entered, initial=None if entered else sources, prefix="source")
        self.hours = VisitingForms(entered, initial=None if entered else hours, prefix="hours")
        self.reason = ReasonForm(entered) if is_public else None

    @property
    def are_valid(self) -> bool:
        """Whether everything can be used."""
        every: list[Any] = [self.story, self.sources, self.hours, *([self.reason] if self.reason else [])]
        valid = [form.is_valid() for form in every]  # each says what is wrong with it
        return all(valid)

    @property
    def cited(self) -> list[Cited]:
        """The sources entered."""
        return [
            Cited(one["citation"], one["url"], one["certainty"] or "medium")
            for one in (form.cleaned_data for form in self.sources)
            if one.get("citation")
        ]

    @property
    def visiting(self) -> list[Visiting]:
        """The hours entered."""
        return [
            Visiting(sum(1 << day for day in one["weekdays"]), one["opens"], one["closes"])
            for one in (form.cleaned_data for form in self.hours)
            if one.get("weekdays")
        ]

    def change(self, row: Story, desk: Desk) -> Story:
        """Change a story that is not public."""
        return change_story(
            story=row, content=self.story.cleaned_data, sources=self.cited, hours=self.visiting,
            by=desk.account,
        )  # fmt: skip

    def propose(self, row: Story, desk: Desk) -> object:
        """Propose to correct a public one."""
        content = self.story.cleaned_data | {
            "sources": [[one.citation, one.url, one.certainty] for one in self.cited],
            "hours": [
                [one.weekdays, f"{one.opens:%H:%M}", f"{one.closes:%H:%M}"]
                for one in sorted(self.visiting, key=lambda one: one.opens)
            ],
        }
        reason = self.reason.cleaned_data if self.reason else {}
        return propose_correction(story=row, content=content, by=desk.account, **reason)


def _shown(request: HttpRequest, desk: Desk, forms: _Forms, *, story: Story | None) -> HttpResponse:
    context = {
        "story": story,
        "form": forms.story,
        "sources": forms.sources,
        "hours": forms.hours,
        "reason": forms.reason,
    }
    status = 400 if request.method == "POST" else 200
    return show(request, _FORM, context | waiting(desk), status=status, page="walks")


def story_here(desk: Desk, slug: str) -> Story:
    """Return a story of this sub-district, or refuse."""
    row: Story = found(stories_of(desk.place), slug=slug)
    return row
