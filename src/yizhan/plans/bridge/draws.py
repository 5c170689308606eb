"""A sign-up round becomes a draw problem, and a published draw becomes places, seats and waiting lists."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import Offering
from yizhan.offers.words import SessionState
from yizhan.planning.errors import ProblemError
from yizhan.planning.sharing.drawing import run
from yizhan.planning.sharing.entry_list import canonical_text, list_hash, read_list
from yizhan.planning.sharing.problem import LOWERED_SLIPS, ORDINARY_SLIPS, DrawProblem, Source, draw_problem
from yizhan.planning.sharing.problem import Entry as Ticketed
from yizhan.planning.sharing.problem import Offering as Offered
from yizhan.planning.sharing.published import Draw as PublishedDraw
from yizhan.planning.sharing.published import PublicRandomness, mismatches
from yizhan.planning.sharing.ties import SourceKind
from yizhan.rounds.models import Entry, SignUpRound
from yizhan.rounds.words import Randomness

_MISMATCH = Phrase(
    "重算与抽签结果不符，没有保存任何内容：{what}",
    "The recount does not match the draw; nothing was saved: {what}",
)
_KIND = {
    Randomness.DRAND: SourceKind.DRAND,
    Randomness.TYPED: SourceKind.ANNOUNCED,
    Randomness.RFC3797: SourceKind.ANNOUNCED,
}


@dataclass(frozen=True, slots=True)
class FrozenList:
    """The text that is published before the draw, and its hash."""

    text: str
    hash: str


@dataclass(frozen=True, slots=True)
class DrawnRound:
    """What a draw says: each ticket's place and seats, and each offering's waiting list, by labels."""

    published: str
    places: dict[str, int]
    seats: dict[str, list[str]]
    waiting: dict[str, list[str]]


def frozen_list(
    sign_up_round: SignUpRound, entries: Iterable[Entry], *, source: str, seats: dict[int, int]
) -> FrozenList:
    """Return the canonical list of a round: tickets, sizes, wishes; no persons, no channels."""
    text = canonical_text(problem_of(sign_up_round, entries, source=source, seats=seats))
    return FrozenList(text, list_hash(text))


def problem_of(
    sign_up_round: SignUpRound, entries: Iterable[Entry], *, source: str, seats: dict[int, int]
) -> DrawProblem:
    """Return a round with these entries as a draw."""
    offerings = Offering.objects.filter(round_offering__round=sign_up_round).prefetch_related("sessions")
    cap = sign_up_round.seats_a_person
    return draw_problem(
        slug=sign_up_round.slug,
        source=Source(_KIND[Randomness(sign_up_round.randomness)], source),
        offerings=[_offered(offering, seats[offering.pk]) for offering in offerings],
        entries=[_ticketed(entry, cap) for entry in entries],
        cap=cap,
    )


def drawn_round(text: str, *, value: str, signature: str) -> DrawnRound:
    """
    Draw a frozen list with its randomness, and have the finished file checked by a second count.

    Raises
    ------
    Refusal
        The value is malformed, or the recount differs.
    """
    problem = read_list(text, file="list")
    try:
        allocation = run(problem, randomness=value)
    except ProblemError as error:
        raise Refusal("randomness_malformed", error.what) from None
    used = PublicRandomness(problem.source.kind, problem.source.detail, value, signature)
    stated: dict[str, Any] = PublishedDraw(text, used, allocation).as_json()
    wrong = mismatches(stated, file="draw")
    if wrong:
        said = Phrase("；".join(one.say("zh") for one in wrong), "; ".join(one.say("en") for one in wrong))
        raise Refusal("draw_mismatch", _MISMATCH, what=said)
    seats = allocation.seats()
    return DrawnRound(
        published=json.dumps(stated, ensure_ascii=False, separators=(",", ":")),
        places={ticket: place for place, ticket in enumerate(seats, start=1)},
        seats=seats,
        waiting=allocation.waiting(),
    )


def _offered(offering: Offering, seats: int) -> Offered:
    times = [
        (_minute(session.starts_at), _minute(session.ends_at))
        for session in offering.sessions.all()
        if session.state != SessionState.CANCELLED
    ]
    return Offered(offering.slug, seats, tuple(sorted(times)))


def _ticketed(entry: Entry, cap: int) -> Ticketed:
    return Ticketed(
        ticket=entry.ticket,
        wishes=tuple(wish.offering.slug for wish in entry.wishes.all()),
        size=entry.size,
        slips=ORDINARY_SLIPS if entry.draws == 1 else LOWERED_SLIPS,
        most=cap,
    )


def _minute(moment: Any) -> str:
    return f"{moment.astimezone(clock.SHANGHAI):%Y-%m-%dT%H:%M}"
