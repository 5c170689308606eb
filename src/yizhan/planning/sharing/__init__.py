"""
Who gets a seat: draws anyone can re-run, ranked wishes, waiting lists, fairness checks.

Numba is loaded when this is imported, so faces import it where they need it.
"""

from yizhan.planning.sharing.allocation import Allocation, Verdict
from yizhan.planning.sharing.chances import Chance, chance_of, chance_on_list, even_chance
from yizhan.planning.sharing.check import faults
from yizhan.planning.sharing.drawing import run
from yizhan.planning.sharing.entries import LOWERED_SLIPS, ORDINARY_SLIPS, Entry, Offering, Source
from yizhan.planning.sharing.entry_list import canonical_text, list_hash, read_list
from yizhan.planning.sharing.explaining import Explanation, WishReason, explanations
from yizhan.planning.sharing.problem import DrawProblem, draw_problem
from yizhan.planning.sharing.published import Draw, Mismatch, PublicRandomness, draw, mismatches
from yizhan.planning.sharing.serving import warm_up
from yizhan.planning.sharing.ties import SourceKind, WhenTooBig
from yizhan.planning.sharing.waiting import (
    Act,
    Standing,
    Step,
    Waiter,
    advance,
    answered,
    left,
    place_of,
    seats_needed,
    told,
)

__all__ = [
    "LOWERED_SLIPS",
    "ORDINARY_SLIPS",
    "Act",
    "Allocation",
    "Chance",
    "Draw",
    "DrawProblem",
    "Entry",
    "Explanation",
    "Mismatch",
    "Offering",
    "PublicRandomness",
    "Source",
    "SourceKind",
    "Standing",
    "Step",
    "Verdict",
    "Waiter",
    "WhenTooBig",
    "WishReason",
    "advance",
    "answered",
    "canonical_text",
    "chance_of",
    "chance_on_list",
    "draw",
    "draw_problem",
    "even_chance",
    "explanations",
    "faults",
    "left",
    "list_hash",
    "mismatches",
    "place_of",
    "read_list",
    "run",
    "seats_needed",
    "told",
    "warm_up",
]
