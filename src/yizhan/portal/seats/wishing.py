"""Ranked wishes: buttons, arrow keys or dragging change the order; nothing counts but sending."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yizhan.foundation import clock
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import Offering
from yizhan.people.models import Contact
from yizhan.people.words import Channel
from yizhan.plans.bridge.chances import wish_chances
from yizhan.portal.seats.party import party_context, party_of
from yizhan.portal.seats.rounds import offering_lines, round_here
from yizhan.portal.seats.spans import share_words
from yizhan.portal.seats.stages import stage_of
from yizhan.portal.seats.visitor import onward, seat_page, visitors
from yizhan.portal.templatetags.portal import named
from yizhan.rounds.actions.entering import enter, withdraw_entry
from yizhan.rounds.models import SignUpRound
from yizhan.rounds.queries.absences import is_lowered
from yizhan.rounds.queries.bookings import standing_entry
from yizhan.rounds.queries.times import clashes_with_held

#: What a button of the list asks for, before the colon.
MOVES = ("up", "down", "add", "remove", "chance")


@dataclass(frozen=True, slots=True)
class Order:
    """Slugs wished for, the dearest first; `said` tells what the last button did."""

    slugs: tuple[str, ...]
    moved: str = ""

    def after(self, button: str) -> "Order":
        """Return the order after a button "up:brush", "down:brush", "add:brush" or "remove:brush"."""
        act, _colon, slug = button.partition(":")
        slugs = list(self.slugs)
        if act == "add" and slug not in slugs:
            slugs.append(slug)
        elif act == "remove" and slug in slugs:
            slugs.remove(slug)
        elif act in {"up", "down"} and slug in slugs:
            place = slugs.index(slug)
            other = place + (1 if act == "down" else -1)
            if 0 <= other < len(slugs):
                slugs[place], slugs[other] = slugs[other], slugs[place]
        return replace(self, slugs=tuple(slugs), moved=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@visitors
def wishes(request: HttpRequest, contact: Contact, slug: str) -> HttpResponse:
    """Show and change the order; `send` enters the round, any other button only shows the page again."""
    row = round_here(slug)
    entry = standing_entry(row, contact)
    if request.method != "POST":
        slugs = [wish.offering.slug for wish in entry.wishes.all()] if entry else []
        added = request.GET.get("add", "")
        order = Order(tuple(slugs))
        return _page(request, contact, row, order.after(f"add:{added}") if added else order)
    order = Order(tuple(dict.fromkeys(request.POST.getlist("wish"))))
    button = request.POST.get("act", "send")
    if button.partition(":")[0] in MOVES:
        return _page(request, contact, row, order.after(button))
    try:
        people = party_of(request, contact)
        if button == "person":
            return _page(request, contact, row, order)
        wished = _wished(row, order)
        enter(
            sign_up_round=row,
            contact=contact,
            participants=people,
            wishes=wished,
            channel=Channel.WEB,
            by=None,
        )
    except Refusal as refusal:
        return _page(request, contact, row, order, wrong=refusal.say(get_language() or "zh"))
    messages.success(request, _("志愿已收到。截止前可以随时改，早填晚填机会一样。"))
    for wish, held in clashes_with_held(people, wished):
        words = _("“%(wish)s”与已报的“%(held)s”时间冲突，摇中后只能二选一。")
        messages.warning(request, words % {"wish": named(wish), "held": named(held)})
    return onward(request, "portal:seats")


@require_http_methods(["GET", "HEAD", "POST"])
@visitors
def withdraw(request: HttpRequest, contact: Contact, slug: str) -> HttpResponse:
    """Ask once more, then take the entry out of the round."""
    row = round_here(slug)
    entry = standing_entry(row, contact)
    if entry is None:
        return onward(request, "portal:seats")
    if request.method == "POST":
        withdraw_entry(entry=entry, by=None)
        messages.success(request, _("志愿已撤回，截止前还可以重新填写。"))
        return onward(request, "portal:seats")
    return seat_page(
        request, "portal/seats/withdraw.html", {"contact": contact, "round": row, "entry": entry}
    )


def _wished(row: SignUpRound, order: Order) -> list[Offering]:
    """Return the offerings in order; what is not in the round is left to the action to refuse."""
    known = {one.offering.slug: one.offering for one in row.round_offerings.all()}
    return [known[slug] for slug in order.slugs if slug in known]


def _page(
    request: HttpRequest, contact: Contact, row: SignUpRound, order: Order, *, wrong: str = ""
) -> HttpResponse:
    lines = {line["offering"].slug: line for line in offering_lines(row)}
    entry = standing_entry(row, contact)
    people = party_context(request, contact, chosen=entry)
    size = sum(one["is_ticked"] for one in people["family"]) or 1
    slugs = [slug for slug in order.slugs if slug in lines]
    context: dict[str, Any] = {
        "contact": contact,
        "round": row,
        "stage": stage_of(row, now=clock.now()),
        "chosen": _with_chances(row, contact, [lines[slug] for slug in slugs], size=size),
        "others": [line for slug, line in lines.items() if slug not in order.slugs],
        "moved": order.moved,
        "entry": entry,
        "wrong": wrong,
    }
    return seat_page(request, "portal/seats/wishes.html", context | people, status=400 if wrong else 200)


def _with_chances(
    row: SignUpRound, contact: Contact, chosen: list[dict[str, Any]], *, size: int
) -> list[dict[str, Any]]:
    """Add to each wish how likely it is to come true, judged by the entries so far."""
    entry = standing_entry(row, contact)
    shares = wish_chances(
        row,
        ticket=entry.ticket if entry else "",
        size=size,
        is_lowered=is_lowered(contact),
        slugs=[line["offering"].slug for line in chosen],
    )
    said = {slug: share_words(share) for slug, share in shares.items()}
    return [line | {"chance": said.get(line["offering"].slug, "")} for line in chosen]
