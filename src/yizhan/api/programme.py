"""Open data: offerings, rounds, entry lists and draws; nothing about persons, no cookie."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from yizhan.api.shapes import OfferingOut, Problem, RoundOut, SessionOut
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import Offering
from yizhan.offers.queries import public_offerings
from yizhan.people.models import Subdistrict
from yizhan.people.queries import public_subdistrict
from yizhan.rounds.models import Draw, SignUpRound
from yizhan.rounds.queries.rounds import public_rounds

router = Router(tags=["programme"])

_ABSENT = Phrase("这里没有“{what}”。", "There is no “{what}” here.")


def here() -> Subdistrict:
    """Return the sub-district whose pages are public here."""
    found = public_subdistrict()
    if found is None:
        raise absent("subdistrict")
    return found


def absent(what: str) -> Refusal:
    """Return the refusal for what is not there."""
    return Refusal("no_such_thing", _ABSENT, what=what[:60])


@router.get("/offerings", response=list[OfferingOut])
def offerings(request: HttpRequest) -> list[OfferingOut]:  # noqa: ARG001 - Django's signature
    """List what people can sign up for, with every session."""
    return [_offering(row) for row in public_offerings(here())]


@router.get("/rounds", response=list[RoundOut])
def rounds(request: HttpRequest) -> list[RoundOut]:  # noqa: ARG001 - Django's signature
    """List announced sign-up rounds with their rules, newest first."""
    rows = public_rounds(here()).select_related("draw").prefetch_related("round_offerings__offering")
    return [_round(row) for row in rows]


@router.get("/rounds/{slug}", response={200: RoundOut, 404: Problem})
def one_round(request: HttpRequest, slug: str) -> RoundOut:  # noqa: ARG001 - Django's signature
    """Show one round."""
    row = public_rounds(here()).filter(slug=slug).select_related("draw").first()
    if row is None:
        raise absent(slug)
    return _round(row)


@router.get("/rounds/{slug}/list", response={404: Problem})
def entry_list(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Return the published entry list, byte for byte: its SHA-256 is the announced hash."""
    return HttpResponse(_draw(slug).list_text.encode(), content_type="text/plain; charset=utf-8")


@router.get("/rounds/{slug}/draw", response={404: Problem})
def published_draw(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Return the published draw; `yizhan draw verify` reproduces it offline."""
    draw = _draw(slug)
    if not draw.published:
        raise absent(slug)
    return HttpResponse(draw.published.encode(), content_type="application/json")


def _draw(slug: str) -> Draw:
    draw = Draw.objects.filter(round__subdistrict=here(), round__slug=slug).first()
    if draw is None:
        raise absent(slug)
    return draw


def _offering(row: Offering) -> OfferingOut:
    sessions = [
        SessionOut(number=one.number, starts_at=one.starts_at, ends_at=one.ends_at, state=one.state)
        for one in row.sessions.all()
    ]
    return OfferingOut(
        id=row.slug,
        name_zh=row.name_zh,
        name_en=row.name_en,
        kind=row.kind,
        sign_up=row.sign_up,
        station=row.station.slug,
        seats=row.seats,
        for_children=row.for_children,
        is_example=row.is_example,
        sessions=sessions,
    )


def _round(row: SignUpRound) -> RoundOut:
    draw = getattr(row, "draw", None)
    return RoundOut(
        id=row.slug,
        name_zh=row.name_zh,
        name_en=row.name_en,
        method=row.method,
        state=row.state,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        draw_at=row.draw_at,
        confirm_until=row.confirm_until,
        wishes_at_most=row.wishes_at_most,
        seats_a_person=row.seats_a_person,
        held_percent=row.held_percent,
        randomness=row.randomness,
        randomness_round=row.randomness_round,
        list_hash=draw.list_hash if draw else None,
        offerings=[each.offering.slug for each in row.round_offerings.all()],
        is_example=row.is_example,
    )
