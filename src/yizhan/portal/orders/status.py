"""An order's own page by secret link: where it stands, what comes next, cancelling, rating."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import Course
from yizhan.outside.squares import square_code
from yizhan.portal.pages import show
from yizhan.portal.seats.visitor import refuse_foreign
from yizhan.portal.tenancy import subdistrict_here
from yizhan.rounds.actions.orders import cancel_order
from yizhan.rounds.actions.ratings import rate_order
from yizhan.rounds.models import GroupOrder, OrderStep
from yizhan.rounds.queries.orders import ends_at, meeting_of, order_of, ratings_of, wishes_of
from yizhan.rounds.rules.orders import COMMENT_AT_MOST, STANDING, average
from yizhan.rounds.words import OrderState

STARS = [
    (5, gettext_lazy("很满意")),
    (4, gettext_lazy("满意")),
    (3, gettext_lazy("一般")),
    (2, gettext_lazy("不满意")),
    (1, gettext_lazy("很不满意")),
]
PATH = [
    (OrderState.PLACED, pgettext_lazy("step", "点单")),
    (OrderState.DISPATCHED, pgettext_lazy("step", "派单")),
    (OrderState.ACCEPTED, pgettext_lazy("step", "接单")),
    (OrderState.RATED, pgettext_lazy("step", "评单")),
]
_NO_SUCH_ORDER = Phrase(
    "没有这个点单。请核对网址，或打电话报点单编号查询。",
    "There is no such order. Check the address, or phone and give the order's number.",
)
_NO_SUCH_COURSE = Phrase("没有这门课。", "There is no such course.")


def order_here(secret: str) -> GroupOrder:
    """Return the order of a secret link, or refuse."""
    found = order_of(secret)
    if found is None or found.subdistrict_id != subdistrict_here().pk:
        raise Refusal("no_such_order", _NO_SUCH_ORDER)
    return found


@never_cache
@require_safe
def order(request: HttpRequest, secret: str) -> HttpResponse:
    """Show where an order stands, what comes next, and what its contact may do."""
    row = order_here(secret)
    address = request.build_absolute_uri(reverse("portal:order", args=[secret]))
    return _page(request, row, {"address": address, "code": square_code(address)})


@csrf_exempt  # the secret in the address is what lets somebody act; there is no cookie to misuse
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask once more, then cancel."""
    row = order_here(secret)
    if request.method == "POST":
        refuse_foreign(request)
        cancel_order(order=row, by=None)
        return redirect("portal:order", secret)
    return show(request, "portal/orders/cancel.html", {"order": row}, place=row.subdistrict)


@csrf_exempt  # as above
@never_cache
@require_POST
def rate(request: HttpRequest, secret: str) -> HttpResponse:
    """Rate the course, once; the rating is kept apart from the order."""
    refuse_foreign(request)
    row = order_here(secret)
    stars = request.POST.get("stars", "")
    comment = request.POST.get("comment", "")
    try:
        rate_order(order=row, stars=int(stars) if stars in "12345" and stars else 0, comment=comment, by=None)
    except Refusal as refusal:
        wrong = refusal.say(get_language() or "zh")
        response = _page(request, order_here(secret), {"wrong": wrong, "comment": comment})
        response.status_code = 400
        return response
    return redirect("portal:order", secret)


@require_safe
def ratings(request: HttpRequest, course: str) -> HttpResponse:
    """Show what people said about a course, with the answers; the average from five ratings on."""
    place = subdistrict_here()
    row = Course.objects.filter(subdistrict=place, slug=course).first()
    if row is None:
        raise Refusal("no_such_course", _NO_SUCH_COURSE)
    found = list(ratings_of(row))
    context = {
        "version": row.versions.order_by("-number").first(),
        "average": average([rating.stars for rating in found]),
        "n": len(found),
        "comments": [rating for rating in found if rating.comment],
    }
    return show(request, "portal/orders/ratings.html", context, place=place)


def _page(request: HttpRequest, row: GroupOrder, more: dict[str, Any]) -> HttpResponse:
    ended = ends_at(row)
    is_over = row.state == OrderState.ACCEPTED and ended is not None and ended <= clock.now()
    context = {
        "order": row,
        "meeting": meeting_of(row),
        "wishes": wishes_of(row),
        "path": _path(row),
        "next": _next(row, is_over=is_over),
        "steps": [{"row": step, "by": _who(step)} for step in row.steps.all()],
        "may_rate": is_over,
        "may_cancel": row.state in STANDING and not is_over,
        "stars": STARS,
        "comment_at_most": COMMENT_AT_MOST,
    }
    return show(request, "portal/orders/order.html", context | more, place=row.subdistrict)


def _path(row: GroupOrder) -> list[dict[str, Any]]:
    """Return the four steps of every order, how far this one is."""
    states = [state for state, _word in PATH]
    reached = states.index(OrderState(row.state)) if row.state in states else 0
    gone = row.state == OrderState.CANCELLED
    return [
        {"word": word, "done": not gone and number <= reached, "here": not gone and number == reached}
        for number, (_state, word) in enumerate(PATH)
    ]


def _next(row: GroupOrder, *, is_over: bool) -> str:
    """Say what happens next, and who is to act."""
    if is_over:
        return _("活动已结束。请花几秒钟评价，不用登录，也不记录是谁写的。")
    words = {
        OrderState.PLACED: _("中心正在安排教师、场地和时间，安排好会发短信，这一页也会更新。"),
        OrderState.DISPATCHED: _("时间、教师和场地已经为您留好，正等供给方确认。"),
        OrderState.ACCEPTED: _("都安排好了，请按时到场。需要变动请尽早取消或打电话。"),
        OrderState.DECLINED: _("供给方这次来不了，中心正在另行安排，您不用再点一次。"),
        OrderState.CANCELLED: _("这个点单已取消，留出的时间和场地已经释放。"),
        OrderState.RATED: _("谢谢您的评价。评价只记录课程和星期，与这个点单无关。"),
    }
    return words[OrderState(row.state)]


def _who(step: OrderStep) -> str:
    """Return which side took a step; staff are not named in public."""
    if step.state in {OrderState.ACCEPTED, OrderState.DECLINED}:
        return _("供给方")
    return _("街道中心") if step.by_id is not None or step.state == OrderState.DISPATCHED else _("联系人")
