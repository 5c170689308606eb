"""A provider's own orders: what was dispatched to it, accepting, declining with a reason (A13)."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yizhan.console.desk import absent, language, show
from yizhan.console.orders.board import card
from yizhan.foundation import clock
from yizhan.foundation.refusals import Refusal
from yizhan.people.models import Account
from yizhan.rounds.actions.dispatching import accept_order, decline_order
from yizhan.rounds.queries.orders import orders_for
from yizhan.rounds.words import OrderState


def provider(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let those in who act for a provider; to others the page is not there."""

    @never_cache
    @wraps(view)
    def entered(request: HttpRequest, *arguments: object, **named: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), resolve_url("console:login"))
        if not request.user.providers.exists():
            sentence = absent().say(language())
            return show(request, "console/refusal.html", {"sentence": sentence}, status=404)
        return view(request, request.user, *arguments, **named)

    return entered


def orders_context(account: Account) -> dict[str, object]:
    """Return what `console/orders/provider_orders.html` shows: orders to answer, and those answered."""
    now = clock.now()
    orders = [card(order, now) for order in orders_for(account)]
    return {
        "to_answer": [one for one in orders if one["row"].state == OrderState.DISPATCHED],
        "answered": [one for one in orders if one["row"].state != OrderState.DISPATCHED],
    }


@require_safe
@provider
def orders(request: HttpRequest, account: Account) -> HttpResponse:
    """Show an account the orders dispatched to its providers, and no others."""
    return show(request, "console/orders/provider.html", orders_context(account), page="provider_orders")


@require_POST
@provider
def answer(request: HttpRequest, account: Account, order: int) -> HttpResponse:
    """Accept or decline one order."""
    row = orders_for(account).filter(pk=order).first()
    if row is None:
        return show(request, "console/refusal.html", {"sentence": absent().say(language())}, status=404)
    try:
        if request.POST.get("answer") == "accept":
            accept_order(order=row, by=account)
            messages.success(request, _("已接单，中心和联系人已通知。"))
        else:
            decline_order(order=row, reason=request.POST.get("reason", "")[:200], by=account)
            messages.success(request, _("已婉拒，中心会另行安排。"))
    except Refusal as refusal:
        messages.error(request, refusal.say(language()))
    return redirect("console:provider_orders")
