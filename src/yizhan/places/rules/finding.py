"""Finding by Chinese, by pinyin and by initials: 白玉兰, baiyulan, byl."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from pypinyin import Style, lazy_pinyin


def matches(text: str, fields: Iterable[str]) -> bool:
    """
    Whether every word of `text` is found in some field: as written, as pinyin, or as initials.

    Examples
    --------
    >>> [matches(text, ["白玉兰党群服务站"]) for text in ("玉兰", "Yu Lan", "byl", "lanbai", "")]
    [True, True, True, False, True]
    """
    keys = [_keys(field) for field in fields if field]
    return all(any(_found(word, *key) for key in keys) for word in _plain(text).split())


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("'", "")


def _found(word: str, written: str, syllables: tuple[str, ...], initials: str) -> bool:
    if word in written:
        return True
    if not word.isascii():
        return False
    # A syllable is matched from its start: "an" does not find "lan".
    rest = "".join(syllables)
    for syllable in syllables:
        if rest.startswith(word):
            return True
        rest = rest[len(syllable) :]
    return len(word) > 1 and word in initials


@lru_cache(maxsize=20_000)
def _keys(field: str) -> tuple[str, tuple[str, ...], str]:
    written = _plain(field)
    syllables = tuple(lazy_pinyin(written))
    return written, syllables, "".join(lazy_pinyin(written, style=Style.FIRST_LETTER))
