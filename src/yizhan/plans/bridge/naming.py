"""Names of rows and words of enums in both languages, safe to be put into a sentence."""

from collections.abc import Callable
from typing import Protocol

from django.utils import translation

from yizhan.foundation.phrases import Phrase


class Named(Protocol):
    """A row with a Chinese and perhaps an English name."""

    name_zh: str
    name_en: str


def named(row: Named) -> Phrase:
    """Return a row's name in both languages."""
    return plain(row.name_zh, row.name_en or row.name_zh)


def plain(zh: str, en: str) -> Phrase:
    """Return a text that has nothing to fill in."""
    return Phrase(*(text.replace("{", "{{").replace("}", "}}") for text in (zh, en)))


def in_both(say: Callable[[], object]) -> Phrase:
    """Return what is said with the Chinese and with the English words of the enums."""
    words = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            words.append(str(say()))
    return plain(*words)
