"""
Deferred acceptance: an alternative rule where each offering announces its own order of priority.

It applies to single persons who may get one seat each. The outcome is stable (nobody is passed over for
somebody of lower priority), best for all applicants among stable ones, and no misreport of wishes helps.
Parties of several persons can make stability impossible, so they are drawn by serial dictatorship instead.
With one priority common to all offerings both rules give the same.
"""

from collections.abc import Mapping, Sequence

from yizhan.foundation.phrases import Phrase
from yizhan.planning.errors import ProblemError

Orders = Mapping[str, Sequence[str]]

_UNKNOWN = Phrase("没有名为“{label}”的课程", "no offering is called '{label}'")
_TWICE = Phrase("“{label}”的优先顺序中有重复", "the priority order of '{label}' names somebody twice")


def deferred_acceptance(wishes: Orders, priorities: Orders, *, seats: Mapping[str, int]) -> dict[str, str]:
    """
    Return who gets what by applicant-proposing deferred acceptance; who gets nothing is left out.

    Parameters
    ----------
    wishes
        Applicant → offerings, the dearest first.
    priorities
        Offering → applicants, the first in line first; who is not in line cannot get it.
    seats
        Offering → seats.

    References
    ----------
    D. Gale, L. S. Shapley: College admissions and the stability of marriage. American Mathematical Monthly
    69 (1962). A. E. Roth: The economics of matching: stability and incentives. Mathematics of Operations
    Research 7 (1982).
    """
    line = _places(priorities)
    _refuse_unknown(wishes, line)
    held: dict[str, list[str]] = {offering: [] for offering in priorities}
    asked = dict.fromkeys(wishes, 0)
    free = sorted(wishes)
    while free:
        applicant = free.pop()
        if asked[applicant] == len(wishes[applicant]):
            continue
        offering = wishes[applicant][asked[applicant]]
        asked[applicant] += 1
        if applicant not in line[offering]:
            free.append(applicant)
            continue
        held[offering] = sorted([*held[offering], applicant], key=line[offering].__getitem__)
        free += held[offering][seats[offering] :]
        del held[offering][seats[offering] :]
    return {applicant: offering for offering, kept in held.items() for applicant in kept}


def blocking_pairs(
    matching: Mapping[str, str], wishes: Orders, priorities: Orders, *, seats: Mapping[str, int]
) -> list[tuple[str, str]]:
    """Return the pairs who would rather have each other: a dearer offering, and room or a lower priority."""
    line = _places(priorities)
    _refuse_unknown(wishes, line)
    found = []
    for applicant in sorted(wishes):
        wished = list(wishes[applicant])
        mine = matching.get(applicant)
        for offering in wished[: wished.index(mine)] if mine in wished else wished:
            if applicant not in line[offering]:
                continue
            ahead = [
                other
                for other, got in matching.items()
                if got == offering and line[offering][other] < line[offering][applicant]
            ]
            if len(ahead) < seats[offering]:
                found.append((applicant, offering))
    return found


def drawn_lines(tiers: Mapping[str, Mapping[str, int]], order: Sequence[str]) -> dict[str, list[str]]:
    """
    Return the line of each offering: by its announced tiers, and within a tier by one common draw.

    Parameters
    ----------
    tiers
        Offering → applicant → announced tier, a lower one first; who is not named cannot get it.
    order
        All applicants in drawn order.
    """
    place = {applicant: index for index, applicant in enumerate(order)}
    return {
        offering: sorted(named, key=lambda applicant: (named[applicant], place[applicant]))
        for offering, named in tiers.items()
    }


def _places(priorities: Orders) -> dict[str, dict[str, int]]:
    places = {}
    for offering, line in priorities.items():
        places[offering] = {applicant: index for index, applicant in enumerate(line)}
        if len(places[offering]) < len(line):
            raise ProblemError(where="priorities", what=_TWICE, label=offering)
    return places


def _refuse_unknown(wishes: Orders, known: Mapping[str, object]) -> None:
    for wished in wishes.values():
        for label in wished:
            if label not in known:
                raise ProblemError(where="wishes", what=_UNKNOWN, label=label)
