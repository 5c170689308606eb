"""The randomness of a draw: which one is announced, and whether what came is that one."""

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.outside.drand import Beacon, round_after, verified
from yizhan.planning.errors import ProblemError
from yizhan.planning.sharing.rfc3797 import canonical_seed, key_of
from yizhan.rounds.words import Randomness

_HEXADECIMAL = re.compile(r"(?:[0-9a-f]{2}){16,64}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")

_NEED_BEACON = Phrase(
    "这一轮预告用 drand 第 {round} 轮，请取该轮或导入其文件。",
    "This round announced drand round {round}; fetch it or give its file.",
)
_NEED_TYPED = Phrase("请输入所预告来源公布的数值。", "Type the value that the announced source published.")
_NEED_SEEDS = Phrase(
    "请逐项输入所预告的公开数据（RFC 3797）。",
    "Type the announced public numbers, one source a line (RFC 3797).",
)
_BAD_NAME = Phrase(
    "来源名只能由字母、数字和 _.- 组成，最多 64 位。",
    "A source is named with letters, digits and _.- only, 64 at most.",
)


@dataclass(frozen=True, slots=True)
class PublicValue:
    """The value that decides, its signature where it has one, and what shows where it came from."""

    value: str
    signature: str = ""
    proof: dict[str, Any] = field(default_factory=dict)


def announced_source(randomness: str, *, draw_at: dt.datetime, name: str) -> tuple[int | None, str]:
    """Return the beacon's round where there is one, and how the list names the source."""
    if randomness == Randomness.DRAND:
        number = round_after(draw_at)
        return number, str(number)
    named = name or f"{randomness}-{draw_at:%Y%m%d}"
    if not _NAME.fullmatch(named):
        raise Refusal("source_name", _BAD_NAME)
    return None, named


def public_value(
    randomness: Randomness,
    *,
    wanted: int | None,
    beacon: Beacon | None,
    typed: str,
    seeds: Sequence[str],
) -> PublicValue:
    """Return the value of the announced source, or refuse anything else."""
    if randomness is Randomness.DRAND:
        if beacon is None:
            raise Refusal("beacon_needed", _NEED_BEACON, round=wanted)
        genuine = verified(beacon, wanted=wanted)
        proof = {"round": genuine.round, "signature": genuine.signature}
        return PublicValue(genuine.randomness, genuine.signature, proof)
    if randomness is Randomness.TYPED:
        return typed_value(typed)
    return _seeded(seeds)


def typed_value(typed: str) -> PublicValue:
    """
    Return a typed value: hexadecimal as it is, any other text by its SHA-256.

    Examples
    --------
    >>> typed_value("03 08 15 22 27 31 + 09").value[:16]
    '003762131f3f1912'
    """
    text = " ".join(typed.split())
    if not text:
        raise Refusal("value_needed", _NEED_TYPED)
    small = text.lower()
    value = small if _HEXADECIMAL.fullmatch(small) else hashlib.sha256(text.encode()).hexdigest()
    return PublicValue(value, proof={"typed": text})


def _seeded(seeds: Sequence[str]) -> PublicValue:
    """Return SHA-256 of the key that RFC 3797 makes of public numbers."""
    if not seeds:
        raise Refusal("seeds_needed", _NEED_SEEDS)
    try:
        key = key_of([canonical_seed(seed.strip()) for seed in seeds])
    except ProblemError as error:
        raise Refusal("seed_malformed", error.what, **error.facts) from None
    return PublicValue(hashlib.sha256(key.encode()).hexdigest(), proof={"seeds": list(seeds), "key": key})
