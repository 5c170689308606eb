"""The canonical entry list: the text that is published, and hashed, before the draw."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import BadInput
from yizhan.planning.errors import ProblemError
from yizhan.planning.sharing.entries import Entry, Offering, Source, refuse_time
from yizhan.planning.sharing.problem import DrawProblem, draw_problem
from yizhan.planning.sharing.ties import SERIAL_DICTATORSHIP, SourceKind

FIRST_LINE = "yizhan-draw 1"

_NOT_A_LIST = Phrase("第一行应为“{first}”", "the first line must be '{first}'")
_UNKNOWN_LINE = Phrase("不认识以“{word}”开头的行", "no line begins with '{word}'")
_WORDS = Phrase("应有 {wanted} 个词，实有 {found} 个", "{wanted} words wanted, {found} found")
_NUMBER = Phrase("“{value}”不是非负整数", "'{value}' is not a whole number from 0 up")
_MISSING = Phrase("缺少“{word}”一行", "the line '{word}' is missing")
_TWICE = Phrase("“{word}”一行出现了两次", "the line '{word}' appears twice")
_RULE = Phrase("不认识规则“{value}”", "rule '{value}' is not known")
_SOURCE = Phrase("不认识随机数来源“{value}”", "source of randomness '{value}' is not known")
_NOT_CANONICAL = Phrase(
    "与规范写法不同（顺序、空格或行尾）；此处应为“{wanted}”",
    "differs from the canonical form (order, blanks or line ends); '{wanted}' belongs here",
)

#: Which lines a field of the problem stands on; those of entries otherwise.
_KINDS = {
    "slug": "round",
    "cap": "cap",
    "source": "randomness",
    "offerings": "offering",
    "seats": "offering",
    "clashes": "clash",
}
_NUMBERS = ("size", "slips", "tier", "most")
#: Read without a second look.
_PLAIN = frozenset(map(str, range(100)))
_ONCE = ("round", "rule", "cap", "randomness")


def canonical_text(problem: DrawProblem) -> str:
    """Return the published text: lines ending in LF, offerings, clashes and entries in ascending order."""
    return "".join(f"{line}\n" for line in _lines(problem))


def list_hash(text: str) -> str:
    """Return SHA-256 of the UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def read_list(text: str, *, file: str) -> DrawProblem:
    """
    Return the problem that a published list states.

    Raises
    ------
    BadInput
        A line cannot be read, is not canonical, or states something impossible; names the row.
    """
    lines = text.split("\n")
    reading = _Reading(file, lines)
    if lines[0] != FIRST_LINE:
        raise BadInput("list_unknown", _NOT_A_LIST, file=file, row=1, first=FIRST_LINE)
    for row, line in enumerate(lines[1:-1], start=2):
        reading.take(row, line)
    problem = reading.problem()
    _refuse_another_form(problem, lines, file=file)
    return problem


def _lines(problem: DrawProblem) -> Iterator[str]:
    yield FIRST_LINE
    yield f"round {problem.slug}"
    yield f"rule {SERIAL_DICTATORSHIP}"
    yield f"cap {problem.cap}"
    yield f"randomness {problem.source.kind.value} {problem.source.detail}"
    for offering in problem.offerings:
        times = "".join(f" {start}/{end}" for start, end in offering.times)
        yield f"offering {offering.label} {offering.seats}{times}"
    for left, right in sorted(problem.clashes):
        yield f"clash {left} {right}"
    labels = problem.labels
    wished = [labels[wish] for wish in problem.wishes.tolist()]
    starts = problem.wish_start.tolist()
    columns = (problem.size, problem.slips, problem.tier, problem.most)
    for index, (ticket, *numbers) in enumerate(
        zip(problem.tickets, *(column.tolist() for column in columns), strict=True)
    ):
        yield " ".join(["entry", ticket, *map(str, numbers), *wished[starts[index] : starts[index + 1]]])


@dataclass
class _Reading:
    """What has been read so far."""

    file: str
    lines: list[str]
    once: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    offerings: list[Offering] = field(default_factory=list)
    clashes: list[tuple[str, str]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def take(self, row: int, line: str) -> None:
        """Read one line."""
        word, *rest = line.split(" ")
        if word in _ONCE:
            self._take_once(row, word, rest)
            return
        readers: dict[str, Callable[[int, list[str]], None]] = {
            "offering": self._take_offering,
            "clash": self._take_clash,
            "entry": self._take_entry,
        }
        if word not in readers:
            raise self._bad("line_unknown", _UNKNOWN_LINE, row, word=word[:40])
        readers[word](row, rest)

    def problem(self) -> DrawProblem:
        """Return the whole problem."""
        for word in _ONCE:
            if word not in self.once:
                raise BadInput("line_missing", _MISSING, file=self.file, word=word)
        cap = self._number(self.rows["cap"], "cap", self.once["cap"][0])
        source = self._source()
        try:
            return draw_problem(
                slug=self.once["round"][0],
                source=source,
                offerings=self.offerings,
                entries=self.entries,
                cap=cap,
                clashes=self.clashes,
            )
        except ProblemError as error:
            facts: dict[str, Any] = dict(error.facts)
            row = self._row_of(error.where, str(facts.get("label", "")))
            raise BadInput(
                "list_impossible", error.what, file=self.file, row=row, field=error.where, **facts
            ) from None

    def _row_of(self, where: str, label: str) -> int | None:
        """Return the last row of its kind whose first label this is, else the last that has it at all."""
        kind = _KINDS.get(where, "entry")
        split = [(row, line.split(" ")) for row, line in enumerate(self.lines, start=1)]
        of_kind = [(row, words[1:]) for row, words in split if words[0] == kind]
        first = [row for row, words in of_kind if words[:1] == [label]]
        anywhere = [row for row, words in of_kind if label in words]
        rows = first or anywhere
        return rows[-1] if rows else None

    def _bad(self, code: str, phrase: Phrase, row: int, **facts: Any) -> BadInput:
        return BadInput(code, phrase, file=self.file, row=row, **facts)

    def _take_once(self, row: int, word: str, rest: list[str]) -> None:
        if word in self.once:
            raise self._bad("line_twice", _TWICE, row, word=word)
        wanted = 2 if word == "randomness" else 1
        if len(rest) != wanted:
            raise self._bad("line_words", _WORDS, row, wanted=wanted + 1, found=len(rest) + 1)
        if word == "rule" and rest[0] != SERIAL_DICTATORSHIP:
            raise self._bad("rule_unknown", _RULE, row, value=rest[0])
        self.once[word], self.rows[word] = rest, row

    def _source(self) -> Source:
        row, (name, detail) = self.rows["randomness"], self.once["randomness"]
        if name not in set(SourceKind):
            raise self._bad("source_unknown", _SOURCE, row, value=name)
        return Source(SourceKind(name), detail)

    def _take_offering(self, row: int, rest: list[str]) -> None:
        if len(rest) < 2:
            raise self._bad("line_words", _WORDS, row, wanted=3, found=len(rest) + 1)
        times = []
        for session in rest[2:]:
            start, _, end = session.partition("/")
            try:
                refuse_time(rest[0], start, end)
            except ProblemError as error:
                raise BadInput(
                    "time_malformed", error.what, file=self.file, row=row, **dict[str, Any](error.facts)
                ) from None
            times.append((start, end))
        self.offerings.append(Offering(rest[0], self._number(row, "seats", rest[1]), tuple(times)))
        self.rows.setdefault(f"offering {rest[0]}", row)

    def _take_clash(self, row: int, rest: list[str]) -> None:
        if len(rest) != 2:
            raise self._bad("line_words", _WORDS, row, wanted=3, found=len(rest) + 1)
        self.clashes.append((rest[0], rest[1]))

    def _take_entry(self, row: int, rest: list[str]) -> None:
        if len(rest) < 5:
            raise self._bad("line_words", _WORDS, row, wanted=6, found=len(rest) + 1)
        ticket, *numbers = rest[:5]
        size, slips, tier, most = (
            int(value) if value in _PLAIN else self._number(row, name, value)
            for name, value in zip(_NUMBERS, numbers, strict=True)
        )
        self.entries.append(Entry(ticket, tuple(rest[5:]), size=size, slips=slips, tier=tier, most=most))

    def _number(self, row: int, name: str, value: str) -> int:
        if not (value.isascii() and value.isdecimal() and len(value) <= 15):
            raise BadInput("not_a_number", _NUMBER, file=self.file, row=row, field=name, value=value[:40])
        return int(value)


def _refuse_another_form(problem: DrawProblem, lines: list[str], *, file: str) -> None:
    """Refuse a list that says the same in other bytes: only one text has the published hash."""
    wanted = [*_lines(problem), ""]
    for row, (line, canonical) in enumerate(zip(lines, wanted, strict=False), start=1):
        if line != canonical:
            raise BadInput("list_not_canonical", _NOT_CANONICAL, file=file, row=row, wanted=canonical[:80])
    if len(lines) != len(wanted):
        raise BadInput(
            "list_not_canonical", _NOT_CANONICAL, file=file, row=min(len(lines), len(wanted)), wanted=""
        )
