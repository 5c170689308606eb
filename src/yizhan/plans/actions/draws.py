"""Freeze a round's list and draw it: the public event, once, whole or not at all."""

from collections.abc import Sequence

from django.db import transaction

from yizhan.foundation import clock
from yizhan.outside.drand import Beacon
from yizhan.people.actions import record, require_runner
from yizhan.people.models import Account
from yizhan.plans.bridge.draws import DrawnRound, drawn_round, frozen_list
from yizhan.plans.bridge.randomness import PublicValue, announced_source, public_value
from yizhan.rounds.actions.absences import lower_weights
from yizhan.rounds.actions.results import store_result, tell_results
from yizhan.rounds.models import Draw, Entry, Seats, SignUpRound
from yizhan.rounds.rules.windows import refuse_drawing, refuse_freezing
from yizhan.rounds.words import Randomness, RoundState


@transaction.atomic
def freeze_round(*, sign_up_round: SignUpRound, by: Account | None, source_name: str = "") -> Draw:
    """
    Publish the list of a closed round with its hash and the randomness that will decide.

    For drand the first round after `draw_at` is named; for other sources `source_name` says what will be
    looked up ("shuangseqiu-2027020"). From now on neither entries nor seats change; a session moved later
    does not change the list, and the draw counts with the times written there.

    Raises
    ------
    Refusal
        The round has no draw, is still open, was frozen before, or its moment has come already.
    """
    require_runner(by=by, subdistrict=sign_up_round.subdistrict)
    # Waits for entries that are being written; they were made before the close.
    frozen = SignUpRound.objects.select_for_update(of=("self",)).get(pk=sign_up_round.pk)
    now = clock.now()
    refuse_freezing(
        method=frozen.method, state=frozen.state, closes_at=frozen.closes_at, draw_at=frozen.draw_at, now=now
    )
    assert frozen.draw_at is not None
    number, source = announced_source(frozen.randomness, draw_at=frozen.draw_at, name=source_name)
    lower_weights(sign_up_round=frozen, by=by)
    entries = Entry.objects.filter(round=frozen, withdrawn_at=None).prefetch_related("wishes__offering")
    listed = frozen_list(frozen, entries, source=source, seats=_free_seats(frozen))
    draw = Draw.objects.create(
        round=frozen, list_text=listed.text, list_hash=listed.hash, frozen_at=now, frozen_by=by
    )
    frozen.state, frozen.randomness_round = RoundState.FROZEN, number
    frozen.save(update_fields=["state", "randomness_round"])
    record(
        verb="freeze_round", subject=frozen, by=by, subdistrict=frozen.subdistrict,
        hash=listed.hash, source=source,
    )  # fmt: skip
    return draw


@transaction.atomic
def draw_round(
    *,
    sign_up_round: SignUpRound,
    by: Account | None,
    beacon: Beacon | None = None,
    typed: str = "",
    seeds: Sequence[str] = (),
) -> Draw:
    """
    Draw a frozen round with the randomness it announced, and write places, offers and waiting lists.

    Give `beacon` (drand), `typed` (a value published elsewhere) or `seeds` (RFC 3797) as was announced. The
    finished file is recounted before anything is written.

    Raises
    ------
    Refusal
        It is not frozen, not time yet, drawn before; or the randomness is not the announced one.
    """
    require_runner(by=by, subdistrict=sign_up_round.subdistrict)
    drawn = SignUpRound.objects.select_for_update(of=("self",)).get(pk=sign_up_round.pk)
    now = clock.now()
    refuse_drawing(state=drawn.state, draw_at=drawn.draw_at or now, now=now)
    draw = Draw.objects.get(round=drawn)
    value = public_value(
        Randomness(drawn.randomness), wanted=drawn.randomness_round, beacon=beacon, typed=typed, seeds=seeds
    )
    outcome = drawn_round(draw.list_text, value=value.value, signature=value.signature)
    bookings = store_result(
        sign_up_round=drawn, places=outcome.places, seats=outcome.seats, waiting=outcome.waiting, by=by
    )
    _publish(draw, value, outcome, by=by)
    drawn.state = RoundState.DRAWN
    drawn.save(update_fields=["state"])
    tell_results(sign_up_round=drawn, bookings=bookings, by=by)
    record(
        verb="draw_round", subject=drawn, by=by, subdistrict=drawn.subdistrict,
        hash=draw.list_hash, randomness=value.value,
    )  # fmt: skip
    return draw


def _publish(draw: Draw, value: PublicValue, outcome: DrawnRound, *, by: Account | None) -> None:
    draw.randomness_value, draw.randomness_proof = value.value, value.proof
    draw.drawn_at, draw.drawn_by = clock.now(), by
    draw.published = outcome.published
    draw.save()


def _free_seats(frozen: SignUpRound) -> dict[int, int]:
    """Return the seats there are to give, by offering."""
    rows = Seats.objects.filter(offering__round_offering__round=frozen).order_by("pk").select_for_update()
    return {seats.offering_id: seats.total - seats.taken for seats in rows}
