"""Small texts: a masked telephone number, a moment, and numbers as Chinese reports round them."""

import datetime as dt

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase

_EXACT_BELOW = 100
_MORE_THAN = Phrase("{number}余", "more than {number}")
_EXACTLY = Phrase("{number}", "{number}")


def masked(phone: str) -> str:
    """
    Return a telephone number that only its owner recognises.

    Examples
    --------
    >>> masked("13812341234")
    '138****1234'
    >>> masked("021-65950000")
    '021****0000'
    """
    number = phone.split("-")
    digits = "".join(number[:2])
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) > 7 else "****"


def moment_text(moment: dt.datetime) -> str:
    """
    Return a moment as people here read it, whatever zone the database gave it in.

    Examples
    --------
    >>> moment_text(dt.datetime(2026, 1, 5, 10, 30, tzinfo=dt.UTC))
    '2026-01-05 18:30'
    """
    return f"{moment.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"


def roughly(number: int) -> Phrase:
    """
    Return a number as reports say it: rounded down to two digits, never up; below 100 as it is.

    Examples
    --------
    >>> roughly(1063).zh, roughly(1000).zh, roughly(85).zh
    ('1000余', '1000', '85')
    >>> roughly(12345).en
    'more than 12000'
    """
    unit = 10 ** max(0, len(str(number)) - 2)
    rounded = number - number % unit
    exact = number < _EXACT_BELOW or rounded == number
    said = _EXACTLY if exact else _MORE_THAN
    return Phrase(said.zh.format(number=rounded), said.en.format(number=rounded))
