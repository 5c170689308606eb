"""What a reader asks the list for, read from the address; what cannot be used is left out."""

from dataclasses import dataclass

from django.http import QueryDict

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.places.words import Amenity
from yizhan.portal.moments import KEYS
from yizhan.portal.reader import LONGEST_TEXT, shortened

_NO_SUCH_AMENITY = Phrase(
    zh="没有名为“{given}”的设施，这一条已忽略。",
    en="There is no amenity called “{given}”; it was left out.",
)
_NO_SUCH_PRESET = Phrase(
    zh="没有“{given}”这个时间选项，这一条已忽略。",
    en="“{given}” is not one of the times to choose from; it was left out.",
)
_LONG_TEXT = Phrase(
    zh="要找的文字太长，只用了前 {most} 个字。",
    en="The text to look for is too long; only its first {most} characters were used.",
)


@dataclass(frozen=True, slots=True)
class Ask:
    """Words, amenities and moment wanted."""

    text: str
    amenities: tuple[str, ...]
    at: str
    when: str

    @property
    def narrowed(self) -> bool:
        """Whether anything at all is asked."""
        return bool(self.text or self.amenities or self.at or self.when)

    @property
    def detailed(self) -> bool:
        """Whether more is asked than one of the presets."""
        return bool(self.text or self.amenities or self.when)

    def query(self, **changed: str) -> str:
        """Return the question as the query of an address; a changed part left empty is dropped."""
        query = QueryDict(mutable=True)
        asked = {"q": [self.text], "a": list(self.amenities), "at": [self.at], "when": [self.when]}
        for name, values in asked.items():
            kept = [changed[name]] if name in changed else values
            query.setlist(name, [value for value in kept if value])
        return query.urlencode()


def ask_of(query: QueryDict) -> Ask:
    """Read a question; what cannot be used is left out."""
    at = query.get("at", "")
    return Ask(
        text=_text(query)[:LONGEST_TEXT],
        amenities=tuple(dict.fromkeys(name for name in query.getlist("a") if name in Amenity.values)),
        at=at if at in KEYS else "",
        when=query.get("when", ""),
    )


def left_out(query: QueryDict) -> list[Refusal]:
    """Return what `ask_of` leaves out, once for each part of the question."""
    reasons = []
    unknown = [name for name in query.getlist("a") if name and name not in Amenity.values]
    if unknown:
        reasons.append(Refusal("bad_amenity", _NO_SUCH_AMENITY, given=shortened(unknown[0])))
    if query.get("at", "") not in {"", *KEYS}:
        reasons.append(Refusal("bad_preset", _NO_SUCH_PRESET, given=shortened(query.get("at", ""))))
    if len(_text(query)) > LONGEST_TEXT:
        reasons.append(Refusal("long_text", _LONG_TEXT, most=LONGEST_TEXT))
    return reasons


def _text(query: QueryDict) -> str:
    # PostgreSQL cannot be asked for a zero character.
    return query.get("q", "").replace("\x00", "").strip()
