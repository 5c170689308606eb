"""The one door of the interface: its description, and how a refusal is said to a program (RFC 9457)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from yizhan.api.mine import router as mine
from yizhan.api.programme import router as programme
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal

PROBLEM = "application/problem+json"
#: Somebody else, or the same person, was there before.
CONFLICTS = frozenset({"booked_already", "person_is_busy", "already_held", "seats_a_person", "booking_ended"})

_MALFORMED = Phrase("请求的“{field}”不对：{what}", "“{field}” of the request is wrong: {what}")
_FOREIGN = Phrase(
    "请求没有带上本站的令牌（X-CSRFToken），没有执行。",
    "The request came without our token (X-CSRFToken); nothing was done.",
)
_SIGN_IN = Phrase("请先用手机号和验证码登录。", "Please sign in with your telephone and the code first.")

api = NinjaAPI(
    title="yizhan",
    version="1",
    description="课程、报名轮次、摇号结果；登录后可报名。 "
    "Courses, sign-up rounds, draws; booking after signing in with a telephone.",
    urls_namespace="api",
    docs_url=None,  # its page would load scripts from another host
)
api.add_router("", programme)
api.add_router("", mine)


def problem(status: int, code: str, phrase: Phrase, **facts: object) -> HttpResponse:
    """Return a refusal as a problem document, in both languages."""
    said: dict[str, Any] = {
        "type": "about:blank",
        "status": status,
        "code": code,
        "detail": phrase.say("zh", **facts),
        "detail_en": phrase.say("en", **facts),
    }
    return JsonResponse(said, status=status, content_type=PROBLEM, json_dumps_params={"ensure_ascii": False})


def status_of(code: str) -> int:
    """Return the HTTP status of a refusal."""
    if code in CONFLICTS:
        return 409
    if code.startswith("no_"):
        return 404
    return 403 if code.startswith("may_not_") else 400


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:  # noqa: ARG001 - ninja's signature
    """Say what a rule refused."""
    said = Phrase(*(refusal.say(language).replace("{", "(").replace("}", ")") for language in ("zh", "en")))
    return problem(status_of(refusal.code), refusal.code, said)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:  # noqa: ARG001 - ninja's signature
    """Ask for signing in."""
    return problem(401, "sign_in_first", _SIGN_IN)


@api.exception_handler(HttpError)
def foreign(request: HttpRequest, error: HttpError) -> HttpResponse:  # noqa: ARG001 - ninja's signature
    """Refuse a request without the token of a page of ours; ninja raises this for nothing else here."""
    return problem(error.status_code, "may_not_send_from_elsewhere", _FOREIGN)


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:  # noqa: ARG001 - ninja's signature
    """Name the field that is wrong."""
    first: dict[str, Any] = error.errors[0]
    field = ".".join(str(part) for part in first["loc"][2:]) or "body"
    return problem(422, "request_malformed", _MALFORMED, field=field, what=str(first["msg"])[:120])
