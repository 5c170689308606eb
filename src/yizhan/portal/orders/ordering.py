"""Ordering a course of the menu for a group (点单), with less crowded times suggested."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import MenuItem
from yizhan.people.models import Subdistrict
from yizhan.places import queries as places
from yizhan.portal.orders.order_form import OrderForm
from yizhan.portal.pages import show
from yizhan.portal.seats.visitor import refuse_foreign
from yizhan.portal.tenancy import subdistrict_here
from yizhan.rounds.actions.orders import place_order
from yizhan.rounds.models import GroupOrder
from yizhan.rounds.queries.orders import orderable_items, orders_on
from yizhan.rounds.queries.spreading import diaries_for, suggestions_for
from yizhan.rounds.rules.spreading import CROWDED, Suggestion

_NO_SUCH_ITEM = Phrase(
    "菜单上没有这门课，或它不接受单位点单。", "This course is not on the menu, or not open to group orders."
)


@csrf_exempt  # nobody is signed in, so no cookie is needed and none is set
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Let an organisation choose a course and order it; the order's page is its receipt."""
    place = subdistrict_here()
    if request.method == "POST":
        refuse_foreign(request)
    wanted = request.GET.get("item", "")
    if not wanted:
        return show(request, "portal/orders/choose.html", {"items": _choice(place)}, place=place)
    item = orderable_items(place).filter(pk=_key(wanted)).first()
    if item is None:
        raise Refusal("no_such_item", _NO_SUCH_ITEM)
    form = OrderForm(request.POST if request.method == "POST" else None, stations=places.live_stations(place))
    suggestions: list[Suggestion] = []
    if form.is_valid():
        suggestions = [] if form.cleaned_data["considered"] else _suggested(form, item, place)
        order = None if suggestions else _placed(form, item)
        if order is not None:
            return redirect("portal:order", order.secret)
    context = {"item": item, "form": form, "suggestions": _said(suggestions), "crowded": _crowded(place)}
    status = 400 if form.errors else 200
    response = show(request, "portal/orders/new.html", context, place=place)
    response.status_code = status
    return response


def _choice(place: Subdistrict) -> list[MenuItem]:
    """Return one line a course: the newest menu's."""
    newest: dict[int, MenuItem] = {}
    for item in orderable_items(place):
        newest.setdefault(item.version.course_id, item)
    return list(newest.values())


def _placed(form: OrderForm, item: MenuItem) -> GroupOrder | None:
    try:
        return place_order(
            item=item,
            group=form.group,
            wishes=form.wishes(item.version),
            station=form.cleaned_data["station"],
            by=None,
        )
    except Refusal as refusal:
        form.add_error(None, refusal.say(get_language() or "zh"))
        return None


def _suggested(form: OrderForm, item: MenuItem, place: Subdistrict) -> list[Suggestion]:
    """Return easier times near the best wish; a wish that will be refused is left to its refusal."""
    wish, now = form.wishes(item.version)[0], clock.now()
    if wish.starts_at <= now:
        return []
    diaries = diaries_for(item.version, place, people=form.cleaned_data["head_count"], around=[wish])
    return suggestions_for(wish, diaries=diaries, subdistrict=place, now=now)


def _crowded(place: Subdistrict) -> list[dict[str, Any]]:
    """Return the days to come on which many organisations have ordered, earliest first."""
    today = clock.now().date()
    days = sorted(orders_on(place).items())
    return [{"day": day, "n": n} for day, n in days if n >= CROWDED and day > today]


def _said(suggestions: list[Suggestion]) -> list[dict[str, Any]]:
    language = get_language() or "zh"
    return [
        {
            "value": one.starts_at.isoformat(),
            "starts_at": one.starts_at,
            "ends_at": one.ends_at,
            "why": one.say(language),
        }
        for one in suggestions
    ]


def _key(text: str) -> int:
    return int(text[:18]) if text.isascii() and text.isdecimal() else 0
