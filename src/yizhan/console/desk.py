"""Who sits at the desk: the account signed in, its sub-district and roles; refusals become a calm page."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import translate_url
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.people.models import Account, Subdistrict
from yizhan.people.queries import home_subdistrict, roles_in
from yizhan.people.rules import may_plan, may_run, refuse_unless_planner, refuse_unless_runner

_NO_PLACE = Phrase(
    zh="您的账号还没有分到任何街道，请联系街道中心负责人。",
    en="Your account does not belong to a sub-district yet; please ask the head of the centre.",
)
_ABSENT = Phrase(zh="这里没有您要找的内容。", en="There is nothing of that name here.")


@dataclass(frozen=True, slots=True)
class Desk:
    """One person at work in one sub-district."""

    account: Account
    place: Subdistrict
    roles: frozenset[str]

    @property
    def may_plan(self) -> bool:
        """Whether this person may plan and publish."""
        return may_plan(self.roles)

    @property
    def may_run(self) -> bool:
        """Whether this person may change stations."""
        return may_run(self.roles)

    def planning(self) -> "Desk":
        """Return this desk, or refuse somebody who may not plan."""
        refuse_unless_planner(self.roles)
        return self

    def running(self) -> "Desk":
        """Return this desk, or refuse somebody who may not change stations."""
        refuse_unless_runner(self.roles)
        return self


def language() -> str:
    """Return the reader's language as phrases know it."""
    return get_language() or "zh"


def absent() -> Refusal:
    """Return the refusal for what is not there, or belongs to another sub-district."""
    return Refusal("no_such_thing", _ABSENT)


def found(queryset: Any, **wanted: object) -> Any:
    """Return the one row, or refuse: what belongs to others is simply not there."""
    row = queryset.filter(**wanted).first()
    if row is None:
        raise absent()
    return row


def staff(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let staff in with their desk; send others to sign in; say refusals on a page of their own."""

    @never_cache
    @wraps(view)
    def entered(request: HttpRequest, *arguments: object, **named: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), resolve_url("console:login"))
        place = home_subdistrict(request.user)
        if place is None and request.user.alliance_memberships.exists():
            return redirect("console:membership")
        if place is None and request.user.providers.exists():
            return redirect("console:supply")
        try:
            if place is None:
                raise Refusal("may_not_enter", _NO_PLACE)
            desk = Desk(request.user, place, roles_in(request.user, place))
            request.desk = desk  # type: ignore[attr-defined]  # read by `show`
            return view(request, desk, *arguments, **named)
        except Refusal as refusal:
            sentence = refusal.say(language())
            return show(request, "console/refusal.html", {"sentence": sentence}, status=_status(refusal))

    return entered


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200, page: str = ""
) -> HttpResponse:
    """Render a page inside the frame."""
    english = language().startswith("en")
    around = {
        "desk": getattr(request, "desk", None),
        "account": request.user if request.user.is_authenticated else None,
        "page": page,
        "english": english,
        "other_language": translate_url(request.get_full_path(), "zh-hans" if english else "en"),
    }
    return render(request, template, around | context, status=status)


def _status(refusal: Refusal) -> int:
    if refusal.code.startswith("may_not_"):
        return 403
    return 404 if refusal.code.startswith("no_") else 400
