"""My data: see, correct, take a copy, erase. The law's rights, without a letter."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yizhan.foundation import clock
from yizhan.foundation.refusals import Refusal
from yizhan.people.actions import change_name, change_participant, erase_now, forget_participant
from yizhan.people.models import Contact
from yizhan.people.queries import copy_of
from yizhan.portal.seats.own_orders import own_orders, own_rooms
from yizhan.portal.seats.standing import held_by
from yizhan.portal.seats.visitor import farewell, onward, seat_page, visitors
from yizhan.rounds.queries.bookings import entries_of


@require_http_methods(["GET", "HEAD", "POST"])
@visitors
def own_data(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Show what is stored and why; on POST correct a name."""
    wrong = ""
    if request.method == "POST":
        try:
            _correct(request, contact)
        except Refusal as refusal:
            wrong = refusal.say(get_language() or "zh")
        else:
            messages.success(request, _("已更正。"))
            return onward(request, "portal:own_data")
    context = {"contact": contact, "family": contact.participants.exclude(name=""), "wrong": wrong}
    return seat_page(request, "portal/seats/own_data.html", context, status=400 if wrong else 200)


@require_safe
@visitors
def own_copy(request: HttpRequest, contact: Contact) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Send everything stored about somebody, as a file."""
    copy = copy_of(contact) | {
        "copied_at": clock.now().isoformat(timespec="seconds"),
        "entries": [
            {
                "round": entry.round.name_zh,
                "ticket": entry.ticket,
                "channel": entry.channel,
                "entered_at": entry.entered_at.isoformat(),
                "wishes": [wish.offering.name_zh for wish in entry.wishes.all()],
                "participants": [one.name for one in entry.participants.all()],
            }
            for entry in entries_of(contact)
        ],
        "bookings": [
            {
                "offering": one.row.offering.name_zh,
                "state": one.row.state,
                "channel": one.row.channel,
                "booked_at": one.row.booked_at.isoformat(),
                "attendance": one.row.attendance,
                "participants": [person.name for person in one.row.participants.all()],
            }
            for one in held_by(contact)
        ],
        "orders": own_orders(contact),
        "rooms": own_rooms(contact),
    }
    answer = JsonResponse(copy, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@visitors
def erase(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Ask once more, then erase everything at once and sign out."""
    if request.method != "POST":
        standing = [one for one in held_by(contact) if one.may_give_back]
        context = {"contact": contact, "standing": standing, "entries": entries_of(contact)}
        return seat_page(request, "portal/seats/erase.html", context)
    erase_now(contact=contact, by=None)
    return farewell(request, seat_page(request, "portal/seats/erased.html", {"contact": None}))


def _correct(request: HttpRequest, contact: Contact) -> None:
    name, number = request.POST.get("name", ""), request.POST.get("person", "")
    if number.isdecimal() and len(number) < 19:
        person = contact.participants.filter(pk=int(number)).first()
        if person is not None and request.POST.get("act") == "forget":
            forget_participant(participant=person, by=None)
        elif person is not None:
            change_participant(participant=person, name=name, by=None)
        return
    change_name(contact=contact, name=name, by=None)
