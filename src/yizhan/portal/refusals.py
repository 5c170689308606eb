"""The pages that say no: a refusal in the reader's language, a page that is not there, a fault of ours."""

from collections.abc import Callable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

from yizhan.foundation.refusals import Refusal
from yizhan.portal.pages import around

FORBIDDEN = "may_not_"
ABSENT = "no_"


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status of a refusal: "no_…" is not there, "may_not_…" is forbidden, else bad input."""
    if refusal.code.startswith(ABSENT):
        return 404
    return 403 if refusal.code.startswith(FORBIDDEN) else 400


class SaidToReaders:
    """Turn a `Refusal` raised by any public view into a calm page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; anything else is not ours, and the staff's pages answer their own."""
        here = request.resolver_match
        if not isinstance(exception, Refusal) or (here is not None and "console" in here.app_names):
            return None
        return refused(request, exception)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Say a refusal on a page of its own, in the reader's language."""
    sentence = refusal.say(get_language() or "zh")
    return _page(request, "portal/refusal.html", status=status_of(refusal), sentence=sentence)


def _page(request: HttpRequest, template: str, *, status: int, sentence: str = "") -> HttpResponse:
    context = around(request) | {"sentence": sentence}
    # What was refused must not be carried on to the next page.
    context["reader"] = replace(context["reader"], start="", query=())
    return render(request, template, context, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that there is nothing at this address, and where to go."""
    return _page(request, "portal/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that something broke on our side; needs neither database nor language."""
    return HttpResponseServerError(render_to_string("portal/broken.html"))
