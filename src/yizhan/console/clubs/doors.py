"""
The door: tap a number, take codes, also without a network; what several telephones counted is merged.

The page keeps what it counted in the browser and sends it when it can. It holds what it needs to know codes
(keys for this session only, no names). docs/methods/attendance.md says what is safe in that and what is not.
"""

import json
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yizhan.console.clubs.sessions import session_here
from yizhan.console.desk import Desk, language, show, staff
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import Session
from yizhan.rounds.actions.tallies import check_in, merge_tallies
from yizhan.rounds.queries.tallies import arrivals_of, counters_of, verifiers_of
from yizhan.rounds.rules.door_codes import EARLIER, LATER, SECONDS
from yizhan.rounds.rules.tallies import Counter, attendance

WORKER = Path(__file__).resolve().parents[1] / "static/console/door-worker.js"
# This page alone may ask for the camera, to read the code a holder shows.
_PERMISSIONS = "geolocation=(), camera=(self), microphone=(), payment=(), usb=()"
_UNREADABLE = Phrase("手机送来的内容无法读取，没有保存。", "What was sent cannot be read; nothing was saved.")


@require_safe
@staff
def door(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Show the page for the door of one session."""
    row = session_here(desk.running(), number)
    verifiers = verifiers_of(row)
    context = {
        "session": row,
        "known": _known(row),
        "seats": sum(one.size for one in verifiers),
        "door": {
            "session": row.pk,
            "ends": row.ends_at.timestamp(),
            "seconds": SECONDS,
            "earlier": EARLIER,
            "later": LATER,
            "verifiers": [[one.booking, one.key, one.size] for one in verifiers],
            "known": _known(row),
        },
    }
    response = show(request, "console/clubs/door.html", context, page="clubs")
    response.headers["Permissions-Policy"] = _PERMISSIONS
    return response


@require_POST
@staff
def merge(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Merge what telephones counted; answers with everything known, or with why not."""
    row = session_here(desk, number)
    try:
        counters, arrivals = _read(request.body)
        merge_tallies(session=row, counters=counters, arrivals=arrivals, by=desk.account)
    except Refusal as refusal:
        return JsonResponse({"code": refusal.code, "sentence": refusal.say(language())}, status=400)
    return JsonResponse(_known(row))


@require_POST
@staff
def code(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Take a code typed at the door, for pages without a script."""
    row = session_here(desk, number)
    try:
        verifier = check_in(session=row, code=request.POST.get("code", "")[:20], by=desk.account)
    except Refusal as refusal:
        messages.error(request, refusal.say(language()))
    else:
        messages.success(request, _("码有效，%(n)d 人到场。") % {"n": verifier.size})
    return redirect("console:door", number)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Serve the script that keeps the door's page at hand without a network; it must lie beside the page."""
    return HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")


def _known(session: Session) -> dict[str, Any]:
    counters, arrivals = counters_of(session), arrivals_of(session)
    return {
        "devices": {name: [counter.came, counter.corrected] for name, counter in counters.items()},
        "arrivals": {str(booking): came for booking, came in arrivals.items()},
        "people": attendance(counters, arrivals.values()),
    }


def _read(body: bytes) -> tuple[dict[str, Counter], dict[int, int]]:
    """Read {"devices": {name: [came, corrected]}, "arrivals": {booking: came}}, or refuse."""
    try:
        content = json.loads(body)
        counters = {
            str(name): Counter(_whole(came), _whole(corrected))
            for name, (came, corrected) in content["devices"].items()
        }
        arrivals = {int(key): _whole(came) for key, came in content.get("arrivals", {}).items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Refusal("tally_unreadable", _UNREADABLE) from error
    if any(not 0 < key < 2**63 for key in arrivals) or len(arrivals) > 10_000:
        raise Refusal("tally_unreadable", _UNREADABLE)
    return counters, arrivals


def _whole(number: object) -> int:
    if not isinstance(number, int) or isinstance(number, bool):
        raise TypeError(number)
    return number
