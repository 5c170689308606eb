"""Rooms by the hour: when each is free, booking one after signing in, giving it back."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.people.actions import find_contact
from yizhan.people.models import Contact
from yizhan.places.models import Room
from yizhan.portal.orders.order_form import MomentField
from yizhan.portal.pages import show
from yizhan.portal.seats.visitor import onward, seat_page, visitors
from yizhan.portal.tenancy import subdistrict_here
from yizhan.rounds.actions.room_bookings import book_room, cancel_room_booking
from yizhan.rounds.models import RoomBooking
from yizhan.rounds.queries.room_bookings import bookings_of, free_times, rooms_to_book
from yizhan.rounds.rules.room_bookings import HOURS

#: Days shown to choose from.
WEEK = 7
_NO_SUCH_ROOM = Phrase("没有这个房间，或它不接受预约。", "There is no such room, or it cannot be booked.")
_NO_SUCH_BOOKING = Phrase("没有这个预约。", "There is no such booking.")


class RoomForm(forms.Form):
    """From when, how long, how many; a name where the contact has none yet."""

    starts_at = MomentField(label=gettext_lazy("从什么时候"))
    hours = forms.TypedChoiceField(
        label=gettext_lazy("几个小时"), coerce=int, choices=[(hours, hours) for hours in HOURS]
    )
    people = forms.IntegerField(label=gettext_lazy("来多少人"), min_value=1, max_value=32767, initial=1)
    own_name = forms.CharField(label=gettext_lazy("怎么称呼您"), max_length=40)

    def __init__(self, *arguments: Any, contact: Contact, **named_arguments: Any) -> None:
        super().__init__(*arguments, **named_arguments)
        if contact.name:
            del self.fields["own_name"]


@require_safe
def rooms(request: HttpRequest) -> HttpResponse:
    """Show when each room is free on a day of the coming week."""
    place, now = subdistrict_here(), clock.now()
    days = [now.date() + dt.timedelta(days=ahead) for ahead in range(WEEK)]
    wanted = request.GET.get("day", "")
    day = next((one for one in days if one.isoformat() == wanted), days[0])
    rows = list(rooms_to_book(place))
    free = free_times(rows, [day], now=now)
    shown = [{"row": row, "spans": free[row.pk][0][1]} for row in rows]
    return show(
        request,
        "portal/orders/rooms.html",
        {"rooms": shown, "days": days, "day": day},
        place=place,
        page="rooms",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@visitors
def book(request: HttpRequest, contact: Contact, room: int) -> HttpResponse:
    """Book a room, first come."""
    row = rooms_to_book(subdistrict_here()).filter(pk=room).first()
    if row is None:
        raise Refusal("no_such_room", _NO_SUCH_ROOM)
    now = clock.now()
    days = [now.date() + dt.timedelta(days=ahead) for ahead in range(WEEK)]
    free = free_times([row], days, now=now)[row.pk]
    form = RoomForm(request.POST or None, contact=contact, initial=_first(free))
    if request.method == "POST" and form.is_valid() and _booked(form, row, contact):
        messages.success(request, _("已预约。用不上请取消，让给别人。"))
        return onward(request, "portal:own_rooms")
    context = {"contact": contact, "room": row, "form": form, "free": free}
    return seat_page(request, "portal/orders/book_room.html", context, status=400 if form.errors else 200)


@require_safe
@visitors
def own(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Show what somebody has booked."""
    context = {"contact": contact, "bookings": bookings_of(contact, now=clock.now())}
    return seat_page(request, "portal/orders/own_rooms.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@visitors
def cancel(request: HttpRequest, contact: Contact, booking: int) -> HttpResponse:
    """Ask once more, then give a room back."""
    row: RoomBooking | None = bookings_of(contact, now=clock.now()).filter(pk=booking).first()
    if row is None:
        raise Refusal("no_such_room_booking", _NO_SUCH_BOOKING)
    if request.method != "POST":
        return seat_page(request, "portal/orders/cancel_room.html", {"contact": contact, "booking": row})
    cancel_room_booking(booking=row, by=None)
    messages.success(request, _("已取消，房间马上让给别人。谢谢您。"))
    return redirect("portal:own_rooms")


def _first(free: list[tuple[dt.date, list[Any]]]) -> dict[str, Any]:
    """Return the first free time as what the form proposes."""
    spans = [span for _day, spans in free for span in spans]
    return {"starts_at": spans[0].starts_at} if spans else {}


def _booked(form: RoomForm, room: Room, contact: Contact) -> bool:
    entered = form.cleaned_data
    try:
        if entered.get("own_name"):
            contact = find_contact(
                subdistrict=contact.subdistrict, phone=contact.phone, name=entered["own_name"], by=None
            )
        book_room(
            room=room,
            contact=contact,
            starts_at=entered["starts_at"],
            hours=entered["hours"],
            people=entered["people"],
            by=None,
        )
    except Refusal as refusal:
        form.add_error(None, refusal.say(get_language() or "zh"))
        return False
    return True
