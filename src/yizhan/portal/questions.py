"""The whole address of a public page: what can be used is used, the rest is left out and named."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.http import HttpRequest
from django.utils.translation import get_language

from yizhan.foundation.refusals import Refusal
from yizhan.people.models import Subdistrict
from yizhan.portal.asking import Ask, ask_of, left_out
from yizhan.portal.moments import Moment, moment_of
from yizhan.portal.origins import Origin, origin_at
from yizhan.portal.reader import Reader, reader_of

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader asks; `refused` says why parts of the address were left out."""

    ask: Ask
    moment: Moment
    origin: Origin | None
    reader: Reader
    refused: tuple[Refusal, ...]

    @property
    def frame(self) -> dict[str, Any]:
        """What the frame of the page needs: links without what was left out, and a note on it."""
        language = get_language() or "zh"
        return {"reader": self.reader, "notes": [refusal.say(language) for refusal in self.refused]}


def question_of(request: HttpRequest, *, place: Subdistrict, now: dt.datetime) -> Question:
    """Read a question; nonsense never keeps a reader from the page."""
    ask, reader, refused = ask_of(request.GET), reader_of(request), left_out(request.GET)

    def heard(read: Callable[[], Part]) -> Part | None:
        try:
            return read()
        except Refusal as refusal:
            refused.append(refusal)
            return None

    moment = heard(lambda: moment_of(ask.at, written=ask.when, now=now))
    if moment is None:
        ask, moment = replace(ask, at="", when=""), moment_of("", written="", now=now)
    origin = heard(lambda: origin_at(request.GET.get("from", ""), place=place))
    reader = replace(
        reader,
        start=reader.start if origin else "",
        query=_usable(reader, ask, has_origin=origin is not None),
    )
    return Question(ask, moment, origin, reader, tuple(refused))


def _usable(reader: Reader, ask: Ask, *, has_origin: bool) -> tuple[tuple[str, str], ...]:
    used = {"q": {ask.text}, "a": set(ask.amenities), "at": {ask.at}, "when": {ask.when}}
    if not has_origin:
        used["from"] = set()
    return tuple((name, value) for name, value in reader.query if name not in used or value in used[name])
