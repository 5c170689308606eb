"""The headers every answer carries: what a page may load, and what it may ask of the browser."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Everything comes from this server: no tile server, no fonts, no counters, no inline scripts.
# MapLibre draws its controls with `data:` pictures and reads sprites it made itself through `blob:`.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
# Nobody is located: a starting point is chosen by hand.
PERMISSIONS_POLICY = "geolocation=(), camera=(), microphone=(), payment=(), usb=()"


class PageHeaders:
    """Set the policies, unless a view has set its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then add what is missing."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response
