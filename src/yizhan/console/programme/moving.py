"""A menu's steps: checked by a second person, published, sent back or withdrawn; each asks before it acts."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from yizhan.console.desk import Desk, absent, language, show, staff
from yizhan.console.programme.menus import menu_here
from yizhan.foundation.refusals import Refusal
from yizhan.offers.actions.menus import check_menu, publish_menu, send_back_menu, withdraw_menu
from yizhan.people.rules import refuse_unless_checker

#: The address of each step: what is done, whether a reason is needed, what is asked, what is said after.
STEPS: dict[str, tuple[Callable[..., Any], bool, Any, Any]] = {
    "check": (check_menu, False, lazy("审核通过这份菜单？"), lazy("已审核通过，可以发布。")),
    "publish": (publish_menu, False, lazy("向公众发布这份菜单？"), lazy("菜单已发布，班级同时公开。")),
    "send-back": (send_back_menu, True, lazy("退回这份菜单？"), lazy("已退回为草稿。")),
    "withdraw": (withdraw_menu, True, lazy("撤回这份菜单来修订？"), lazy("已撤回为草稿，公众会看到原因。")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def move(request: HttpRequest, desk: Desk, *, year: int, quarter: int, step: str) -> HttpResponse:
    """Ask, and on POST do it."""
    row = menu_here(desk, year, quarter)
    if step not in STEPS:
        raise absent()
    refuse_unless_checker(desk.roles)
    act, with_reason, question, told = STEPS[step]
    refused = ""
    if request.method == "POST":
        given = {name: request.POST.get(name, "")[:200] for name in ("reason_zh", "reason_en")}
        try:
            act(menu=row, by=desk.account, **(given if with_reason else {}))
        except Refusal as refusal:
            refused = refusal.say(language())
        else:
            messages.success(request, str(told))
            return redirect("console:menu", year, quarter)
    context = {
        "menu": row,
        "step": step,
        "question": question,
        "with_reason": with_reason,
        "refused": refused,
        "items": row.items.count(),
        "effects": _effects(step),
    }
    return show(request, "console/menu_step.html", context, status=400 if refused else 200, page="programme")


def _effects(step: str) -> list[str]:
    """Say what will happen."""
    return {
        "check": [_("审核以后不能再改；要改先退回。")],
        "publish": [_("公众立即看到菜单，也能下载 Word 和 Excel。"), _("从菜单开设的班级同时公开。")],
        "send-back": [_("菜单回到草稿，可以修改，改好后重新审核。")],
        "withdraw": [
            _("公众暂时看不到这份菜单，只看到修订的原因。"),
            _("已公开的班级、报名和点单不受影响。"),
        ],
    }[step]
