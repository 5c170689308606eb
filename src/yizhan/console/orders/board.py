"""The order board: 点单—派单—接单—评单 in four columns, a list on a telephone."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from yizhan.console.desk import Desk, show, staff
from yizhan.foundation import clock
from yizhan.rounds.models import GroupOrder
from yizhan.rounds.queries.orders import (
    comments_to_answer,
    ends_at,
    meeting_of,
    numbered,
    orders_here,
    wishes_of,
)
from yizhan.rounds.rules.orders import TO_DISPATCH
from yizhan.rounds.words import OrderState

#: What ended longer ago than this is in the ledger, not on the board.
SHOWN = dt.timedelta(days=30)
COLUMNS = [
    ("placed", pgettext_lazy("step", "点单"), gettext_lazy("待派单")),
    ("dispatched", pgettext_lazy("step", "派单"), gettext_lazy("待供给方答复")),
    ("accepted", pgettext_lazy("step", "接单"), gettext_lazy("将举行")),
    ("rated", pgettext_lazy("step", "评单"), gettext_lazy("已举行")),
]


@require_safe
@staff
def board(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show every order under way where it stands; on `number`, go to one."""
    orders = orders_here(desk.running().place)
    heard = request.GET.get("number", "").strip()
    if heard:
        found = numbered(orders, heard)
        order = found.first() if found is not None else None
        if order is not None:
            return redirect("console:order", order.number)
        wrong = _("编号有误，请再听一遍。") if found is None else _("没有这个编号的点单。")
        messages.error(request, wrong)
    now = clock.now()
    recent = [order for order in orders.order_by("placed_at", "pk") if _is_recent(order, now)]
    shown: dict[str, list[dict[str, Any]]] = {name: [] for name, _word, _hint in COLUMNS}
    for order in recent:
        if order.state != OrderState.CANCELLED:
            shown[_column(order, now)].append(card(order, now))
    context = {
        "columns": [
            {"name": name, "word": word, "hint": hint, "cards": shown[name]} for name, word, hint in COLUMNS
        ],
        "cancelled": [card(order, now) for order in recent if order.state == OrderState.CANCELLED],
        "comments": comments_to_answer(desk.place).count(),
        "heard": heard,
    }
    return show(request, "console/orders/board.html", context, page="orders")


def card(order: GroupOrder, now: dt.datetime) -> dict[str, Any]:
    """Return what a card of the board shows."""
    meeting, wishes = meeting_of(order), wishes_of(order)
    starts_at = meeting.starts_at if meeting is not None else order.starts_at
    is_settled = order.state not in TO_DISPATCH and starts_at is not None
    return {
        "row": order,
        "when": starts_at if is_settled else None,
        "wish": wishes[0] if wishes else None,
        "days": (now - order.placed_at).days,
    }


def _column(order: GroupOrder, now: dt.datetime) -> str:
    if order.state in TO_DISPATCH:
        return "placed"
    if order.state == OrderState.DISPATCHED:
        return "dispatched"
    ended = ends_at(order)
    is_over = order.state == OrderState.RATED or (ended is not None and ended <= now)
    return "rated" if is_over else "accepted"


def _is_recent(order: GroupOrder, now: dt.datetime) -> bool:
    if order.state not in {OrderState.RATED, OrderState.ACCEPTED, OrderState.CANCELLED}:
        return True
    return (ends_at(order) or order.placed_at) > now - SHOWN
