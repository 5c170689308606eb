"""
What a season of clubs came to, in one sentence for the annual report.

Clubs and sessions are counted exactly; attendances are written by the rounding rule of
`foundation.counting_words`: 8个社团，85场次1000余人次. Real names are named first, at most two.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from yizhan.foundation.counting_words import about
from yizhan.foundation.phrases import Phrase

#: So many clubs are named; the others are "and others".
NAMED = 2
#: Smaller counts of people are not published one by one.
SMALLEST = 5

_SENTENCE = Phrase(
    "{season}开设{clubs}{names}，开展{sessions}{people}人次活动。",
    "{season}: {clubs}{names}, {sessions}, {people} attendances.",
)
_NOTHING = Phrase("{season}还没有举行过场次。", "{season}: no session was held yet.")
_FEWER = Phrase("不足 5", "fewer than 5")


@dataclass(frozen=True, slots=True)
class ClubCount:
    """What one club came to: sessions held and 人次; sessions without a tally; sessions still to come."""

    name: Phrase
    is_example: bool
    held: int
    people: int
    uncounted: int = 0
    to_come: int = 0
    cancelled: int = 0

    @property
    def published_people(self) -> Phrase:
        """人次 as the public may read them."""
        return Phrase(str(self.people), f"{self.people:,}") if self.people >= SMALLEST else _FEWER


@dataclass(frozen=True, slots=True)
class SeasonCount:
    """What a season came to; every figure is the sum of its clubs' rows."""

    name: Phrase
    clubs: tuple[ClubCount, ...]

    @property
    def active(self) -> tuple[ClubCount, ...]:
        """The clubs that met at least once."""
        return tuple(club for club in self.clubs if club.held)

    @property
    def held(self) -> int:
        """Sessions held."""
        return sum(club.held for club in self.clubs)

    @property
    def people(self) -> int:
        """人次 in all."""
        return sum(club.people for club in self.clubs)

    @property
    def uncounted(self) -> int:
        """Sessions that are over and have no tally yet."""
        return sum(club.uncounted for club in self.clubs)


def sentence(season: SeasonCount) -> Phrase:
    """
    Return what a season came to in one sentence.

    Examples
    --------
    >>> clubs = tuple(ClubCount(Phrase(name, name), False, 40, 501) for name in ("编程", "速写"))
    >>> sentence(SeasonCount(Phrase("暑期社团", "Summer clubs"), clubs)).zh
    '暑期社团开设2个社团（编程、速写），开展80场次1000余人次活动。'
    """
    if not season.active:
        return _said(_NOTHING, season=season.name)
    return _said(
        _SENTENCE,
        season=season.name,
        clubs=_counted(len(season.active), "个社团", "club"),
        names=_names(season.active),
        sessions=_counted(season.held, "场次", "session"),
        people=about(season.people),
    )


def _names(clubs: Sequence[ClubCount]) -> Phrase:
    named = [club for club in clubs if not club.is_example][:NAMED]
    if not named:
        return Phrase("", "")
    others = len(clubs) > len(named)
    chinese = "、".join(club.name.zh for club in named) + ("等" if others else "")
    english = ", ".join(club.name.en for club in named) + (" and others" if others else "")
    return Phrase(f"（{chinese}）", f" ({english})")


def _counted(number: int, chinese: str, english: str) -> Phrase:
    return Phrase(f"{number}{chinese}", f"{number:,} {english}{'' if number == 1 else 's'}")


def _said(phrase: Phrase, **facts: object) -> Phrase:
    return Phrase(phrase.say("zh", **facts), phrase.say("en", **facts))
