"""What a reader carries from page to page in the address: large type, starting point, pace. No cookie."""

from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

from yizhan.people.models import Account
from yizhan.portal import positions

Pace = Literal["adult", "elderly"]

LONGEST_TEXT = 60
# What is part of an address of ours; anything else is not repeated in links.
CARRIED = frozenset({"q", "a", "at", "when", "from", "pace", "big", "type", "for", "time", "place", "week"})


def shortened(given: str) -> str:
    """Return text from an address as it may be repeated on a page: cut where it is too long."""
    return given if len(given) <= LONGEST_TEXT else given[: LONGEST_TEXT - 1] + "…"


def reads_english() -> bool:
    """Whether the page being made is in English."""
    return (get_language() or "").startswith("en")


@dataclass(frozen=True, slots=True)
class Reader:
    """One reader's choices, read from the address and written into every link."""

    path: str
    query: tuple[tuple[str, str], ...]
    big: bool
    pace: Pace
    start: str

    @property
    def carried(self) -> dict[str, str]:
        """What every link repeats."""
        kept = {"big": "1" if self.big else "", "from": self.start}
        kept["pace"] = self.pace if self.pace != "adult" else ""
        return {name: value for name, value in kept.items() if value}

    @property
    def big_address(self) -> str:
        """Where this page is in large type."""
        return self._with(big="1")

    @property
    def ordinary_address(self) -> str:
        """Where this page is in ordinary type."""
        return self._with(big="")

    @property
    def other_language_address(self) -> str:
        """Where this page is in the other language."""
        return translate_url(self._with(), "zh-hans" if reads_english() else "en")

    def _with(self, **changed: str) -> str:
        pairs = [(name, value) for name, value in self.query if name not in changed]
        pairs += [(name, value) for name, value in changed.items() if value]
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path


def reader_of(request: HttpRequest) -> Reader:
    """Read a reader's choices from the address; what is not a choice is left out."""
    pace = request.GET.get("pace", "")
    point = positions.read(request.GET.get("from", ""))
    start = "" if point is None else positions.written(*point)
    query = tuple(
        (name, start if name == "from" else value)
        for name, values in request.GET.lists()
        for value in values
        if name in CARRIED and len(value) <= LONGEST_TEXT and (name != "from" or start)
    )
    return Reader(
        path=request.path,
        query=query,
        big=request.GET.get("big") == "1",
        pace="elderly" if pace == "elderly" else get_args(Pace)[0],
        start=start,
    )


def signed_in(request: HttpRequest) -> Account | None:
    """Return the account of somebody who signed in to work; nobody else is asked, and no cookie is set."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    return request.user
