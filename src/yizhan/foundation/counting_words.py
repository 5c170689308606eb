"""
How counts are written for people: "1000余人次", "more than 1,000".

The rounding rule of reports: below one hundred a count is written exactly; above, it is rounded down to its
two leading digits, and 余 says that there were more. From ten thousand on it is written in 万.
"""

from yizhan.foundation.phrases import Phrase

#: Counts below are written exactly.
EXACT_BELOW = 100
#: From here on Chinese counts in 万.
TEN_THOUSAND = 10_000


def rounded_down(number: int) -> int:
    """
    Return a count rounded down to two leading digits; below one hundred the count itself.

    Examples
    --------
    >>> [rounded_down(number) for number in (0, 85, 100, 1003, 1199, 12999)]
    [0, 85, 100, 1000, 1100, 12000]
    """
    if number < EXACT_BELOW:
        return number
    unit = int(10 ** (len(str(number)) - 2))
    return number // unit * unit


def about(number: int) -> Phrase:
    """
    Return a count as reports write it.

    Examples
    --------
    >>> about(1003).zh, about(1003).en
    ('1000余', 'more than 1,000')
    >>> about(1000).zh, about(85).zh, about(12345).zh, about(30000).zh
    ('1000', '85', '1.2万余', '3万')
    """
    rounded = rounded_down(number)
    chinese = str(rounded) if rounded < TEN_THOUSAND else f"{rounded / TEN_THOUSAND:g}万"
    more = rounded < number
    return Phrase(f"{chinese}余" if more else chinese, f"more than {rounded:,}" if more else f"{rounded:,}")
