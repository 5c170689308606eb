"""Order numbers as they are read out on the telephone: year, month, count and a check digit."""

import datetime as dt

#: Damm's quasigroup of order ten: finds every wrong digit and every two neighbours exchanged.
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
#: Orders a sub-district can take in a month.
MOST_A_MONTH = 9999


def check_digit(digits: str) -> str:
    """
    Return the digit that makes a number whole.

    References
    ----------
    .. [1] Damm (2004), Total anti-symmetrische Quasigruppen, dissertation, Marburg.

    Examples
    --------
    >>> check_digit("572")
    '4'
    """
    row = 0
    for digit in digits:
        row = int(_DAMM[row][int(digit)])
    return str(row)


def month_prefix(day: dt.date) -> str:
    """Return how the numbers of a month begin, as "2611"."""
    return f"{day:%y%m}"


def order_number(day: dt.date, count: int) -> str:
    """
    Return the number of the so-manieth order of a month, with its check digit.

    Examples
    --------
    >>> order_number(dt.date(2026, 11, 25), 42)
    '2611-0042-7'
    """
    digits = f"{month_prefix(day)}{count:04d}"
    return f"{digits[:4]}-{digits[4:]}-{check_digit(digits)}"


def read_number(heard: str) -> str | None:
    """
    Return the number as it is stored, however it was spaced; None where the check digit is wrong.

    Examples
    --------
    >>> read_number("2611 00427")
    '2611-0042-7'
    >>> read_number("2611 00247") is None
    True
    """
    digits = "".join(sign for sign in heard if sign not in " -－—–")
    if len(digits) != 9 or not (digits.isascii() and digits.isdecimal()):
        return None
    return f"{digits[:4]}-{digits[4:8]}-{digits[8]}" if check_digit(digits) == "0" else None
