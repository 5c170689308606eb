"""Stories, minutes and a start become a tour problem; its outcome becomes stops with times."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from yizhan.foundation.phrases import Phrase
from yizhan.people.models import Subdistrict
from yizhan.places.models import Story
from yizhan.places.queries.stories import visiting_hours
from yizhan.places.rules.stories import windows_on
from yizhan.places.words import Steps
from yizhan.planning.outcome import Conflict, Outcome, Status
from yizhan.planning.touring import Tour, TourProblem, solve
from yizhan.plans.bridge.ground import Point, ground_of

_SHUT = Phrase("“{point}”在出发后的时间里不开放", "'{point}' is not open during the time after setting out")
_STEPS = Phrase(
    "“{point}”有台阶，不在无台阶的走法里", "'{point}' has steps and is no part of a step-free walk"
)


@dataclass(frozen=True, slots=True)
class TourQuestion:
    """Which stories, what each is worth, from where to where, when, and for how long."""

    subdistrict: Subdistrict
    stories: Sequence[Story]
    worth: Mapping[int, float]  # by story id
    needed: frozenset[int]  # story ids
    start: Point
    end: Point
    limit_min: float
    weekday: int  # 0 is Monday
    sets_out: dt.time
    pace: str
    step_free: bool = False


@dataclass(frozen=True, slots=True)
class TourVisit:
    """One story of a suggested tour, minutes after setting out."""

    story: Story
    walk_min: float  # from the stop before
    arrive_min: float
    wait_min: float
    leave_min: float


@dataclass(frozen=True, slots=True)
class TourAnswer:
    """What the optimiser suggests, and the proof of how good it is."""

    status: str
    worth: float | None
    bound: float | None
    gap: float | None
    seconds: float
    visits: tuple[TourVisit, ...]
    minutes: float | None  # from setting out to the end
    last_walk_min: float | None
    conflicts: tuple[Conflict, ...]
    shut: tuple[Story, ...]  # not open that day, or not for long enough
    with_steps: tuple[Story, ...]  # left out of a step-free walk
    is_straight: bool


def solve_tour(question: TourQuestion, *, limit_s: float, seed: int = 0) -> TourAnswer:
    """Return the best tour within the time; what cannot be is named."""
    with_steps = tuple(s for s in question.stories if question.step_free and s.steps == Steps.SOME)
    windows = {story.pk: _window(story, question) for story in question.stories}
    shut = tuple(s for s in question.stories if windows[s.pk] is None and s not in with_steps)
    asked = [s for s in question.stories if s not in shut and s not in with_steps]
    early = tuple(
        Conflict(f"needed {story.slug}", phrase, (("point", _called(story)),))
        for stories, phrase in ((with_steps, _STEPS), (shut, _SHUT))
        for story in stories
        if story.pk in question.needed
    )
    ground = ground_of(question.subdistrict, pace=question.pace, step_free=question.step_free)
    if early:
        return TourAnswer(
            Status.INFEASIBLE.value, None, None, None, 0.0, (), None, None, early, shut, with_steps,
            ground.graph is None,
        )  # fmt: skip
    points = [question.start, question.end, *((story.lon, story.lat) for story in asked)]
    problem = _problem(question, asked, windows, ground.minutes(points))
    outcome = solve(problem, limit_s=limit_s, seed=seed)
    return _answer(problem, outcome, asked, shut=shut, with_steps=with_steps, straight=ground.graph is None)


def _problem(
    question: TourQuestion,
    asked: Sequence[Story],
    windows: Mapping[int, tuple[float, float] | None],
    minutes: np.ndarray,
) -> TourProblem:
    spans = [windows[story.pk] or (0.0, 0.0) for story in asked]
    return TourProblem(
        points=["start", "end", *(story.slug for story in asked)],
        start=0,
        end=1,
        worth=np.array([0.0, 0.0, *(question.worth[story.pk] for story in asked)]),
        minutes=minutes,
        stay_min=np.array([0.0, 0.0, *(story.visit_min for story in asked)], dtype=np.float64),
        opens_min=np.array([0.0, 0.0, *(opens for opens, _ in spans)]),
        closes_min=np.array([np.inf, np.inf, *(closes for _, closes in spans)]),
        limit_min=question.limit_min,
        needed=np.array([False, False, *(story.pk in question.needed for story in asked)]),
    )


def _window(story: Story, question: TourQuestion) -> tuple[float, float] | None:
    """
    Return between which minutes after setting out a visit may begin, so that it ends before closing.

    Of several spans on one day the one that leaves the most time is taken; without hours, any time.
    """
    hours = visiting_hours(story)
    if not hours:
        return 0.0, np.inf
    start = question.sets_out.hour * 60 + question.sets_out.minute
    spans = [
        (max(0.0, opens - start), float(closes - start - story.visit_min))
        for opens, closes in windows_on(question.weekday, hours)
    ]
    usable = [(opens, closes) for opens, closes in spans if opens <= min(closes, question.limit_min)]
    return max(usable, key=lambda span: (span[1] - span[0], -span[0]), default=None)


def _answer(
    problem: TourProblem,
    outcome: Outcome[Tour],
    asked: Sequence[Story],
    *,
    shut: tuple[Story, ...],
    with_steps: tuple[Story, ...],
    straight: bool,
) -> TourAnswer:
    tour = outcome.plan
    return TourAnswer(
        status=outcome.status.value,
        worth=outcome.objective,
        bound=outcome.bound,
        gap=outcome.gap,
        seconds=outcome.seconds,
        visits=() if tour is None else _visits(problem, tour, asked),
        minutes=None if tour is None else tour.minutes,
        last_walk_min=None if tour is None else float(problem.minutes[tour.visits[-2], tour.visits[-1]]),
        conflicts=tuple(_named(conflict, asked) for conflict in outcome.conflicts),
        shut=shut,
        with_steps=with_steps,
        is_straight=straight,
    )


def _visits(problem: TourProblem, tour: Tour, asked: Sequence[Story]) -> tuple[TourVisit, ...]:
    visits = []
    for place in range(1, len(tour.visits) - 1):
        before, here = tour.visits[place - 1], tour.visits[place]
        arrives = tour.arrive_min[place]
        begins = max(arrives, float(problem.opens_min[here]))
        leaves = begins + float(problem.stay_min[here])
        walked = float(problem.minutes[before, here])
        visits.append(TourVisit(asked[here - 2], walked, arrives, begins - arrives, leaves))
    return tuple(visits)


def _named(conflict: Conflict, asked: Sequence[Story]) -> Conflict:
    """Say a conflict with the story's title instead of its short address."""
    titles = {story.slug: _called(story) for story in asked}
    facts = tuple(
        (name, titles.get(str(value), value) if name == "point" else value) for name, value in conflict.facts
    )
    return Conflict(conflict.constraint, conflict.phrase, facts)


def _called(story: Story) -> Phrase:
    return Phrase(story.title_zh, story.title_en or story.title_zh)
