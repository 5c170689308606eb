"""The answer: a slot and a room for each lesson, what wishes cost, and what is broken, in words."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yizhan.foundation.phrases import Phrase


class Wish(enum.StrEnum):
    """What is wished for; breaking it has a price."""

    ROOM_CAPACITY = "room_capacity"
    WORKING_DAYS = "working_days"
    COMPACTNESS = "compactness"
    ROOM_STABILITY = "room_stability"
    SLOT_PRICE = "slot_price"


class Rule(enum.StrEnum):
    """What must hold."""

    LESSONS = "lessons"  # every lesson has a slot and a room
    ROOM_OCCUPANCY = "room_occupancy"  # one lesson in a room at a time
    CLASHES = "clashes"  # same course, lecturer or curriculum: never at the same time
    AVAILABILITY = "availability"  # the course may take place then, its lecturer can come
    ROOM_USE = "room_use"  # the room suits the course and may be used for its kind then
    TRAVEL = "travel"  # the lecturer reaches the next lesson in time
    LOCKS = "locks"  # what is locked stays


@dataclass(frozen=True, slots=True)
class Broken:
    """
    One broken rule, or one broken wish with its price.

    Attributes
    ----------
    kind
        Which rule or wish.
    phrase, facts
        What to say about it.
    lessons
        Indices of the lessons concerned.
    price
        What the wish costs; None for a rule, which has no price.
    """

    kind: Wish | Rule
    phrase: Phrase
    facts: tuple[tuple[str, object], ...]
    lessons: tuple[int, ...]
    price: int | None = None

    def say(self, language: str) -> str:
        """Return the sentence for a person."""
        return self.phrase.say(language, **dict(self.facts))


@dataclass(frozen=True, slots=True, eq=False)
class Timetable:
    """
    When and where each lesson takes place.

    Attributes
    ----------
    slot, room : (n_lessons,)
        Index of each lesson's slot and room; -1 where it has none yet.
    parts
        What each kind of wish costs altogether.
    """

    slot: NDArray[np.int64]
    room: NDArray[np.int64]
    parts: Mapping[Wish, int]

    @property
    def objective(self) -> int:
        """What all broken wishes cost together."""
        return sum(self.parts.values())
