"""What a reader asks the list for, read from the address; nonsense is refused with a way out."""

from dataclasses import dataclass

from django.http import QueryDict

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.places.words import Amenity

LONGEST_TEXT = 60

_NO_SUCH_AMENITY = Phrase(
    zh="没有名为“{given}”的设施。请回到列表重新勾选。",
    en="There is no amenity called “{given}”. Please go back to the list and tick again.",
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
    """Read a question; refuse an unknown amenity, cut a text that is too long."""
    wanted = query.getlist("a")
    for amenity in wanted:
        if amenity not in Amenity.values:
            raise Refusal("bad_amenity", _NO_SUCH_AMENITY, given=amenity[:40])
    return Ask(
        text=query.get("q", "").strip()[:LONGEST_TEXT],
        amenities=tuple(dict.fromkeys(wanted)),
        at=query.get("at", ""),
        when=query.get("when", ""),
    )
