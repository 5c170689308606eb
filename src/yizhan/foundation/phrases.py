"""Phrases the system says to people, in Chinese and in English."""

import os
from dataclasses import dataclass

CHINESE = "zh"
ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence in both languages; `{names}` in braces are filled from facts."""

    zh: str
    en: str

    def say(self, language: str, **facts: object) -> str:
        """Return the sentence in `language` ("zh…" is Chinese, anything else English)."""
        sentence = self.zh if language.startswith(CHINESE) else self.en
        return sentence.format(**facts)


def terminal_language() -> str:
    """Return the language of the terminal: `YIZHAN_LANG`, else the locale, else English."""
    for variable in ("YIZHAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        wanted = os.environ.get(variable, "")
        if wanted:
            return CHINESE if wanted.lower().startswith(CHINESE) else ENGLISH
    return ENGLISH
