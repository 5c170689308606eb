"""Sentences about chances, and several sentences said as one."""

from collections.abc import Sequence

from yizhan.foundation.phrases import Phrase

_BEFORE = Phrase(
    "上期 {seats} 个名额中有 {given} 个退还。", "Last term {given} of {seats} seats were given back."
)
_SILENT = Phrase("", "")


def chance(*, given_back: int | None, seats: int | None) -> Phrase:
    """Return what happened last term, the only honest word about a chance; empty where it is not known."""
    if given_back is None or seats is None:
        return _SILENT
    return Phrase(*(_BEFORE.say(language, seats=seats, given=given_back) for language in ("zh", "en")))


def joined(sentences: Sequence[Phrase]) -> Phrase:
    """Return sentences one after another; Chinese needs no blank between them."""
    return Phrase("".join(each.zh for each in sentences), " ".join(each.en.strip() for each in sentences))
