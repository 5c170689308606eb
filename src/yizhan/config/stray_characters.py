"""Refuses NUL characters wherever they come in: PostgreSQL stores none, and nobody types one."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict

from yizhan.api.door import problem
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.portal.refusals import refused

NUL = "\x00"

_STRAY = Phrase(
    "提交的内容里有无法保存的字符（NUL），没有保存任何内容。",
    "What was sent contains a character that cannot be stored (NUL); nothing was saved.",
)


class NoStrayCharacters:
    """Answer a request that carries a NUL before any view, and any database, sees it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_resolved: object) -> HttpResponse | None:
        """Refuse, as the page or the interface that was asked says it; None lets the view answer."""
        if not is_stray(request):
            return None
        if request.path_info.startswith("/api/"):
            return problem(400, "stray_character", _STRAY)
        return refused(request, Refusal("stray_character", _STRAY))


def is_stray(request: HttpRequest) -> bool:
    """Whether the address, a field of a form or a JSON body contains a NUL."""
    if NUL in request.path_info or _has_nul(request.GET):
        return True
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return False
    is_form = request.content_type in {"multipart/form-data", "application/x-www-form-urlencoded"}
    return _has_nul(request.POST) if is_form else rb"\u0000" in request.body


def _has_nul(fields: QueryDict) -> bool:
    return any(NUL in text for name, texts in fields.lists() for text in (name, *texts))
