"""Prepare, announce and change sign-up rounds."""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import Offering
from yizhan.offers.words import SignUp
from yizhan.people.actions import record, require_runner
from yizhan.people.models import Account, Subdistrict
from yizhan.rounds.actions.seats import open_seats
from yizhan.rounds.models import RoundOffering, SignUpRound
from yizhan.rounds.queries.bookings import last_term
from yizhan.rounds.queries.rounds import terms_of
from yizhan.rounds.queries.times import called, span
from yizhan.rounds.rules.windows import (
    RoundTerms,
    refuse_announcing,
    refuse_change,
    refuse_finishing,
    refuse_terms,
)
from yizhan.rounds.words import Method, RoundState

_SLUG_TAKEN = Phrase("短地址“{slug}”已被另一轮使用。", "Another round has the short address “{slug}”.")
_OTHER_WAY = Phrase(
    "“{what}”的报名方式与这一轮不同。", "“{what}” is not signed up for in the way of this round."
)
_IN_ANOTHER = Phrase("“{what}”已在另一轮里。", "“{what}” is in another round already.")
_ELSEWHERE = Phrase("“{what}”属于别的街道。", "“{what}” belongs to another sub-district.")
_BEGINS_TOO_SOON = Phrase(
    "“{what}”在名额确定之前就开课了。", "“{what}” begins before its seats would be settled."
)
_WAY = {Method.DRAW: SignUp.DRAW, Method.FIRST_COME: SignUp.FIRST_COME}


@transaction.atomic
def prepare_round(
    *,
    subdistrict: Subdistrict,
    slug: str,
    name_zh: str,
    terms: RoundTerms,
    offerings: Sequence[Offering],
    by: Account | None,
    name_en: str = "",
    is_example: bool = False,
) -> SignUpRound:
    """Prepare a round with its rules and offerings, in the order shown; nobody but staff sees it yet."""
    require_runner(by=by, subdistrict=subdistrict)
    refuse_terms(terms, now=clock.now())
    made, is_new = SignUpRound.objects.get_or_create(
        subdistrict=subdistrict,
        slug=slug,
        defaults=asdict(terms) | {"name_zh": name_zh, "name_en": name_en, "is_example": is_example},
    )
    if not is_new:
        raise Refusal("round_slug_taken", _SLUG_TAKEN, slug=slug)
    _fill(made, offerings)
    record(verb="prepare_round", subject=made, by=by, subdistrict=subdistrict, offerings=len(offerings))
    return made


@transaction.atomic
def change_round(
    *,
    sign_up_round: SignUpRound,
    terms: RoundTerms,
    by: Account | None,
    offerings: Sequence[Offering] | None = None,
) -> SignUpRound:
    """
    Change a round's rules, and its offerings where given.

    After announcing, only putting off the close, the draw and the deadline is allowed, until the list is out.
    """
    require_runner(by=by, subdistrict=sign_up_round.subdistrict)
    changed = SignUpRound.objects.select_for_update().get(pk=sign_up_round.pk)
    refuse_change(terms_of(changed), terms, state=changed.state)
    refuse_terms(terms, now=clock.now())
    if offerings is not None and changed.state == RoundState.DRAFT:
        changed.round_offerings.all().delete()
    for name, value in asdict(terms).items():
        setattr(changed, name, value)
    changed.save()
    if offerings is not None and changed.state == RoundState.DRAFT:
        _fill(changed, offerings)
    if changed.state == RoundState.ANNOUNCED:
        _refuse_early_starts(changed)
        _open_all(changed, by=by)
    record(verb="change_round", subject=changed, by=by, subdistrict=changed.subdistrict)
    return changed


@transaction.atomic
def announce_round(*, sign_up_round: SignUpRound, by: Account | None) -> SignUpRound:
    """Announce a round: its rules stand, its seats are open, people enter from `opens_at` on."""
    require_runner(by=by, subdistrict=sign_up_round.subdistrict)
    announced = SignUpRound.objects.select_for_update().get(pk=sign_up_round.pk)
    refuse_announcing(
        state=announced.state,
        offerings=announced.round_offerings.count(),
        closes_at=announced.closes_at,
        now=clock.now(),
    )
    _refuse_early_starts(announced)
    _open_all(announced, by=by)
    announced.state = RoundState.ANNOUNCED
    announced.save(update_fields=["state"])
    record(verb="announce_round", subject=announced, by=by, subdistrict=announced.subdistrict)
    return announced


@transaction.atomic
def finish_round(*, sign_up_round: SignUpRound, by: Account | None) -> SignUpRound:
    """Close the file of a drawn round after its deadline; waiting lists go on by themselves."""
    require_runner(by=by, subdistrict=sign_up_round.subdistrict)
    finished = SignUpRound.objects.select_for_update().get(pk=sign_up_round.pk)
    refuse_finishing(state=finished.state, confirm_until=finished.confirm_until, now=clock.now())
    finished.state = RoundState.FINISHED
    finished.save(update_fields=["state"])
    record(verb="finish_round", subject=finished, by=by, subdistrict=finished.subdistrict)
    return finished


def _fill(made: SignUpRound, offerings: Sequence[Offering]) -> None:
    rows = []
    for position, offering in enumerate(offerings):
        name = called(offering)
        if offering.subdistrict_id != made.subdistrict_id:
            raise Refusal("offering_elsewhere", _ELSEWHERE, what=name)
        if offering.sign_up != _WAY[Method(made.method)]:
            raise Refusal("offering_other_way", _OTHER_WAY, what=name)
        if RoundOffering.objects.filter(offering=offering).exists():
            raise Refusal("offering_in_another_round", _IN_ANOTHER, what=name)
        given, seats = last_term(offering)
        row = RoundOffering(round=made, offering=offering, position=position)
        row.given_back_before, row.seats_before = given, seats
        rows.append(row)
    RoundOffering.objects.bulk_create(rows)


def _open_all(announced: SignUpRound, *, by: Account | None) -> None:
    """Open the seats; only where first come is first served a share is held back (see docs/methods)."""
    percent = announced.held_percent if announced.method == Method.FIRST_COME else 0
    for row in announced.round_offerings.select_related("offering__subdistrict", "offering__room"):
        open_seats(
            offering=row.offering,
            by=by,
            held_percent=percent,
            hold_until=(announced.hold_until or announced.closes_at) if percent else None,
        )


def _refuse_early_starts(announced: SignUpRound) -> None:
    settled = announced.confirm_until if announced.method == Method.DRAW else announced.opens_at
    for row in announced.round_offerings.select_related("offering"):
        first = span(row.offering)["first"]
        if settled is not None and first is not None and first < settled:
            raise Refusal("offering_begins_too_soon", _BEGINS_TOO_SOON, what=called(row.offering))
