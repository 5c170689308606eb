"""
The one way to say no.

Rules and actions raise a `Refusal`; each face translates it once (an HTTP status, an exit code)
and says its phrase in the reader's language.

Tree of refusals::

    Refusal                a rule says no, or the input cannot be used
    ├── BadInput           a file, row or field is malformed; names all three
    └── ProblemError       a planning problem is malformed (yizhan.planning.errors)
"""

from yizhan.foundation.phrases import ENGLISH, Phrase


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault of the program
    """A rule says no; `code` is for machines, `phrase` and `facts` for people."""

    def __init__(self, code: str, phrase: Phrase, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.phrase = phrase
        self.facts = facts

    def say(self, language: str) -> str:
        """Return the sentence for a person reading `language`."""
        return self.phrase.say(language, **self.facts)

    def __str__(self) -> str:
        """Say it in English, for logs and tracebacks."""
        return self.say(ENGLISH)


_PLACE = Phrase(
    zh="{file}{row}{field}：{what}",
    en="{file}{row}{field}: {what}",
)


class BadInput(Refusal):
    """A file cannot be used; says which file, which row and which field, and nothing is written."""

    def __init__(
        self,
        code: str,
        phrase: Phrase,
        *,
        file: str,
        row: int | None = None,
        field: str | None = None,
        **facts: object,
    ) -> None:
        super().__init__(code, phrase, file=file, row=row, field=field, **facts)
        self.file = file
        self.row = row
        self.field = field

    def say(self, language: str) -> str:
        """Return "file, row 3, field lon: what is wrong"."""
        chinese = language.startswith("zh")
        row = field = ""
        if self.row is not None:
            row = f"，第 {self.row} 行" if chinese else f", row {self.row}"
        if self.field is not None:
            field = f"，“{self.field}”列" if chinese else f", field {self.field}"
        what = self.phrase.say(language, **self.facts)
        return _PLACE.say(language, file=self.file, row=row, field=field, what=what)
