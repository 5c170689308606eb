"""Sign-up rounds for everybody: what, when, how the draw works, the published list, one's own ticket."""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from django.core.cache import cache
from django.db.models.functions import Substr
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import Offering
from yizhan.outside.drand import time_of_round
from yizhan.people.models import Subdistrict
from yizhan.portal.seats.spans import moment_words, sessions_words
from yizhan.portal.seats.stages import Stage, stage_of, steps_of
from yizhan.portal.seats.visitor import seat_page
from yizhan.portal.tenancy import subdistrict_here
from yizhan.rounds.models import Draw, SignUpRound
from yizhan.rounds.queries.rounds import demand, public_rounds, with_offerings
from yizhan.rounds.queries.times import sessions_to_hold
from yizhan.rounds.rules.tickets import read_ticket
from yizhan.rounds.words import Method, Randomness

#: Groups under five are hidden.
SMALL = 5
SHOWN = 12
#: The lines before the first offering of a published list.
HEAD_LENGTH = 400
#: So many seconds are counts of wishes shown before they are counted anew.
FRESH_S = 60

_NO_SUCH_ROUND = Phrase(
    "没有这一轮报名，或者还没有公告。", "There is no such round, or it is not announced yet."
)
_NO_LIST = Phrase("名单还没有公布。", "The list is not published yet.")
_NO_DRAW = Phrase("还没有摇号。", "Nothing has been drawn yet.")
_UNKNOWN_TICKET = Phrase("公布的名单里没有票号 {ticket}。", "Ticket {ticket} is not in the published list.")


def round_here(slug: str) -> SignUpRound:
    """Return a round everybody may see, with its offerings, or refuse; long texts stay in the database."""
    rows = public_rounds(subdistrict_here()).select_related("draw", "subdistrict")
    rows = rows.defer("draw__list_text", "draw__published")
    rows = rows.annotate(list_head=Substr("draw__list_text", 1, HEAD_LENGTH))
    found = with_offerings(rows).filter(slug=slug).first()
    if found is None:
        raise Refusal("no_such_round", _NO_SUCH_ROUND)
    return found


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """Show the rounds, the open ones first."""
    now = clock.now()
    rows = public_rounds(subdistrict_here()).order_by("-closes_at")[:SHOWN]
    shown = [{"row": row, "stage": stage} for row, stage in sorted(_staged(rows, now), key=_open_first)]
    return seat_page(request, "portal/seats/rounds.html", {"rounds": shown})


@require_safe
def round_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a round: dates, offerings, how it is drawn, the list and hash, and the result for one's ticket."""
    row, now = round_here(slug), clock.now()
    draw = getattr(row, "draw", None)
    context: dict[str, Any] = {
        "round": row,
        "stage": stage_of(row, now=now),
        "steps": steps_of(row, now=now),
        "offerings": offering_lines(row),
        "draw": draw,
        "is_draw": row.method == Method.DRAW,
        "is_drand": row.randomness == Randomness.DRAND,
        "beacon_at": moment_words(time_of_round(row.randomness_round)) if row.randomness_round else "",
        "source": announced_source(row.list_head or ""),  # type: ignore[attr-defined]  # annotated
    }
    given = request.GET.get("ticket", "").strip()[:30]
    if draw is not None and given:
        context |= {"given": given} | _searched(draw, row, given)
    return seat_page(request, "portal/seats/round.html", context)


@require_safe
def list_file(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Send the published list, byte by byte what was hashed; tickets and wishes, no persons."""
    draw = getattr(round_here(slug), "draw", None)
    if draw is None:
        raise Refusal("no_list_yet", _NO_LIST)
    return _file(draw.list_text, f"{slug}-list.txt", "text/plain; charset=utf-8")


@require_safe
def draw_file(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Send the published draw, whole."""
    draw = getattr(round_here(slug), "draw", None)
    if draw is None or not draw.published:
        raise Refusal("no_draw_yet", _NO_DRAW)
    return _file(draw.published, f"{slug}-draw.json", "application/json; charset=utf-8")


def offering_lines(row: SignUpRound) -> list[dict[str, Any]]:
    """Return the offerings of a round with seats, times and how many wish for them."""
    # Counting is dear while everybody looks; a minute's age does no harm.
    wished = cache.get_or_set(f"demand-of-round-{row.pk}", lambda: demand(row), FRESH_S) or {}
    lines = []
    for one in row.round_offerings.all():
        offering = one.offering
        entries = wished.get(offering.pk, {"entries": 0})["entries"]
        before = None
        if one.given_back_before is not None and one.seats_before is not None:
            before = {"given": one.given_back_before, "seats": one.seats_before}
        lines.append(
            {
                "offering": offering,
                "when": when_words(offering),
                "entries": entries if entries >= SMALL else None,
                "before": before,
            }
        )
    return lines


def when_words(offering: Offering) -> str:
    """Return when the sessions of an offering are, cancelled ones left out."""
    return sessions_words([session.starts_at for session in sessions_to_hold(offering)])


def announced_source(head: str) -> str:
    """Return the source of randomness named at the head of the published list: "drand-quicknet 123"."""
    lines = head.splitlines()
    return next((line.partition(" ")[2] for line in lines if line.startswith("randomness ")), "")


def _staged(rows: Iterable[SignUpRound], now: dt.datetime) -> list[tuple[SignUpRound, Stage]]:
    return [(row, stage_of(row, now=now)) for row in rows]


def _open_first(staged: tuple[SignUpRound, Stage]) -> bool:
    return not staged[1].is_open


def _searched(draw: Draw, row: SignUpRound, given: str) -> dict[str, Any]:
    try:
        ticket = read_ticket(given)
        return {"found": result_of(draw, row.subdistrict, ticket)}
    except Refusal as refusal:
        return {"wrong": refusal.say(get_language() or "zh")}


def result_of(draw: Draw, subdistrict: Subdistrict, ticket: str) -> dict[str, Any]:
    """Return what the published files say of a ticket: its place, what it got, where it waits."""
    if f"\nentry {ticket} " not in draw.list_text:
        raise Refusal("ticket_unknown", _UNKNOWN_TICKET, ticket=ticket)
    if not draw.published:
        return {"ticket": ticket, "is_drawn": False}
    stated = json.loads(draw.published)
    place, got = next(
        (place, labels) for place, (drawn, *labels) in enumerate(stated["drawn"], start=1) if drawn == ticket
    )
    waits = [
        {"slug": slug, "place": tickets.index(ticket) + 1, "of": len(tickets)}
        for slug, tickets in stated["waiting"].items()
        if ticket in tickets
    ]
    slugs = [*got, *(one["slug"] for one in waits)]
    names = {one.slug: one for one in Offering.objects.filter(subdistrict=subdistrict, slug__in=slugs)}
    return {
        "ticket": ticket,
        "is_drawn": True,
        "place": place,
        "of": len(stated["drawn"]),
        "got": [names[slug] for slug in got if slug in names],
        "waits": [one | {"offering": names[one["slug"]]} for one in waits if one["slug"] in names],
    }


def _file(text: str, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(text, content_type=kind)
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
