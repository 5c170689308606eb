"""One order: what was asked, dispatching it, writing down an answer given by telephone, cancelling."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yizhan.console.desk import Desk, found, language, show, staff
from yizhan.console.orders.dispatch_form import DispatchForm, every_diary, initial_for, wish_at
from yizhan.foundation import clock
from yizhan.foundation.refusals import Refusal
from yizhan.people.words import Channel
from yizhan.rounds.actions.dispatching import accept_order, decline_order, dispatch_order
from yizhan.rounds.actions.orders import cancel_order
from yizhan.rounds.models import GroupOrder
from yizhan.rounds.queries.orders import meeting_of, orders_here, wishes_of, with_steps
from yizhan.rounds.queries.spreading import Diaries, suggestions_for
from yizhan.rounds.rules.orders import STANDING, TO_DISPATCH, Wish
from yizhan.rounds.rules.spreading import is_free
from yizhan.rounds.words import OrderState


@require_safe
@staff
def order(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """Show one order and what can be done with it now."""
    row = _order_here(desk, number)
    return _page(request, row, at=request.GET.get("at", ""))


@require_POST
@staff
def dispatch(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """Dispatch; where something is taken, say which and hold nothing."""
    row = _order_here(desk, number)
    wish = wish_at(row, request.POST.get("starts_at", ""))
    form = DispatchForm(request.POST, order=row, wish=wish, diaries=every_diary(row, wish))
    if form.is_valid():
        entered = form.cleaned_data
        try:
            dispatch_order(
                order=row,
                starts_at=entered["starts_at"],
                lecturer=entered["lecturer"],
                room=entered.get("room"),
                station=entered.get("station"),
                despite=entered["despite"],
                by=desk.account,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.say(language()))
        else:
            messages.success(request, _("已派单：教师、场地和时间已留好，联系人和供给方已通知。"))
            return redirect("console:order", number)
    return _page(request, _order_here(desk, number), at=wish.starts_at.isoformat(), form=form)


@require_POST
@staff
def answer(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """Write down what the provider said on the telephone."""
    row = _order_here(desk, number)
    try:
        if request.POST.get("answer") == "accept":
            accept_order(order=row, channel=Channel.PHONE, by=desk.account)
            messages.success(request, _("已记下供给方接单。"))
        else:
            reason = request.POST.get("reason", "")[:200]
            decline_order(order=row, reason=reason, channel=Channel.PHONE, by=desk.account)
            messages.success(request, _("已记下供给方婉拒，请重新派单。"))
    except Refusal as refusal:
        messages.error(request, refusal.say(language()))
    return redirect("console:order", number)


@require_POST
@staff
def cancel(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """Cancel with a reason both sides read."""
    row = _order_here(desk, number)
    try:
        cancel_order(order=row, reason=request.POST.get("reason", "")[:200], by=desk.account)
    except Refusal as refusal:
        messages.error(request, refusal.say(language()))
    else:
        messages.success(request, _("已取消，联系人和供给方已通知。"))
    return redirect("console:order", number)


def _order_here(desk: Desk, number: str) -> GroupOrder:
    return found(with_steps(orders_here(desk.running().place)), number=number)


def _page(
    request: HttpRequest, row: GroupOrder, *, at: str, form: DispatchForm | None = None
) -> HttpResponse:
    may_dispatch = row.state in {*TO_DISPATCH, OrderState.DISPATCHED}
    context = {
        "order": row,
        "meeting": meeting_of(row),
        "wishes": wishes_of(row),
        "steps": row.steps.all(),
        "may_dispatch": may_dispatch,
        "may_answer": row.state == OrderState.DISPATCHED,
        "may_cancel": row.state in STANDING,
    }
    if may_dispatch:
        context |= _dispatching(row, at, form)
    status = 400 if form is not None else 200
    return show(request, "console/orders/order.html", context, status=status, page="orders")


def _dispatching(row: GroupOrder, at: str, form: DispatchForm | None) -> dict[str, Any]:
    wish = wish_at(row, at)
    diaries = every_diary(row, wish)
    own = row.item.version.course.provider_id
    usual = Diaries(
        {one: diary for one, diary in diaries.lecturers.items() if one.provider_id == own}, diaries.rooms
    )
    easier = suggestions_for(wish, diaries=usual, subdistrict=row.subdistrict, now=clock.now(), besides=row)
    initial = initial_for(row, wish, diaries)
    return {
        "wish": wish,
        "is_free": _is_free(wish, usual),
        "suggestions": [{"row": one, "why": one.say(language())} for one in easier],
        "form": form or DispatchForm(order=row, wish=wish, diaries=diaries, initial=initial),
    }


def _is_free(wish: Wish, diaries: Diaries) -> bool:
    rooms = None if diaries.rooms is None else diaries.rooms.values()
    return is_free(wish, lecturers=diaries.lecturers.values(), rooms=rooms)
