"""
The rotating code a seat holder shows at the door: six digits that change every thirty seconds.

It is the time-based one-time password of RFC 6238 with SHA-256, so that the holder's page and the door's page
can both compute it without a network. The key is derived from the booking's secret for one session only: what
the door downloads opens no other session, and names nobody. What it does not stop is said in
docs/methods/attendance.md.
"""

import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal

SECONDS = 30
DIGITS = 6
#: Windows accepted around the present one: a picture taken earlier than the last one does not count.
EARLIER, LATER = 1, 1

_WRONG = Phrase(
    "没有这个到场码，或者已经过期；请让对方刷新后再报。没有码也可以直接点人数。",
    "No such code, or it has expired; ask for the present one. Without a code, simply tap the number.",
)
_NOBODY_OPEN = Phrase(
    "这个到场码的链接无效或预订已结束。", "This link is not valid, or the booking has ended."
)


@dataclass(frozen=True, slots=True)
class Verifier:
    """What the door needs to know one booking's code: no name, no telephone."""

    booking: int
    key: str
    size: int


def key_of(secret: str, session: int) -> str:
    """Return the key of a booking for one session, in hexadecimal."""
    return hmac.new(secret.encode(), f"yizhan door {session}".encode(), hashlib.sha256).hexdigest()


def window_of(moment: dt.datetime) -> int:
    """Return the number of the thirty seconds a moment lies in."""
    return int(moment.timestamp()) // SECONDS


def code_at(key: str, window: int) -> str:
    """
    Return the six digits of a window.

    Examples
    --------
    The vector of RFC 6238 for SHA-256 at 59 s is 46119246; its last six digits:

    >>> code_at(b"12345678901234567890123456789012".hex(), 1)
    '119246'
    """
    digest = hmac.new(bytes.fromhex(key), window.to_bytes(8, "big"), hashlib.sha256).digest()
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def recognised(shown: str, verifiers: Iterable[Verifier], *, now: dt.datetime) -> Verifier:
    """Return whose code it is, or refuse."""
    typed = "".join(shown.split())
    windows = range(window_of(now) - EARLIER, window_of(now) + LATER + 1)
    for verifier in verifiers:
        if any(hmac.compare_digest(code_at(verifier.key, window), typed) for window in windows):
            return verifier
    raise Refusal("door_code_wrong", _WRONG)


def no_such_link() -> Refusal:
    """Return the refusal for a link that leads to no standing booking."""
    return Refusal("no_such_link", _NOBODY_OPEN)
