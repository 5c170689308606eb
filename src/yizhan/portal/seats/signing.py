"""Signing in with a telephone and a one-time code, and out again."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from yizhan.foundation.refusals import Refusal
from yizhan.foundation.text import masked
from yizhan.people.actions import send_code, sign_in
from yizhan.people.rules.contacts import normalised_phone
from yizhan.portal.seats.visitor import (
    farewell,
    next_page,
    onward,
    refuse_foreign,
    seat_page,
    visitor_of,
    visitors,
    welcome,
)
from yizhan.portal.tenancy import subdistrict_here

LONGEST = 40


@csrf_exempt  # there is no cookie yet; `refuse_foreign` looks at where the form comes from
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for a telephone, send a code, ask for the code; one address, so that nothing is in the history."""
    if request.method != "POST":
        where = next_page(request.GET.get("next", ""))
        return redirect(where) if visitor_of(request) else _form(request, where)
    refuse_foreign(request)
    where = next_page(request.POST.get("next", ""))
    phone = request.POST.get("phone", "")[:LONGEST]
    is_code = "code" in request.POST
    try:
        if not is_code:
            send_code(subdistrict=subdistrict_here(), phone=phone, by=None)
            return _form(request, where, phone=normalised_phone(phone), asks_code=True)
        contact = sign_in(
            subdistrict=subdistrict_here(), phone=phone, code=request.POST["code"][:LONGEST], by=None
        )
    except Refusal as refusal:
        wrong = refusal.say(get_language() or "zh")
        return _form(request, where, phone=phone, asks_code=is_code, wrong=wrong)
    welcome(request, contact)
    return redirect(where)


@require_POST
@visitors
def leave(request: HttpRequest, contact: object) -> HttpResponse:  # noqa: ARG001 - whoever it is
    """Sign out: the session and its cookies are gone."""
    return farewell(request, onward(request, "portal:rounds"))


def _form(
    request: HttpRequest, where: str, *, phone: str = "", asks_code: bool = False, wrong: str = ""
) -> HttpResponse:
    context = {"next": where, "phone": phone, "asks_code": asks_code, "wrong": wrong}
    context["mailbox_is_open"] = settings.MAILBOX_IS_OPEN
    context["masked"] = masked(phone) if asks_code else ""
    return seat_page(request, "portal/seats/sign_in.html", context, status=400 if wrong else 200)
