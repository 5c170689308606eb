"""Tickets: random labels that people can read aloud, with a sign that gives a typing error away."""

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal

#: Crockford's base 32: no I, L, O or U, so that no two signs look or sound alike.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: Random signs in a ticket; a check sign follows.
RANDOM_SIGNS = 11
#: How many different tickets there are.
TICKETS = 32**RANDOM_SIGNS

_LOOKALIKES = str.maketrans("OIL", "011", "- ")
#: x⁵ + x² + 1, which makes the 32 signs a field.
_FIELD = 0b100101

_MISTYPED = Phrase(
    "票号“{ticket}”有误，请对照纸质票再看一遍（共 12 位字母和数字）。",
    "Ticket “{ticket}” is mistyped; compare it with the paper (12 letters and digits).",
)


def ticket_of(number: int) -> str:
    """
    Return the ticket of a random number below `TICKETS`.

    Examples
    --------
    >>> ticket_of(123_456_789_012_345)
    '03G9-230V-QVS2'
    """
    digits = [(number >> 5 * place) & 31 for place in reversed(range(RANDOM_SIGNS))]
    signs = "".join(SIGNS[digit] for digit in [*digits, _shifted(_folded(digits))])
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))


def read_ticket(text: str) -> str:
    """
    Return the ticket somebody typed, small letters, blanks and O for 0 forgiven.

    Every single wrong sign and every swap of neighbours is noticed.

    Raises
    ------
    Refusal
        It is no ticket.
    """
    signs = text.strip().upper().translate(_LOOKALIKES)
    digits = [SIGNS.find(sign) for sign in signs]
    if len(digits) != RANDOM_SIGNS + 1 or min(digits) < 0 or _folded(digits) != 0:
        raise Refusal("ticket_mistyped", _MISTYPED, ticket=text.strip()[:30])
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))


def _shifted(value: int) -> int:
    """Return a sign times x in the field."""
    return (value << 1) ^ (_FIELD if value & 16 else 0)


def _folded(digits: list[int]) -> int:
    folded = 0
    for digit in digits:
        folded = _shifted(folded) ^ digit
    return folded
