"""The draw as a public event: publish the list, wait for the randomness, draw once, show it in big type."""

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yizhan.console.desk import Desk, language, show, staff
from yizhan.console.rounds.figures import totals
from yizhan.console.rounds.rounds import round_of
from yizhan.foundation import clock
from yizhan.foundation.refusals import Refusal
from yizhan.outside.beacons import PUBLIC_URLS, HttpBeacons, beacon_from_json
from yizhan.outside.drand import Beacon, time_of_round
from yizhan.plans.actions.draws import draw_round, freeze_round
from yizhan.rounds.models import Draw, SignUpRound
from yizhan.rounds.words import Randomness, RoundState

LONGEST = 10_000
#: So many drawn tickets are shown; the file has them all.
SHOWN = 60


@require_POST
@staff
def freeze(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Publish the list of a closed round with its hash."""
    row = round_of(desk.running().place, slug)
    try:
        name = request.POST.get("source_name", "").strip()[:64]
        freeze_round(sign_up_round=row, by=desk.account, source_name=name)
    except Refusal as refusal:
        messages.error(request, refusal.say(language()))
        return redirect("console:round", slug)
    messages.success(request, _("名单已公布，任何人都能下载核对。"))
    return redirect("console:draw_event", slug)


@require_safe
@staff
def event(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Show the draw for a projector: hash, randomness, result; nothing personal."""
    row = round_of(desk.place, slug)
    draw: Draw | None = getattr(row, "draw", None)
    if draw is None:
        return redirect("console:round", slug)
    now = clock.now()
    context: dict[str, Any] = {
        "round": row,
        "draw": draw,
        "totals": totals(row),
        "source": announced_source(draw),
        "is_drand": row.randomness == Randomness.DRAND,
        "is_typed": row.randomness == Randomness.TYPED,
        "comes_at": time_of_round(row.randomness_round) if row.randomness_round else row.draw_at,
        "is_due": row.draw_at is not None and row.draw_at <= now,
        "may_draw": row.state == RoundState.FROZEN and desk.may_run,
        "result": _result(row, draw) if draw.published else None,
    }
    return show(request, "console/rounds/event.html", context, page="rounds")


@require_POST
@staff
def draw(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Draw with the announced randomness: fetched, pasted or typed."""
    row = round_of(desk.running().place, slug)
    try:
        draw_round(
            sign_up_round=row,
            by=desk.account,
            beacon=_beacon(request, row),
            typed=request.POST.get("typed", "")[:LONGEST],
            seeds=[line for line in request.POST.get("seeds", "")[:LONGEST].splitlines() if line.strip()],
        )
    except Refusal as refusal:
        messages.error(request, refusal.say(language()))
    return redirect("console:draw_event", slug)


def _beacon(request: HttpRequest, row: SignUpRound) -> Beacon | None:
    """Return the announced round: pasted where a text is given, else asked of the relays."""
    if row.randomness != Randomness.DRAND or row.randomness_round is None:
        return None
    pasted = request.POST.get("beacon", "").strip()[:LONGEST]
    if pasted:
        return beacon_from_json(pasted, file=_("粘贴的内容"))
    return HttpBeacons(settings.DRAND_URLS or PUBLIC_URLS).beacon(row.randomness_round)


def announced_source(draw: Draw) -> str:
    """Return the source of randomness named in the published list."""
    lines = draw.list_text.splitlines()[:10]
    return next((line.split(" ", 2)[-1] for line in lines if line.startswith("randomness ")), "")


def _result(row: SignUpRound, draw: Draw) -> dict[str, Any]:
    """Return what the published file says, offering by offering, in tickets."""
    stated = json.loads(draw.published)
    got: dict[str, list[str]] = {}
    for ticket, *labels in stated["drawn"]:
        for label in labels:
            got.setdefault(label, []).append(ticket)
    offerings = [
        {
            "offering": one.offering,
            "got": got.get(one.offering.slug, [])[:SHOWN],
            "more": max(0, len(got.get(one.offering.slug, [])) - SHOWN),
            "waiting": len(stated["waiting"].get(one.offering.slug, [])),
        }
        for one in row.round_offerings.all()
    ]
    return {"offerings": offerings, "signature": stated["randomness"]["signature"]}
