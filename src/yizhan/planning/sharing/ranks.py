"""The drawn order: every entry's best slip, hashed from the public randomness and its ticket."""

import hashlib
import re

import numpy as np

from yizhan.foundation.phrases import Phrase
from yizhan.planning.errors import ProblemError
from yizhan.planning.sharing.problem import DrawProblem, Ints
from yizhan.planning.sharing.ties import SourceKind

#: A round of the beacon gives a SHA-256 hash.
BEACON_DIGITS = 64

_HEX = re.compile(r"(?:[0-9a-f]{2}){16,64}")
_NOT_HEX = Phrase(
    "随机数应为 32 到 128 位小写十六进制数字，位数为偶数",
    "randomness must be 32 to 128 lowercase hexadecimal digits, an even number of them",
)
_NOT_A_BEACON = Phrase(
    "公开信标的随机数应有 {wanted} 位，而不是 {found} 位", "a beacon gives {wanted} digits, not {found}"
)


def refuse_randomness(randomness: str, *, source: SourceKind) -> None:
    """Refuse a value that is not lowercase hexadecimal, or not of the length its source gives."""
    if not _HEX.fullmatch(randomness):
        raise ProblemError(where="randomness", what=_NOT_HEX)
    if source is SourceKind.DRAND and len(randomness) != BEACON_DIGITS:
        raise ProblemError(
            where="randomness", what=_NOT_A_BEACON, wanted=BEACON_DIGITS, found=len(randomness)
        )


def slip(randomness: str, ticket: str, number: int) -> str:
    """
    Return one slip of a ticket as hexadecimal text: SHA-256 of ``randomness:ticket:number``.

    Examples
    --------
    >>> slip("00" * 32, "k7f3", 0)[:16]
    '40e3d3ee8226903d'
    """
    return hashlib.sha256(f"{randomness}:{ticket}:{number}".encode()).hexdigest()


def drawn_order(problem: DrawProblem, randomness: str) -> Ints:
    """Return the indices of all entries, the first drawn first: by tier, then best slip, then ticket."""
    refuse_randomness(randomness, source=problem.source.kind)
    best = best_slips(problem, randomness)
    words = np.frombuffer(b"".join(best), dtype=">u8").reshape(-1, 4)
    # The sort is stable and tickets ascend already: equal slips are ordered by ticket.
    return np.lexsort((*words.T[::-1], problem.tier)).astype(np.int64)


def best_slips(problem: DrawProblem, randomness: str) -> list[bytes]:
    """Return the smallest digest among each entry's slips."""
    sha256 = hashlib.sha256
    best = [sha256(f"{randomness}:{ticket}:0".encode()).digest() for ticket in problem.tickets]
    for number in range(1, int(problem.slips.max(initial=1))):
        for index in np.flatnonzero(problem.slips > number).tolist():
            digest = sha256(f"{randomness}:{problem.tickets[index]}:{number}".encode()).digest()
            best[index] = min(best[index], digest)
    return best
