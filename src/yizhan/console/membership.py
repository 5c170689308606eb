"""The page of a firm in a building alliance: what is shared, what it lent and borrowed, lending its own."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yizhan.console.alliances import LoanForm, rooms_of
from yizhan.console.desk import absent, language, show
from yizhan.foundation import clock
from yizhan.foundation.refusals import Refusal
from yizhan.people.models import Account
from yizhan.places.actions.alliances import lend_room, return_room
from yizhan.places.models import AllianceMember, Loan


def member(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let those in who act for a firm of an alliance; to others the page is not there."""

    @never_cache
    @wraps(view)
    def entered(request: HttpRequest, *arguments: object, **named: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), resolve_url("console:login"))
        firms = list(request.user.alliance_memberships.select_related("alliance__building"))
        if not firms:
            sentence = absent().say(language())
            return show(request, "console/refusal.html", {"sentence": sentence}, status=404)
        return view(request, request.user, firms, *arguments, **named)

    return entered


@require_http_methods(["GET", "HEAD", "POST"])
@member
def membership(request: HttpRequest, account: Account, firms: list[AllianceMember]) -> HttpResponse:
    """Show each alliance of the account's firms; on POST lend a room of one."""
    entered = None
    if request.method == "POST":
        firm = next((one for one in firms if str(one.pk) == request.POST.get("firm")), None)
        if firm is not None:
            entered = _form(firm, request.POST)
            if entered.is_valid() and _lent(entered, account):
                messages.success(request, _("已登记出借。"))
                return redirect("console:membership")
    rows = [_shown(firm, entered) for firm in firms]
    return show(request, "console/membership.html", {"rows": rows}, status=400 if entered else 200)


@require_POST
@member
def give_back(request: HttpRequest, account: Account, firms: list[AllianceMember], loan: int) -> HttpResponse:
    """Give a room back early, or call a loan off, as owner or borrower."""
    row = _loans(firms).filter(pk=loan).first()
    if row is None:
        return show(request, "console/refusal.html", {"sentence": absent().say(language())}, status=404)
    try:
        return_room(loan=row, by=account)
    except Refusal as refusal:
        messages.error(request, refusal.say(language()))
    else:
        messages.success(request, _("借用已结束，房间恢复空闲。"))
    return redirect("console:membership")


def _form(firm: AllianceMember, entered: Any = None) -> LoanForm:
    owners = AllianceMember.objects.filter(pk=firm.pk)
    return LoanForm(entered, alliance=firm.alliance, owners=owners, prefix=f"m{firm.pk}")


def _lent(form: LoanForm, account: Account) -> bool:
    try:
        lend_room(**form.cleaned_data, by=account)
    except Refusal as refusal:
        form.add_error(None, refusal.say(language()))
        return False
    return True


def _loans(firms: list[AllianceMember]) -> Any:
    """Return the standing loans in which one of the firms lends or borrows."""
    ours = [firm.pk for firm in firms]
    standing = Loan.objects.filter(ends_at__gt=clock.now(), returned_at__isnull=True)
    return (standing.filter(owner__in=ours) | standing.filter(borrower__in=ours)).select_related(
        "room__station__subdistrict", "owner", "borrower"
    )


def _shown(firm: AllianceMember, entered: LoanForm | None) -> dict[str, Any]:
    form = _form(firm)
    return {
        "firm": firm,
        "rooms": rooms_of(firm.alliance).select_related("station"),
        "loans": _loans([firm]),
        "form": entered if entered is not None and entered.prefix == form.prefix else form,
    }
