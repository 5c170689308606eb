"""What goes in and out, as the description shows it."""

import datetime as dt

from ninja import Schema


class SessionOut(Schema):
    """One meeting."""

    number: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    state: str


class OfferingOut(Schema):
    """Something with seats."""

    id: str
    name_zh: str
    name_en: str
    kind: str
    sign_up: str
    station: str
    seats: int
    for_children: bool
    is_example: bool
    sessions: list[SessionOut]


class RoundOut(Schema):
    """A sign-up round with its rules."""

    id: str
    name_zh: str
    name_en: str
    method: str
    state: str
    opens_at: dt.datetime
    closes_at: dt.datetime
    draw_at: dt.datetime | None
    confirm_until: dt.datetime | None
    wishes_at_most: int
    seats_a_person: int
    held_percent: int
    randomness: str
    randomness_round: int | None
    list_hash: str | None
    offerings: list[str]
    is_example: bool


class EntryIn(Schema):
    """Wishes in order, the dearest first; without participants the contact's own first one comes."""

    wishes: list[str]
    participants: list[int] | None = None


class EntryOut(Schema):
    """An entry; the ticket finds it in the published list."""

    round: str
    ticket: str
    size: int
    wishes: list[str]
    place: int | None


class BookingIn(Schema):
    """A seat where first come is first served."""

    offering: str
    participants: list[int] | None = None


class BookingOut(Schema):
    """A booking; `place` and `of` where it waits."""

    id: int
    offering: str
    state: str
    size: int
    answer_until: dt.datetime | None
    place: int | None = None
    of: int | None = None


class Problem(Schema):
    """A refusal (RFC 9457)."""

    type: str
    status: int
    code: str
    detail: str
    detail_en: str
