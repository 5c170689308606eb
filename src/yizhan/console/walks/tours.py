"""Suggested tours: candidates with their worth, the optimiser's answer, kept as a route."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yizhan.console.desk import Desk, language, show, staff
from yizhan.console.programme.refused import accepted
from yizhan.console.walks.forms import SaveForm, TourForm, WorthForm
from yizhan.console.walks.stories import waiting
from yizhan.foundation.phrases import Phrase
from yizhan.offers.models import Route
from yizhan.offers.rules.naming import address_for
from yizhan.offers.rules.routes import clock_time
from yizhan.places.models import Station, Story
from yizhan.places.queries.stories import published_stories
from yizhan.plans.actions import save_tour
from yizhan.plans.bridge import TourAnswer, TourQuestion, solve_tour

LIMIT_S = 10.0
WORTH = 3


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def suggest(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Ask for the best walk within a time; on "save" keep it as a route."""
    desk.running()
    entered = request.POST if request.method == "POST" else None
    form, saving = TourForm(entered, place=desk.place), SaveForm(entered)
    stories = list(published_stories(desk.place))
    worth: list[dict[str, Any]] = [
        {"story": story, "form": WorthForm(entered, prefix=f"s{story.pk}", initial={"worth": WORTH})}
        for story in stories
    ]
    answer, status = None, 200
    valid = [form.is_valid(), saving.is_valid(), *(one["form"].is_valid() for one in worth)]
    if entered is not None:
        status = 400
        if all(valid):
            question = _question(desk, form, worth)
            solved = solve_tour(question, limit_s=LIMIT_S)
            answer, status = _told(question, solved), 200
            if "save" in entered and (route := _kept(desk, (form, saving), question, solved)):
                messages.success(request, _("已保存为路线并计算，看过再公布。"))
                return redirect("console:walk", route.slug)
    context = {"form": form, "saving": saving, "worth": worth, "answer": answer}
    return show(request, "console/tour.html", context | waiting(desk), status=status, page="walks")


def _question(desk: Desk, form: TourForm, worth: list[dict[str, Any]]) -> TourQuestion:
    entered = form.cleaned_data
    start: Station = entered["start"]
    end: Station = entered["end"] or start
    wanted: list[Story] = []
    values: dict[int, float] = {}
    needed: set[int] = set()
    for one in worth:
        story, asked = one["story"], one["form"].cleaned_data
        if asked["needed"]:
            needed.add(story.pk)
        if asked["needed"] or asked["worth"]:
            wanted.append(story)
            values[story.pk] = asked["worth"] or 0.0
    return TourQuestion(
        subdistrict=desk.place,
        stories=wanted,
        worth=values,
        needed=frozenset(needed),
        start=(start.lon, start.lat),
        end=(end.lon, end.lat),
        limit_min=float(entered["limit_min"]),
        weekday=entered["weekday"],
        sets_out=entered["sets_out"],
        pace=entered["pace"],
        step_free=entered["step_free"],
    )


def _kept(
    desk: Desk, forms: tuple[TourForm, SaveForm], question: TourQuestion, answer: TourAnswer
) -> Route | None:
    form, saving = forms
    names = saving.cleaned_data
    if not names["name_zh"]:
        saving.add_error("name_zh", _("请给路线起个名称。"))
        return None
    start, end = form.cleaned_data["start"], form.cleaned_data["end"] or form.cleaned_data["start"]
    taken = desk.place.routes.values_list("slug", flat=True)
    route: Route | None = accepted(
        saving,
        lambda: save_tour(
            question=question,
            answer=answer,
            ends=(Phrase(start.name_zh, start.name_en), Phrase(end.name_zh, end.name_en)),
            slug=address_for(names["name_zh"], taken),
            written=names,
            by=desk.account,
        ),
    )
    return route


def _told(question: TourQuestion, answer: TourAnswer) -> dict[str, Any]:
    return {
        "row": answer,
        "conflicts": [conflict.say(language()) for conflict in answer.conflicts],
        "gap": None if answer.gap is None else f"{100 * answer.gap:.1f} %",
        "ends_at": None if answer.minutes is None else clock_time(question.sets_out, answer.minutes),
        "visits": [
            {
                "row": visit,
                "arrives": clock_time(question.sets_out, visit.arrive_min),
                "leaves": clock_time(question.sets_out, visit.leave_min),
                "worth": question.worth[visit.story.pk],
            }
            for visit in answer.visits
        ],
    }
