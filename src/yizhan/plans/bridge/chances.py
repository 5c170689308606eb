"""How likely somebody is to get a wish, told before the draw from the entries there are so far."""

from collections.abc import Sequence

from django.core.cache import cache

from yizhan.planning.sharing.chances import chance_of, chance_on_list
from yizhan.planning.sharing.problem import LOWERED_SLIPS, ORDINARY_SLIPS, DrawProblem
from yizhan.planning.sharing.problem import Entry as Ticketed
from yizhan.plans.bridge.draws import problem_of
from yizhan.rounds.models import Booking, Entry, RoundOffering, SignUpRound
from yizhan.rounds.words import Randomness

#: Too few entries say nothing and would give people away; too many take too long for a page.
FEWEST, MOST = 5, 20_000
#: Simulated draws for a page: fewer where there are more entries, never so few that they mislead.
DRAWS, WORK = 400, 2_000_000
#: Entries are read anew after so many seconds.
FRESH_S = 300

_OWN = "own"


def wish_chances(
    sign_up_round: SignUpRound, *, ticket: str, size: int, is_lowered: bool, slugs: Sequence[str]
) -> dict[str, float]:
    """
    Return the chance of each wish in this order by simulated draws; empty where it cannot be told.

    `ticket` is that of an entry sent before, which the new order replaces.
    """
    problem = _problem(sign_up_round)
    if problem is None or not slugs:
        return {}
    wished = tuple(slug for slug in slugs if slug in problem.labels)
    slips = LOWERED_SLIPS if is_lowered else ORDINARY_SLIPS
    own = Ticketed(ticket or _OWN, wished, size=size, slips=slips, most=sign_up_round.seats_a_person)
    draws = min(DRAWS, max(100, WORK // len(problem.tickets)))
    return dict(chance_of(problem, own, draws=draws).wishes)


def waiting_chance(booking: Booking, *, place: int, before: RoundOffering | None) -> float | None:
    """Return how likely a place on a waiting list is reached if as many give back as last term."""
    if before is None or before.given_back_before is None or not before.seats_before:
        return None
    needed = place - 1 + booking.size
    return chance_on_list(
        needed,
        seats=booking.offering.seats,
        returned=before.given_back_before,
        of=before.seats_before,
    )


def _problem(sign_up_round: SignUpRound) -> DrawProblem | None:
    key = f"chances-of-round-{sign_up_round.pk}"
    kept: tuple[DrawProblem | None] | None = cache.get(key)
    if kept is None:
        kept = (_read(sign_up_round),)
        cache.set(key, kept, FRESH_S)
    return kept[0]


def _read(sign_up_round: SignUpRound) -> DrawProblem | None:
    entries = Entry.objects.filter(round=sign_up_round, withdrawn_at=None)
    if not FEWEST <= entries.count() <= MOST:
        return None
    rows = RoundOffering.objects.filter(round=sign_up_round).select_related("offering")
    seats = {row.offering_id: row.offering.seats for row in rows}
    source = "1" if sign_up_round.randomness == Randomness.DRAND else "chances"
    listed = entries.prefetch_related("wishes__offering")
    return problem_of(sign_up_round, listed, source=source, seats=seats)
