"""Reads `walks.toml`: stories, routes and suggested tours, stored by the usual actions."""

import datetime as dt
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import BadInput, Refusal
from yizhan.offers.actions.routes import WRITTEN as ROUTE_COLUMNS
from yizhan.offers.actions.routes import Stop, add_route, walk_route
from yizhan.offers.models import Route
from yizhan.offers.words import SignUp
from yizhan.people.models import Account, Subdistrict
from yizhan.places.actions.corrections import accept_correction, propose_correction
from yizhan.places.actions.stories import add_story, publish_story, submit_story
from yizhan.places.models import Story
from yizhan.places.queries.stories import WRITTEN, published_stories
from yizhan.places.rules.stories import Cited, Visiting
from yizhan.places.words import StoryState
from yizhan.plans.actions import compute_route, publish_walking_route, save_tour
from yizhan.plans.bridge import TourQuestion, solve_tour
from yizhan.rounds.actions.seats import open_seats

_UNREADABLE = Phrase(zh="无法读取（{reason}）", en="cannot be read ({reason})")
_WRONG = Phrase(zh="有误：{reason}", en="is wrong: {reason}")
#: What a column is called in the file, where it is called otherwise.
_SHORT = {"within_m": "point_within_m", "certainty": "point_certainty", "outdoors": "is_outdoors"}
_SOLVE_S = 10.0


def store_walks(file: Path, subdistrict: Subdistrict) -> None:
    """
    Store everything a walks file says, or nothing; streets and courses are stored before.

    Raises
    ------
    BadInput
        Names the file and the entry that is wrong.
    """
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput("walks_unreadable", _UNREADABLE, file=str(file), reason=error) from error
    walks = _Walks(subdistrict, content.get("defaults", {}))
    steps: dict[str, Callable[[Mapping[str, Any]], object]] = {
        "story": walks.story,
        "route": walks.route,
        "tour": walks.tour,
    }
    with transaction.atomic():
        for kind, store in steps.items():
            for item in content.get(kind, []):
                _stored(file, kind, item, store)


def _stored(
    file: Path, kind: str, item: Mapping[str, Any], store: Callable[[Mapping[str, Any]], object]
) -> None:
    try:
        store(item)
    except (Refusal, ValidationError, ObjectDoesNotExist, KeyError, TypeError, ValueError) as error:
        called = f"{kind} {item.get('slug', '?')}"
        raise BadInput("walks_wrong", _WRONG, file=str(file), field=called, reason=error) from error


class _Walks:
    """Stores one kind of entry after the other."""

    def __init__(self, subdistrict: Subdistrict, defaults: Mapping[str, str]) -> None:
        self.subdistrict = subdistrict
        self.writer = Account.objects.get(username=defaults["writer"])
        self.reviewer = Account.objects.get(username=defaults["reviewer"])
        self.columns = {name: defaults[name] for name in ("licence", "attribution")}

    def story(self, item: Mapping[str, Any]) -> Story:
        """Enter a story and take it as far as its state says."""
        named = {_SHORT.get(name, name): value for name, value in item.items()}
        story = add_story(
            subdistrict=self.subdistrict,
            slug=item["slug"],
            content=self.columns | {name: named[name] for name in WRITTEN if name in named},
            sources=[Cited(**one) for one in item["sources"]],
            hours=[_visiting(one) for one in item.get("hours", [])],
            example_parts=item.get("example", []),
            by=self.writer,
        )
        state = StoryState(item["state"])
        if state != StoryState.DRAFT:
            story = submit_story(story=story, by=self.writer)
        if state == StoryState.PUBLISHED:
            story = publish_story(story=story, by=self.reviewer)
        if "correction" in item:
            self._correct(story, dict(item["correction"]))
        return story

    def _correct(self, story: Story, content: dict[str, Any]) -> None:
        why = {name: content.pop(name) for name in ("reason_zh", "reason_en")}
        correction = propose_correction(story=story, content=content, by=self.writer, **why)
        accept_correction(correction=correction, by=self.reviewer)

    def route(self, item: Mapping[str, Any]) -> Route:
        """Make a route, compute it and publish it; let its classes walk it."""
        route = add_route(
            subdistrict=self.subdistrict,
            slug=item["slug"],
            stops=[self._stop(one) for one in item["stops"]],
            written=_columns(item),
            example_parts=item.get("example", []),
            by=None,
        )
        compute_route(route=route, by=None)
        for slug in item.get("classes", []):
            offering = self.subdistrict.offerings.get(slug=slug)
            walk_route(route=route, offering=offering, by=None)
            if offering.sign_up == SignUp.FIRST_COME:
                open_seats(offering=offering, by=None)
        return publish_walking_route(route=route, by=None)

    def _stop(self, item: Mapping[str, Any]) -> Stop:
        if "story" not in item:
            return Stop(**item)
        rest = {name: value for name, value in item.items() if name != "story"}
        return Stop(story=self.subdistrict.stories.get(slug=item["story"]), **rest)

    def tour(self, item: Mapping[str, Any]) -> Route:
        """Ask the optimiser for a tour from a station and back, and publish it."""
        station = self.subdistrict.stations.get(slug=item["start"])
        stories = list(published_stories(self.subdistrict).filter(slug__in=item["worth"]))
        start = (station.lon, station.lat)
        question = TourQuestion(
            subdistrict=self.subdistrict,
            stories=stories,
            worth={story.pk: float(item["worth"][story.slug]) for story in stories},
            needed=frozenset(story.pk for story in stories if story.slug in item.get("needed", [])),
            start=start,
            end=start,
            limit_min=float(item["minutes"]),
            weekday=item["weekday"] - 1,
            sets_out=dt.time.fromisoformat(item["sets_out"]),
            pace=item.get("pace", "adult"),
        )
        called = Phrase(station.name_zh, station.name_en)
        route = save_tour(
            question=question,
            answer=solve_tour(question, limit_s=_SOLVE_S),
            ends=(called, called),
            slug=item["slug"],
            written={name: value for name, value in _columns(item).items() if name != "sets_out"},
            example_parts=item.get("example", []),
            by=None,
        )
        return publish_walking_route(route=route, by=None)


def _visiting(item: Mapping[str, Any]) -> Visiting:
    opens, closes = (dt.time.fromisoformat(item[name]) for name in ("opens", "closes"))
    return Visiting(sum(1 << (day - 1) for day in item["weekdays"]), opens, closes)


def _columns(item: Mapping[str, Any]) -> dict[str, Any]:
    columns = {name: item[name] for name in ROUTE_COLUMNS if name in item}
    if "sets_out" in columns:
        columns["sets_out"] = dt.time.fromisoformat(columns["sets_out"])
    return columns
