"""Short addresses for Chinese names, by pinyin."""

import re
from collections.abc import Collection
from itertools import count

from pypinyin import lazy_pinyin

LONGEST = 40


def address_for(name: str, taken: Collection[str]) -> str:
    """
    Return a short address for a name that is not among those taken.

    Examples
    --------
    >>> address_for("书法入门（示例）", {"shu-fa-ru-men-shi-li"})
    'shu-fa-ru-men-shi-li-2'
    """
    words = re.findall(r"[a-z0-9]+", " ".join(lazy_pinyin(name)).lower())
    stem = "-".join(words)[:LONGEST].strip("-") or "item"
    numbered = (f"{stem}-{number}" if number > 1 else stem for number in count(1))
    return next(one for one in numbered if one not in taken)
