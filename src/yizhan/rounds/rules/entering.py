"""Who may enter a round or book a seat, with whom, and for what."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.people.words import ASSISTED, Channel

#: A larger group orders a session of its own (点单).
LARGEST_PARTY = 6

_NOBODY = Phrase("请写明或勾选谁来参加。", "Write or tick who will come.")
_LARGE = Phrase(
    "一次最多为 {most} 人报名；更多人可由单位点单。",
    "At most {most} people in one party; a larger group orders a session of its own.",
)
_NOT_THEIRS = Phrase("参加人不在您的名单里。", "Somebody in the party is not on your list.")
_NO_CONSENT = Phrase(
    "“{name}”未满 14 岁，需要监护人同意后才能报名。",
    "“{name}” is under 14: a guardian must consent first.",
)
_NOT_FOR_CHILDREN = Phrase("“{what}”不面向儿童。", "“{what}” is not for children.")
_NO_WISHES = Phrase("请至少填一个志愿。", "Enter at least one wish.")
_MANY_WISHES = Phrase("最多填 {most} 个志愿。", "At most {most} wishes.")
_WISH_TWICE = Phrase("“{what}”填了两次。", "“{what}” is wished for twice.")
_NOT_IN_ROUND = Phrase("“{what}”不在这一轮里。", "“{what}” is not in this round.")
_PARTY_TOO_BIG = Phrase(
    "“{what}”一共只有 {seats} 个名额，容不下 {size} 人。", "“{what}” has {seats} seats in all, not {size}."
)
_CHANNEL = Phrase("工作人员代报时请选电话、柜台或纸质表。", "Staff enter for telephone, counter or paper.")
_NO_WISHES_HERE = Phrase(
    "这一轮先到先得，直接报名即可，不填志愿。",
    "This round is first come, first served: book directly, without wishes.",
)
_ERASED = Phrase("这位联系人的信息已删除。", "This contact's data were erased.")


@dataclass(frozen=True, slots=True)
class Person:
    """What matters of somebody who is to come."""

    name: str
    is_child: bool
    has_consent: bool
    is_theirs: bool


@dataclass(frozen=True, slots=True)
class Place:
    """What matters of an offering that is wished for."""

    number: int
    name: Phrase
    seats: int
    for_children: bool
    is_in_round: bool = True


def refuse_channel(channel: str, *, by_staff: bool) -> None:
    """Raise a `Refusal` where staff do not say how the person reached them."""
    if by_staff and channel not in {each.value for each in ASSISTED}:
        raise Refusal("channel_of_staff", _CHANNEL)


def is_assisted(channel: str) -> bool:
    """Whether staff entered it for somebody else."""
    return Channel(channel) in ASSISTED


def refuse_entering(*, is_draw: bool) -> None:
    """Raise a `Refusal` where there is nothing to enter."""
    if not is_draw:
        raise Refusal("round_without_wishes", _NO_WISHES_HERE)


def refuse_contact(*, is_erased: bool) -> None:
    """Raise a `Refusal` for somebody whose data were erased."""
    if is_erased:
        raise Refusal("contact_erased", _ERASED)


def refuse_party(people: Collection[Person]) -> None:
    """Raise a `Refusal` unless these may come together."""
    if not people:
        raise Refusal("party_empty", _NOBODY)
    if len(people) > LARGEST_PARTY:
        raise Refusal("party_too_large", _LARGE, most=LARGEST_PARTY)
    for person in people:
        if not person.is_theirs:
            raise Refusal("party_of_others", _NOT_THEIRS)
        if person.is_child and not person.has_consent:
            raise Refusal("guardian_must_consent", _NO_CONSENT, name=person.name)


def refuse_place(place: Place, people: Collection[Person]) -> None:
    """Raise a `Refusal` unless an offering can take this party at all."""
    if len(people) > place.seats:
        raise Refusal(
            "party_exceeds_seats", _PARTY_TOO_BIG, what=place.name, seats=place.seats, size=len(people)
        )
    if not place.for_children and any(person.is_child for person in people):
        raise Refusal("not_for_children", _NOT_FOR_CHILDREN, what=place.name)


def refuse_wishes(wishes: Sequence[Place], people: Collection[Person], *, most: int) -> None:
    """Raise a `Refusal` unless these may be wished for, in this order, by this party."""
    if not wishes:
        raise Refusal("wishes_missing", _NO_WISHES)
    if len(wishes) > most:
        raise Refusal("too_many_wishes", _MANY_WISHES, most=most)
    seen: set[int] = set()
    for place in wishes:
        if not place.is_in_round:
            raise Refusal("wish_not_in_round", _NOT_IN_ROUND, what=place.name)
        if place.number in seen:
            raise Refusal("wish_twice", _WISH_TWICE, what=place.name)
        seen.add(place.number)
        refuse_place(place, people)
