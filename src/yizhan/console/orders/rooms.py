"""Rooms booked by the hour: who comes when, booking for a caller, cancelling with a reason."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from yizhan.console.desk import Desk, found, language, show, staff
from yizhan.console.orders.calling import moment_field
from yizhan.console.templatetags.console import named
from yizhan.foundation import clock
from yizhan.foundation.refusals import Refusal
from yizhan.people.actions import find_contact
from yizhan.people.models import Subdistrict
from yizhan.people.words import ASSISTED, Channel
from yizhan.places.models import Room
from yizhan.rounds.actions.room_bookings import book_room, cancel_room_booking
from yizhan.rounds.queries.room_bookings import bookings_here, free_times, rooms_to_book
from yizhan.rounds.rules.room_bookings import HOURS


class CallerRoomForm(forms.Form):
    """The same questions as online, and how the caller reached us."""

    channel = forms.ChoiceField(
        label=gettext_lazy("怎么来的"),
        choices=[(one.value, one.label) for one in Channel if one in ASSISTED],
    )
    room = forms.ModelChoiceField(Room.objects.none(), label=gettext_lazy("房间"))
    starts_at = moment_field(gettext_lazy("从什么时候"))
    hours = forms.TypedChoiceField(
        label=gettext_lazy("几个小时"), coerce=int, choices=[(hours, hours) for hours in HOURS]
    )
    people = forms.IntegerField(label=gettext_lazy("来多少人"), min_value=1, max_value=32767)
    name = forms.CharField(label=gettext_lazy("联系人称呼"), max_length=40)
    phone = forms.CharField(
        label=gettext_lazy("联系电话"), max_length=30, widget=forms.TextInput(attrs={"type": "tel"})
    )

    def __init__(self, *arguments: Any, place: Subdistrict, **named_arguments: Any) -> None:
        super().__init__(*arguments, **named_arguments)
        field = self.fields["room"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rooms_to_book(place)
        field.empty_label = _("请选择")
        field.label_from_instance = _room_words  # type: ignore[method-assign, assignment]  # the reader's language


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def rooms(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show today's free times and who comes when; on POST book for a caller."""
    place, now = desk.running().place, clock.now()
    form = CallerRoomForm(request.POST or None, place=place, initial={"channel": Channel.PHONE})
    if request.method == "POST" and form.is_valid() and _booked(form, desk):
        messages.success(request, _("已登记预约。"))
        return redirect("console:room_bookings")
    rows = list(rooms_to_book(place))
    free = free_times(rows, [now.date()], now=now)
    context = {
        "form": form,
        "free": [{"row": row, "spans": free[row.pk][0][1]} for row in rows],
        "bookings": bookings_here(place).filter(cancelled_at=None, ends_at__gt=now),
    }
    return show(
        request, "console/orders/rooms.html", context, status=400 if form.errors else 200, page="orders"
    )


@require_POST
@staff
def cancel(request: HttpRequest, desk: Desk, booking: int) -> HttpResponse:
    """Cancel with a reason the contact reads."""
    row = found(bookings_here(desk.running().place), pk=booking)
    try:
        cancel_room_booking(booking=row, reason=request.POST.get("reason", "")[:200], by=desk.account)
    except Refusal as refusal:
        messages.error(request, refusal.say(language()))
    else:
        messages.success(request, _("已取消，联系人已通知。"))
    return redirect("console:room_bookings")


def _room_words(room: Room) -> str:
    return f"{named(room.station)} · {named(room)}"


def _booked(form: CallerRoomForm, desk: Desk) -> bool:
    entered = form.cleaned_data
    try:
        contact = find_contact(
            subdistrict=desk.place, phone=entered["phone"], name=entered["name"], by=desk.account
        )
        book_room(
            room=entered["room"],
            contact=contact,
            starts_at=entered["starts_at"],
            hours=entered["hours"],
            people=entered["people"],
            channel=Channel(entered["channel"]),
            by=desk.account,
        )
    except Refusal as refusal:
        form.add_error(None, refusal.say(language()))
        return False
    return True
