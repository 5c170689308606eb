"""
Public randomness of the drand network *quicknet*: its facts, its rounds, and whether a value is genuine.

A round comes out every three seconds and cannot be known before: its signature (BLS12-381, RFC 9380) takes a
threshold of independent institutions. Protocol: https://docs.drand.love; scheme ``bls-unchained-g1-rfc9380``.
"""

import datetime as dt
import hashlib
import re
import sys
from dataclasses import dataclass
from typing import Any

from py_ecc.bls.g2_primitives import subgroup_check
from py_ecc.bls.hash_to_curve import hash_to_G1
from py_ecc.bls.point_compression import decompress_G1, decompress_G2
from py_ecc.optimized_bls12_381 import FQ12, G2, final_exponentiate, is_inf, neg, pairing

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal

# py_ecc raises the limit a hundredfold when imported; deeply nested JSON would then end the whole process
# where it is now refused. Nothing here needs it.
sys.setrecursionlimit(1000)

CHAIN_HASH = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
PUBLIC_KEY = (
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
GENESIS = dt.datetime(2023, 8, 23, 15, 9, 27, tzinfo=dt.UTC)  # 1692803367
PERIOD_S = 3
DOMAIN = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"

_SIGNATURE = re.compile(r"[0-9a-f]{96}")

_BEFORE_GENESIS = Phrase("这一时刻早于随机数网络的启用", "the moment lies before the network's first round")
_NO_ROUND = Phrase("轮次应为正整数，而不是 {round}", "a round is a whole number from 1 up, not {round}")
_NOT_A_SIGNATURE = Phrase(
    "第 {round} 轮的签名应为 96 位小写十六进制数字",
    "the signature of round {round} must be 96 lowercase hexadecimal digits",
)
_NOT_ITS_HASH = Phrase(
    "第 {round} 轮的随机数不是其签名的 SHA-256",
    "the randomness of round {round} is not SHA-256 of its signature",
)
_FORGED = Phrase(
    "第 {round} 轮的签名与随机数网络的公钥不符；可能被改动，或属于另一轮",
    "the signature of round {round} does not fit the network's public key: altered, or of another round",
)
_WRONG_ROUND = Phrase(
    "要的是第 {wanted} 轮，得到的是第 {round} 轮", "round {wanted} was asked for, round {round} came"
)


@dataclass(frozen=True, slots=True)
class Beacon:
    """One round: its number, its signature and its randomness, in lowercase hexadecimal."""

    round: int
    signature: str
    randomness: str


def time_of_round(number: int) -> dt.datetime:
    """
    Return the moment a round comes out.

    Examples
    --------
    >>> time_of_round(1000).isoformat()
    '2023-08-23T15:59:24+00:00'
    """
    _refuse_no_round(number)
    return GENESIS + dt.timedelta(seconds=(number - 1) * PERIOD_S)


def round_after(moment: dt.datetime) -> int:
    """Return the first round that comes out strictly after a moment, so nobody knows it then."""
    return 1 if moment < GENESIS else round_at(moment) + 1


def round_at(moment: dt.datetime) -> int:
    """Return the latest round out at a moment."""
    if moment < GENESIS:
        raise Refusal("before_genesis", _BEFORE_GENESIS)
    return (moment - GENESIS) // dt.timedelta(seconds=PERIOD_S) + 1


def verified(beacon: Beacon, *, wanted: int | None = None) -> Beacon:
    """
    Return the beacon if it is genuine; takes about a fifth of a second.

    Parameters
    ----------
    wanted
        The round that was announced; another one is refused.

    Raises
    ------
    Refusal
        Another round, a randomness that is not the hash of the signature, or a signature that does not fit
        the pinned public key.
    """
    _refuse_no_round(beacon.round)
    if wanted is not None and beacon.round != wanted:
        raise Refusal("beacon_round", _WRONG_ROUND, wanted=wanted, round=beacon.round)
    if not _SIGNATURE.fullmatch(beacon.signature):
        raise Refusal("beacon_signature", _NOT_A_SIGNATURE, round=beacon.round)
    signature = bytes.fromhex(beacon.signature)
    if hashlib.sha256(signature).hexdigest() != beacon.randomness:
        raise Refusal("beacon_randomness", _NOT_ITS_HASH, round=beacon.round)
    if not _signed(beacon.round, signature):
        raise Refusal("beacon_forged", _FORGED, round=beacon.round)
    return beacon


def _refuse_no_round(number: int) -> None:
    if not 1 <= number < 2**53:
        raise Refusal("no_such_round", _NO_ROUND, round=number)


def _signed(number: int, signature: bytes) -> bool:
    """Whether e(signature, G2) = e(H(message), public key): BLS with signatures in G1."""
    try:
        point = decompress_G1(int.from_bytes(signature, "big"))  # type: ignore[arg-type]
    except ValueError:
        return False
    if is_inf(point) or not subgroup_check(point):
        return False
    message = hashlib.sha256(number.to_bytes(8, "big")).digest()
    hashed = hash_to_G1(message, DOMAIN, hashlib.sha256)  # type: ignore[arg-type]  # wants the function
    product = pairing(G2, point, False) * pairing(_public_key(), neg(hashed), False)  # noqa: FBT003 - py_ecc's
    return bool(final_exponentiate(product) == FQ12.one())


def _public_key() -> Any:
    key = bytes.fromhex(PUBLIC_KEY)
    return decompress_G2((int.from_bytes(key[:48], "big"), int.from_bytes(key[48:], "big")))  # type: ignore[arg-type]
