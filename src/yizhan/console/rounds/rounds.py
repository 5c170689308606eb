"""The cockpit of sign-up rounds: prepare, announce, watch sums, put off dates, run the waiting lists."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yizhan.console.desk import Desk, found, language, show, staff
from yizhan.console.rounds.figures import by_channel, by_offering, totals
from yizhan.console.rounds.round_form import DatesForm, RoundForm, dates_of
from yizhan.foundation import clock
from yizhan.foundation.refusals import Refusal
from yizhan.people.models import Subdistrict
from yizhan.rounds.actions.rounds import announce_round, change_round, prepare_round
from yizhan.rounds.actions.waiting import offer_next
from yizhan.rounds.models import SignUpRound
from yizhan.rounds.queries.rounds import crowded, terms_of, with_offerings
from yizhan.rounds.words import Method, RoundState


def round_of(place: Subdistrict, slug: str) -> SignUpRound:
    """Return a round of this sub-district with its offerings, or refuse."""
    rows = SignUpRound.objects.filter(subdistrict=place).select_related("draw", "subdistrict")
    row: SignUpRound = found(with_offerings(rows), slug=slug)
    return row


@require_safe
@staff
def rounds(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show every round, drafts too."""
    rows = SignUpRound.objects.filter(subdistrict=desk.place).order_by("-opens_at")
    return show(request, "console/rounds/rounds.html", {"rows": rows, "tab": "rounds"}, page="rounds")


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def prepare(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Prepare a round; nobody but staff sees it until it is announced."""
    desk.running()
    form = (
        RoundForm(request.POST, place=desk.place) if request.method == "POST" else RoundForm(place=desk.place)
    )
    if form.is_bound and form.is_valid():
        entered = form.cleaned_data
        try:
            row = prepare_round(
                subdistrict=desk.place,
                slug=entered["slug"],
                name_zh=entered["name_zh"],
                name_en=entered["name_en"],
                terms=form.terms(),
                offerings=list(entered["offerings"]),
                by=desk.account,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.say(language()))
        else:
            messages.success(request, _("已准备好，公告之前公众看不到。"))
            return redirect("console:round", row.slug)
    context = {"form": form, "tab": "rounds", "plain": _plain(form)}
    return show(
        request, "console/rounds/prepare.html", context, status=400 if form.is_bound else 200, page="rounds"
    )


@require_safe
@staff
def cockpit(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Show where a round stands, in sums."""
    return _cockpit(request, round_of(desk.place, slug), DatesForm(initial=None))


@require_POST
@staff
def announce(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Announce a round."""
    row = round_of(desk.running().place, slug)
    _tried(request, lambda: announce_round(sign_up_round=row, by=desk.account), _("已公告，到时间就能报名。"))
    return redirect("console:round", slug)


@require_POST
@staff
def put_off(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Change the dates of a draft, or put them off after announcing."""
    row = round_of(desk.running().place, slug)
    form = DatesForm(request.POST)
    if form.is_valid():
        try:
            change_round(sign_up_round=row, terms=form.terms(terms_of(row)), by=desk.account)
        except Refusal as refusal:
            form.add_error(None, refusal.say(language()))
        else:
            messages.success(request, _("时间已修改。"))
            return redirect("console:round", slug)
    return _cockpit(request, row, form, status=400)


@require_POST
@staff
def move_up(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Offer every free seat of a round to those who wait."""
    row = round_of(desk.running().place, slug)
    offered = 0
    for one in row.round_offerings.all():
        offered += len(offer_next(offering=one.offering, by=desk.account))
    messages.success(request, _("已向 %(count)d 位候补发出名额。") % {"count": offered})
    return redirect("console:round", slug)


def _tried(request: HttpRequest, act: Any, done: str) -> None:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, refusal.say(language()))
    else:
        messages.success(request, done)


def _plain(form: RoundForm) -> list[Any]:
    return [field for field in form if field.name != "offerings"]


def _cockpit(request: HttpRequest, row: SignUpRound, form: DatesForm, *, status: int = 200) -> HttpResponse:
    now = clock.now()
    is_draw = row.method == Method.DRAW
    context = {
        "round": row,
        "draw": getattr(row, "draw", None),
        "totals": totals(row),
        "offerings": by_offering(row),
        "channels": by_channel(row),
        "crowded": [] if is_draw else crowded(row),
        "is_draw": is_draw,
        "may_announce": row.state == RoundState.DRAFT,
        "may_freeze": is_draw and row.state == RoundState.ANNOUNCED and row.closes_at <= now,
        "may_change": row.state in {RoundState.DRAFT, RoundState.ANNOUNCED},
        "has_drawn": row.state == RoundState.DRAWN,
        "now": now,
        "form": form if form.is_bound else DatesForm(initial=dates_of(row)),
        "tab": "rounds",
    }
    return show(request, "console/rounds/cockpit.html", context, status=status, page="rounds")
