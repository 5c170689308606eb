"""Compute walking routes on the stored streets, publish them, and keep tours the optimiser suggested."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.actions.routes import Stop, add_route, publish_route, store_timings
from yizhan.offers.models import Route, RouteTiming
from yizhan.people.models import Account
from yizhan.plans.bridge import TourAnswer, TourQuestion, TourVisit, timings_of
from yizhan.plans.queries import is_route_current

_NO_TOUR = Phrase("没有可保存的路线：{why}", "There is no tour to keep: {why}")
_WAIT_ZH, _WAIT_EN = "含等开门约 {n} 分钟", "with about {n} min of waiting until it opens"


@transaction.atomic
def compute_route(*, route: Route, by: Account | None) -> list[RouteTiming]:
    """Compute a route on the walking graph, whole and step-free, and keep both."""
    return store_timings(route=route, timings=timings_of(route), by=by)


@transaction.atomic
def publish_walking_route(*, route: Route, by: Account | None) -> Route:
    """Publish a route that was computed from the stops and streets as they are now."""
    return publish_route(route=route, is_current=is_route_current(route), by=by)


@transaction.atomic
def save_tour(
    *,
    question: TourQuestion,
    answer: TourAnswer,
    ends: tuple[Phrase, Phrase],
    slug: str,
    by: Account | None,
    written: dict[str, object],
    example_parts: Sequence[str] = (),
) -> Route:
    """Keep a suggested tour as a computed route, with its proof; `ends` are what its ends are called."""
    if answer.minutes is None:
        why = "; ".join(conflict.say("en") for conflict in answer.conflicts)
        why_zh = "；".join(conflict.say("zh") for conflict in answer.conflicts)
        raise Refusal("no_tour", _NO_TOUR, why=Phrase(why_zh, why))
    route = add_route(
        subdistrict=question.subdistrict,
        slug=slug,
        stops=_stops(question, answer, ends),
        suggestion=_proof(question, answer),
        example_parts=example_parts,
        by=by,
        written=written | {"pace": question.pace, "sets_out": question.sets_out},
    )
    compute_route(route=route, by=by)
    return route


def _stops(question: TourQuestion, answer: TourAnswer, ends: tuple[Phrase, Phrase]) -> list[Stop]:
    first, last = (
        Stop(name_zh=called.zh, name_en=called.en, lon=lon, lat=lat)
        for called, (lon, lat) in zip(ends, (question.start, question.end), strict=True)
    )
    return [first, *(_visit(visit) for visit in answer.visits), last]


def _visit(visit: TourVisit) -> Stop:
    wait = round(visit.wait_min)
    if not wait:
        return Stop(story=visit.story)
    return Stop(
        story=visit.story,
        visit_min=visit.story.visit_min + wait,
        note_zh=_WAIT_ZH.format(n=wait),
        note_en=_WAIT_EN.format(n=wait),
    )


def _proof(question: TourQuestion, answer: TourAnswer) -> dict[str, Any]:
    return {
        "status": answer.status,
        "worth": answer.worth,
        "bound": answer.bound,
        "minutes": answer.minutes,
        "limit_min": question.limit_min,
        "weekday": question.weekday,
        "step_free": question.step_free,
        "candidates": {story.slug: question.worth[story.pk] for story in question.stories},
        "needed": sorted(story.slug for story in question.stories if story.pk in question.needed),
    }
