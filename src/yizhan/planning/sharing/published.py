"""The published draw: list, randomness and result in one JSON object, and what does not match in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Any

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import BadInput
from yizhan.planning.errors import ProblemError
from yizhan.planning.sharing.allocation import Allocation
from yizhan.planning.sharing.drawing import run
from yizhan.planning.sharing.entry_list import canonical_text, list_hash, read_list
from yizhan.planning.sharing.problem import DrawProblem
from yizhan.planning.sharing.ties import SourceKind

FORMAT = "yizhan-draw-result/1"

_NOT_A_DRAW = Phrase("不是“{format}”格式的抽签文件", "this is not a draw in the format '{format}'")
_WRONG_KIND = Phrase("这一项缺失或类型不对", "this is missing or of the wrong kind")
_HASH = Phrase(
    "名单的哈希是 {found}，文件上写的是 {stated}", "the list hashes to {found}, the file states {stated}"
)
_SOURCE = Phrase(
    "名单预告的随机数来源是“{announced}”，文件用的是“{used}”",
    "the list announced the source '{announced}', the file used '{used}'",
)
_DRAWN = Phrase(
    "抽签结果第 {place} 位应为“{wanted}”，文件上是“{found}”",
    "place {place} of the draw is '{wanted}', the file says '{found}'",
)
_WAITING = Phrase(
    "{label} 的候补名单第 {place} 位应为 {wanted}，文件上是 {found}",
    "place {place} of the waiting list of {label} is {wanted}, the file says {found}",
)
_NOBODY = Phrase("无", "nothing")


@dataclass(frozen=True, slots=True)
class PublicRandomness:
    """The public value a draw used: its source, its hexadecimal value and, for a beacon, the signature."""

    source: SourceKind
    detail: str
    value: str
    signature: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Draw:
    """A finished draw: the published list, the randomness that came after it, and who got what."""

    text: str
    randomness: PublicRandomness
    allocation: Allocation

    @property
    def list_hash(self) -> str:
        """SHA-256 of the published list."""
        return list_hash(self.text)

    def as_json(self) -> dict[str, Any]:
        """Return the object that is published."""
        return {
            "format": FORMAT,
            "hash": self.list_hash,
            "randomness": {
                "source": self.randomness.source.value,
                "detail": self.randomness.detail,
                "value": self.randomness.value,
                "signature": self.randomness.signature,
            },
            "list": self.text,
            "drawn": [[ticket, *got] for ticket, got in self.allocation.seats().items()],
            "waiting": self.allocation.waiting(),
        }


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One thing a published draw states and the recount does not."""

    code: str
    phrase: Phrase
    facts: tuple[tuple[str, object], ...] = ()

    def say(self, language: str) -> str:
        """Return the sentence for a person."""
        return self.phrase.say(language, **dict(self.facts))


def draw(problem: DrawProblem, *, value: str, signature: str = "") -> Draw:
    """
    Draw with the value of the announced source; the caller has checked its signature.

    Raises
    ------
    ProblemError
        The value is malformed.
    """
    used = PublicRandomness(problem.source.kind, problem.source.detail, value, signature)
    return Draw(canonical_text(problem), used, run(problem, randomness=value))


def read_randomness(stated: Any, *, file: str) -> PublicRandomness:
    """Return the randomness that a published draw states, or refuse the file."""
    _refuse_unless(isinstance(stated, dict) and stated.get("format") == FORMAT, file, None)
    used = stated.get("randomness")
    _refuse_unless(isinstance(used, dict), file, "randomness")
    for key in ("source", "detail", "value", "signature"):
        _refuse_unless(isinstance(used.get(key), str), file, f"randomness.{key}")
    _refuse_unless(used["source"] in set(SourceKind), file, "randomness.source")
    kind = SourceKind(used["source"])
    is_round = used["detail"].isascii() and used["detail"].isdecimal() and len(used["detail"]) <= 16
    _refuse_unless(is_round or kind is not SourceKind.DRAND, file, "randomness.detail")
    return PublicRandomness(kind, used["detail"], used["value"], used["signature"])


def mismatches(stated: Any, *, file: str) -> list[Mismatch]:
    """
    Recompute a published draw and return everything that does not match; nothing is an empty list.

    The signature of the randomness is checked elsewhere: it needs elliptic curves.

    Raises
    ------
    BadInput
        The object is not a published draw, or its list or randomness cannot be read.
    """
    used = read_randomness(stated, file=file)
    for key, kind in (
        ("list", str),
        ("hash", str),
        ("drawn", list),
        ("waiting", dict),
    ):
        _refuse_unless(isinstance(stated.get(key), kind), file, key)
    problem = read_list(stated["list"], file=f"{file}[list]")
    found = []
    if list_hash(stated["list"]) != stated["hash"]:
        found.append(_mismatch("hash", _HASH, found=list_hash(stated["list"]), stated=stated["hash"]))
    if (used.source, used.detail) != (problem.source.kind, problem.source.detail):
        announced = f"{problem.source.kind.value} {problem.source.detail}"
        found.append(
            _mismatch("source", _SOURCE, announced=announced, used=f"{used.source.value} {used.detail}")
        )
    try:
        allocation = run(problem, randomness=used.value)
    except ProblemError as error:
        raise BadInput("randomness_malformed", error.what, file=file, field="randomness.value") from None
    return found + _differences(allocation, stated)


def _differences(allocation: Allocation, stated: Mapping[str, Any]) -> list[Mismatch]:
    drawn = [" ".join([ticket, *got]) for ticket, got in allocation.seats().items()]
    said = [" ".join(map(str, row)) if isinstance(row, list) else str(row) for row in stated["drawn"]]
    found = [_mismatch("drawn", _DRAWN, **apart) for apart in _apart(drawn, said)]
    waiting = allocation.waiting()
    for label in sorted(waiting.keys() | stated["waiting"].keys()):
        aparts = _apart(waiting.get(label, []), stated["waiting"].get(label, []))
        found += [_mismatch("waiting", _WAITING, label=label, **apart) for apart in aparts]
    return found


def _apart(wanted: list[str], said: Any) -> list[dict[str, object]]:
    """Return the first place where two lists part, if any."""
    stated = said if isinstance(said, list) else [said]
    pairs = enumerate(zip_longest(wanted, stated, fillvalue=_NOBODY), start=1)
    apart = ({"place": place, "wanted": one, "found": other} for place, (one, other) in pairs if one != other)
    return list(islice(apart, 1))


def _mismatch(code: str, phrase: Phrase, **facts: object) -> Mismatch:
    return Mismatch(code, phrase, tuple(facts.items()))


def _refuse_unless(holds: bool, file: str, field: str | None) -> None:  # noqa: FBT001 - a condition, not an option
    if not holds:
        what = _NOT_A_DRAW if field is None else _WRONG_KIND
        raise BadInput("draw_malformed", what, file=file, field=field, format=FORMAT)
