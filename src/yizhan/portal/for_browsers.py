"""What browsers and search engines ask for without being told the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

KEPT_S = 24 * 3600
ROBOTS = "User-agent: *\nDisallow: /console/\nDisallow: /en/console/\n"


@require_safe
@cache_control(max_age=KEPT_S, public=True)
def favicon(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Lead to the icon."""
    return redirect(static("portal/icon.svg"))


@require_safe
@cache_control(max_age=KEPT_S, public=True)
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Let everybody read everything but the staff's pages."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")
