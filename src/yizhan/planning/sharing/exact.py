"""Exact chances in small draws, as fractions: random serial dictatorship and probabilistic serial."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache

from yizhan.foundation.phrases import Phrase
from yizhan.planning.errors import ProblemError

Preferences = Mapping[str, Sequence[str]]
Fractions = dict[str, dict[str, Fraction]]

MOST_AGENTS = 12
_TOO_MANY = Phrase("精确计算最多 {most} 人", "exact fractions are for at most {most} persons")


def random_serial_dictatorship(
    preferences: Preferences, *, seats: Mapping[str, int] | None = None
) -> Fractions:
    """
    Return the exact chance of each person for each thing when every order is equally likely.

    All orders are counted through shared states (who is left, what is left), so that twelve persons are
    feasible; counting is #P-complete in general.

    Parameters
    ----------
    preferences
        Person → things, the dearest first.
    seats
        Thing → how many there are; one each when not given.

    References
    ----------
    A. Abdulkadiroğlu, T. Sönmez: Random serial dictatorship and the core from random endowments in house
    allocation problems. Econometrica 66 (1998).
    """
    if len(preferences) > MOST_AGENTS:
        raise ProblemError(where="preferences", what=_TOO_MANY, most=MOST_AGENTS)
    things = sorted({thing for wished in preferences.values() for thing in wished})

    @cache
    def chances(people: tuple[str, ...], left: tuple[int, ...]) -> dict[tuple[str, str], Fraction]:
        total: dict[tuple[str, str], Fraction] = {}
        share = Fraction(1, len(people)) if people else Fraction(0)
        for first in people:
            taken = next((t for t in preferences[first] if left[things.index(t)]), None)
            after = tuple(count - (thing == taken) for thing, count in zip(things, left, strict=True))
            rest = chances(tuple(person for person in people if person != first), after)
            for key, chance in rest.items():
                total[key] = total.get(key, Fraction(0)) + share * chance
            if taken is not None:
                total[first, taken] = total.get((first, taken), Fraction(0)) + share
        return total

    counts = tuple(1 if seats is None else seats[thing] for thing in things)
    found = chances(tuple(sorted(preferences)), counts)
    return {
        person: {thing: found.get((person, thing), Fraction(0)) for thing in things} for person in preferences
    }


def probabilistic_serial(preferences: Preferences, *, seats: Mapping[str, int] | None = None) -> Fractions:
    """
    Return the exact shares when all eat their dearest thing at equal speed until each has eaten one whole.

    Ordinally efficient, but not strategy-proof: it is here to compare with, not to draw by.

    References
    ----------
    A. Bogomolnaia, H. Moulin: A new solution to the random assignment problem. Journal of Economic Theory 100
    (2001).
    """
    things = sorted({thing for wished in preferences.values() for thing in wished})
    left = {thing: Fraction(1 if seats is None else seats[thing]) for thing in things}
    eaten = {person: dict.fromkeys(things, Fraction(0)) for person in preferences}
    clock = Fraction(0)
    while clock < 1:
        eating = {
            person: next((thing for thing in wished if left[thing] > 0), None)
            for person, wished in preferences.items()
        }
        mouths: dict[str, int] = {}
        for thing in eating.values():
            if thing is not None:
                mouths[thing] = mouths.get(thing, 0) + 1
        if not mouths:
            break
        step = min(1 - clock, *(left[thing] / count for thing, count in mouths.items()))
        for person, thing in eating.items():
            if thing is not None:
                eaten[person][thing] += step
                left[thing] -= step
        clock += step
    return eaten
