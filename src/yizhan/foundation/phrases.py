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
        """
        Return the sentence in `language` ("zh…" is Chinese, anything else English).

        A fact that is itself a phrase is said in the same language.

        Examples
        --------
        >>> Phrase("应为{kind}", "should be {kind}").say("en", kind=Phrase("数", "a number"))
        'should be a number'
        """
        sentence = self.zh if language.startswith(CHINESE) else self.en
        said = {
            name: fact.say(language) if isinstance(fact, Phrase) else fact for name, fact in facts.items()
        }
        return sentence.format(**said)


def terminal_language() -> str:
    """Return the language of the terminal: `YIZHAN_LANG`, else the locale, else English."""
    for variable in ("YIZHAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        wanted = os.environ.get(variable, "")
        if wanted:
            return CHINESE if wanted.lower().startswith(CHINESE) else ENGLISH
    return ENGLISH
