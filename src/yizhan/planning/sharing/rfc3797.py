"""
RFC 3797, *Publicly Verifiable Nominations Committee Random Selection*, as a compatibility mode.

The key is made of canonical seeds, each ended by ``/``; choice *i* hashes ``i key i`` (*i* in two bytes,
from 0) with MD5 and takes the remainder by the number of names still in the pool (RFC, sections 4 and 5).
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import BadInput
from yizhan.planning.errors import ProblemError

#: Choices are numbered in two bytes.
MOST_NAMES = 65_535

_COUNT = Phrase("只有 {most} 个名字，不能选 {count} 个", "only {most} names: {count} cannot be selected")
_NO_NAMES = Phrase("没有名字", "there are no names")
_TOO_MANY = Phrase("名字最多 {most} 个", "at most {most} names")
_NAME_TWICE = Phrase("“{name}”出现了两次", "'{name}' appears twice")
_NO_SEEDS = Phrase("没有种子", "there are no seeds")
_NOT_SEEDS = Phrase(
    "种子应为一个小数，或一组非负整数；“{value}”不是",
    "a seed is one decimal or whole numbers; '{value}' is not",
)

_WHOLE = re.compile(r"[0-9]{1,40}")
_DECIMAL = re.compile(r"([0-9]{1,40})\.([0-9]{0,40})")


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: its number, the MD5 hash, by how many it was divided, and the position and name chosen."""

    index: int
    digest: str
    divisor: int
    position: int
    name: str


def read_names(text: str, *, file: str) -> list[str]:
    """Return the pool, one name a line; blank lines and comments are left out."""
    names: list[str] = []
    for row, line in _rows(text):
        if len(names) == MOST_NAMES:
            raise BadInput("too_many_names", _TOO_MANY, file=file, row=row, most=MOST_NAMES)
        names.append(line)
    if not names:
        raise BadInput("no_names", _NO_NAMES, file=file)
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        row = [row for row, line in _rows(text) if line == twice][1]
        raise BadInput("name_twice", _NAME_TWICE, file=file, row=row, name=twice)
    return names


def read_seeds(text: str, *, file: str) -> list[str]:
    """Return the canonical text of every source, one a line; blank lines and comments are left out."""
    seeds = []
    for row, line in _rows(text):
        try:
            seeds.append(canonical_seed(line))
        except ProblemError as error:
            raise BadInput("seed_malformed", error.what, file=file, row=row, value=line[:40]) from None
    if not seeds:
        raise BadInput("no_seeds", _NO_SEEDS, file=file)
    return seeds


def canonical_seed(text: str) -> str:
    """
    Return one source of numbers in the RFC's form: sorted, leading zeros gone, each ended by a period.

    A decimal keeps its point and loses the zeros at its end, as in the RFC's reference code.

    Examples
    --------
    >>> canonical_seed("9319"), canonical_seed("2 5 12 8 10"), canonical_seed("012.340")
    ('9319.', '2.5.8.10.12.', '12.34')
    """
    decimal = _DECIMAL.fullmatch(text)
    if decimal:
        return f"{int(decimal[1])}.{decimal[2].rstrip('0')}"
    words = text.split()
    if not words or not all(_WHOLE.fullmatch(word) for word in words):
        raise ProblemError(where="seeds", what=_NOT_SEEDS, value=text[:40])
    return "".join(f"{number}." for number in sorted(map(int, words)))


def key_of(seeds: Sequence[str]) -> str:
    """
    Return the key of canonical seeds.

    Examples
    --------
    >>> key_of(["9319.", "2.5.8.10.12."])
    '9319./2.5.8.10.12./'
    """
    return "".join(f"{seed}/" for seed in seeds)


def choices(pool: Sequence[str], key: str, *, count: int) -> list[Choice]:
    """
    Return so many choices from the pool, in order.

    Raises
    ------
    ProblemError
        More are wanted than there are.
    """
    if not 0 <= count <= len(pool) <= MOST_NAMES:
        raise ProblemError(where="count", what=_COUNT, most=len(pool), count=count)
    left = list(range(1, len(pool) + 1))
    chosen = []
    for index in range(1, count + 1):
        number = (index - 1).to_bytes(2, "big")
        digest = hashlib.md5(number + key.encode() + number, usedforsecurity=False).hexdigest()
        divisor = len(left)
        position = left.pop(int(digest, 16) % divisor)
        chosen.append(Choice(index, digest.upper(), divisor, position, pool[position - 1]))
    return chosen


def _rows(text: str) -> list[tuple[int, str]]:
    """Return the lines that say something, with their numbers."""
    lines = ((row, line.strip()) for row, line in enumerate(text.split("\n"), start=1))
    return [(row, line) for row, line in lines if line and not line.startswith("#")]
