"""Comments on courses that wait for an answer; what was answered is shown in public."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yizhan.console.desk import Desk, found, language, show, staff
from yizhan.foundation.refusals import Refusal
from yizhan.rounds.actions.ratings import answer_comment
from yizhan.rounds.queries.orders import comments_to_answer


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def comments(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the comments nobody has answered; on POST answer one."""
    waiting = comments_to_answer(desk.running().place).prefetch_related("course__versions")
    if request.method == "POST":
        chosen = request.POST.get("rating", "")
        key = int(chosen[:18]) if chosen.isascii() and chosen.isdecimal() else 0
        rating = found(waiting, pk=key)
        try:
            answer_comment(
                rating=rating,
                reply=request.POST.get("reply", "")[:300],
                withhold=bool(request.POST.get("withhold")),
                by=desk.account,
            )
        except Refusal as refusal:
            messages.error(request, refusal.say(language()))
        else:
            messages.success(request, _("已答复。"))
        return redirect("console:order_comments")
    rows = [
        {"row": rating, "version": max(rating.course.versions.all(), key=lambda version: version.number)}
        for rating in waiting
    ]
    return show(request, "console/orders/comments.html", {"rows": rows}, page="orders")
