"""What may be held: a time on a resource, and how it is said that somebody else has it."""

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.foundation.text import moment_text
from yizhan.places.words import Resource

_TAKEN = Phrase(
    "“{what}”在 {start}–{end} 已被占用，没有保存任何内容。",
    "“{what}” is taken at {start}–{end}; nothing was saved.",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A time wanted on a resource; `what` names the resource for people."""

    kind: Resource
    resource: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    what: Phrase

    @property
    def key(self) -> tuple[int, int]:
        """Which resource it is."""
        return int(self.kind), self.resource

    def overlaps(self, other: "Wanted") -> bool:
        """Whether both want the same resource at the same time; touching is allowed."""
        same = self.key == other.key
        return same and self.starts_at < other.ends_at and other.starts_at < self.ends_at


def in_order(wanted: Iterable[Wanted]) -> list[Wanted]:
    """Return them in the one order in which all transactions ask, so that none wait in a circle."""
    return sorted(wanted, key=lambda one: (one.key, one.starts_at, one.ends_at))


def overlap_within(wanted: Sequence[Wanted]) -> Wanted | None:
    """Return the first that overlaps another of the same request, or None."""
    ordered = in_order(wanted)
    pairs = itertools.pairwise(ordered)
    return next((later for earlier, later in pairs if earlier.overlaps(later)), None)


def already_held(wanted: Wanted) -> Refusal:
    """Return the answer to somebody who comes second."""
    return Refusal(
        "already_held",
        _TAKEN,
        what=wanted.what,
        start=moment_text(wanted.starts_at),
        end=moment_text(wanted.ends_at)[-5:],
    )
