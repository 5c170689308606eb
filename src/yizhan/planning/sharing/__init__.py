"""
Who gets a seat: draws anyone can re-run, ranked wishes, waiting lists, fairness checks.

Numba is loaded when this is imported, so faces import it where they need it.
"""

from yizhan.planning.sharing.allocation import Allocation, Verdict
from yizhan.planning.sharing.check import faults
from yizhan.planning.sharing.drawing import run
from yizhan.planning.sharing.entry_list import canonical_text, list_hash, read_list
from yizhan.planning.sharing.problem import (
    LOWERED_SLIPS,
    ORDINARY_SLIPS,
    DrawProblem,
    Entry,
    Offering,
    Source,
    draw_problem,
)
from yizhan.planning.sharing.published import Draw, Mismatch, PublicRandomness, draw, mismatches
from yizhan.planning.sharing.ties import SourceKind, WhenTooBig

__all__ = [
    "LOWERED_SLIPS",
    "ORDINARY_SLIPS",
    "Allocation",
    "Draw",
    "DrawProblem",
    "Entry",
    "Mismatch",
    "Offering",
    "PublicRandomness",
    "Source",
    "SourceKind",
    "Verdict",
    "WhenTooBig",
    "canonical_text",
    "draw",
    "draw_problem",
    "faults",
    "list_hash",
    "mismatches",
    "read_list",
    "run",
]
