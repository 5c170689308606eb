"""What a draw is made of: offerings with seats and times, entries with ranked wishes, the source."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yizhan.foundation.phrases import Phrase
from yizhan.planning.errors import ProblemError
from yizhan.planning.sharing.ties import SourceKind

#: Slips in the hat: the best one counts, so an entry's weight is exactly its number of slips.
ORDINARY_SLIPS, LOWERED_SLIPS = 2, 1

_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_MINUTE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")
_BAD_LABEL = Phrase(
    "“{label}”只能由 1 到 64 个字母、数字和 _.- 组成，且以字母或数字开头",
    "'{label}' must be 1 to 64 letters, digits or _.-, beginning with a letter or digit",
)
_BAD_TIME = Phrase(
    "“{label}”的时间“{value}”应形如 2026-03-02T18:30/2026-03-02T20:00，且先后分明",
    "time '{value}' of '{label}' should look like 2026-03-02T18:30/2026-03-02T20:00, the end after the start",
)


@dataclass(frozen=True, slots=True)
class Offering:
    """
    Something with seats: a course, a club, a clinic slot.

    Attributes
    ----------
    label
        Its distinct label.
    seats
        How many persons it takes.
    times
        Start and end of each session in local time, like ``("2026-03-02T18:30", "2026-03-02T20:00")``;
        an end is not part of the session.
    """

    label: str
    seats: int
    times: tuple[tuple[str, str], ...] = ()

    def overlaps(self, other: "Offering") -> bool:
        """Whether some session of one meets some session of the other."""
        return any(start < until and since < end for start, end in self.times for since, until in other.times)


@dataclass(frozen=True, slots=True)
class Entry:
    """
    What one person or party asks for.

    Attributes
    ----------
    ticket
        A random label given when the entry is made; it says nothing about a person or the order of entry.
    wishes
        Labels of offerings, the dearest first.
    size
        Persons in the party, who get seats together or not at all.
    slips
        Slips in the hat; the best one counts. The weight of an entry is exactly this number.
    tier
        Announced priority: a lower tier comes before every higher one; 0 when none is announced.
    most
        Offerings wanted at most; no more than the cap of the round.
    """

    ticket: str
    wishes: tuple[str, ...]
    size: int = 1
    slips: int = ORDINARY_SLIPS
    tier: int = 0
    most: int = 1


@dataclass(frozen=True, slots=True)
class Source:
    """Where the randomness will come from: a kind, and its round number or a name for it."""

    kind: SourceKind
    detail: str

    @property
    def round_number(self) -> int | None:
        """The named future round of a public beacon; None for another source."""
        return int(self.detail) if self.kind is SourceKind.DRAND else None


def overlapping(offerings: Sequence[Offering]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of offerings that have sessions at the same time, by a sweep over all sessions."""
    sessions = sorted(
        (start, end, index) for index, offering in enumerate(offerings) for start, end in offering.times
    )
    open_now: list[tuple[str, int]] = []
    for start, end, index in sessions:
        open_now = [(until, other) for until, other in open_now if until > start]
        yield from ((other, index) for _, other in open_now if other != index)
        open_now.append((end, index))


def refuse_label(where: str, label: str) -> None:
    """Refuse a label that could not stand in the published list."""
    if not _LABEL.fullmatch(label):
        raise ProblemError(where=where, what=_BAD_LABEL, label=label)


def refuse_time(label: str, start: str, end: str) -> None:
    """Refuse a session whose times are not two ordered minutes."""
    if not (_is_minute(start) and _is_minute(end) and start < end):
        raise ProblemError(where="offerings", what=_BAD_TIME, label=label, value=f"{start}/{end}")


def _is_minute(text: str) -> bool:
    """Whether the text is a minute of a real day, in the one form that sorts by time."""
    try:
        return bool(_MINUTE.fullmatch(text)) and bool(dt.datetime.fromisoformat(text))
    except ValueError:
        return False
