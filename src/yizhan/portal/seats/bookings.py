"""My bookings: what I hold and wait for, confirm, give back, print a ticket, book where first come counts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import Offering
from yizhan.outside.squares import square_code
from yizhan.people.models import Contact
from yizhan.people.words import Channel
from yizhan.portal.seats.party import party_context, party_of
from yizhan.portal.seats.rounds import when_words
from yizhan.portal.seats.standing import entered_by, held_by
from yizhan.portal.seats.visitor import onward, seat_page, visitors
from yizhan.portal.tenancy import subdistrict_here
from yizhan.rounds.actions.bookings import confirm as confirm_booking
from yizhan.rounds.actions.bookings import give_back as give_booking_back
from yizhan.rounds.actions.claiming import book_first_come
from yizhan.rounds.actions.waiting import offer_next
from yizhan.rounds.models import Booking
from yizhan.rounds.queries.bookings import arrivals_of
from yizhan.rounds.queries.seats import free_seats
from yizhan.rounds.words import SEATED, BookingState

_NO_SUCH_BOOKING = Phrase("没有这个报名。", "There is no such booking.")
_NO_ARRIVALS = Phrase(
    "没有到场记录，开不出参加证明。到场码自愿出示；需要证明请到服务窗口。",
    "No arrival was recorded, so there is nothing to certify. Showing the code is voluntary; please ask"
    " at the desk.",
)
_NO_SUCH_OFFERING = Phrase("没有这个课程。", "There is no such class.")


def booking_of(contact: Contact, number: int) -> Booking:
    """Return one of the contact's own bookings; those of others are not there."""
    rows = Booking.objects.filter(contact=contact).select_related(
        "offering__station", "offering__room", "offering__subdistrict", "contact", "entry"
    )
    found = rows.prefetch_related("participants", "offering__sessions").filter(pk=number).first()
    if found is None:
        raise Refusal("no_such_booking", _NO_SUCH_BOOKING)
    return found


@require_safe
@visitors
def seats(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Show everything somebody holds, waits for and wishes."""
    held = held_by(contact)
    context = {
        "contact": contact,
        "standing": [one for one in held if one.may_give_back],
        "over": [one for one in held if not one.may_give_back],
        "entries": entered_by(contact),
    }
    return seat_page(request, "portal/seats/seats.html", context)


@require_POST
@visitors
def confirm(request: HttpRequest, contact: Contact, number: int) -> HttpResponse:
    """Confirm an offered seat; where one may have no more, ask which to give back instead."""
    booking = booking_of(contact, number)
    instead = request.POST.get("instead_of", "")
    other = booking_of(contact, int(instead)) if instead.isdecimal() and len(instead) < 19 else None
    try:
        confirm_booking(booking=booking, instead_of=other, by=None)
    except Refusal as refusal:
        if refusal.code in {"seats_a_person", "person_is_busy"} and other is None:
            return _choose(request, contact, booking, refusal)
        messages.error(request, refusal.say(get_language() or "zh"))
    else:
        if other is not None:
            offer_next(offering=other.offering, by=None)
        messages.success(request, _("已确认，名额是您的了。"))
    return onward(request, "portal:seats")


@require_http_methods(["GET", "HEAD", "POST"])
@visitors
def give_back(request: HttpRequest, contact: Contact, number: int) -> HttpResponse:
    """Ask once more, then give a seat or a place in line back; it goes to the next at once."""
    booking = booking_of(contact, number)
    if request.method != "POST":
        context = {"contact": contact, "booking": booking, "when": when_words(booking.offering)}
        return seat_page(request, "portal/seats/give_back.html", context)
    try:
        give_booking_back(booking=booking, by=None)
    except Refusal as refusal:
        messages.error(request, refusal.say(get_language() or "zh"))
    else:
        offer_next(offering=booking.offering, by=None)
        messages.success(request, _("已退还，名额会马上转给候补的下一位。谢谢您。"))
    return onward(request, "portal:seats")


@require_safe
@visitors
def ticket(request: HttpRequest, contact: Contact, number: int) -> HttpResponse:
    """Show a ticket to print or to show at the door; nobody is forced to."""
    booking = booking_of(contact, number)
    if booking.state not in SEATED:
        raise Refusal("no_such_booking", _NO_SUCH_BOOKING)
    return seat_page(
        request, "portal/seats/ticket.html", {"contact": contact} | ticket_context(request, booking)
    )


@require_safe
@visitors
def certificate(request: HttpRequest, contact: Contact, number: int) -> HttpResponse:
    """Show where a party came, to print: only what was recorded at the door, and nobody has to check in."""
    booking = booking_of(contact, number)
    arrivals = list(arrivals_of(booking))
    if not arrivals:
        raise Refusal("no_arrivals", _NO_ARRIVALS)
    context = {"contact": contact, "booking": booking, "arrivals": arrivals, "today": clock.now().date()}
    return seat_page(request, "portal/seats/certificate.html", context)


def ticket_context(request: HttpRequest, booking: Booking) -> dict[str, Any]:
    """Return what a ticket says; its square code leads to the holder's own page."""
    address = request.build_absolute_uri(reverse("portal:ticket", args=[booking.pk]))
    return {
        "booking": booking,
        "sessions": [one for one in booking.offering.sessions.all() if one.state != "cancelled"],
        "people": [one.name for one in booking.participants.all()],
        "code": square_code(address),
        "is_offered": booking.state == BookingState.OFFERED,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@visitors
def book(request: HttpRequest, contact: Contact, slug: str) -> HttpResponse:
    """Book where first come is first served; without a free seat one waits in line."""
    shown = Offering.objects.filter(subdistrict=subdistrict_here(), is_public=True, slug=slug)
    offering = shown.select_related("station", "room", "subdistrict").prefetch_related("sessions").first()
    if offering is None:
        raise Refusal("no_such_offering", _NO_SUCH_OFFERING)
    wrong = ""
    if request.method == "POST":
        try:
            people = party_of(request, contact)
            if request.POST.get("act") != "person":
                booking = book_first_come(
                    offering=offering, contact=contact, participants=people, channel=Channel.WEB, by=None
                )
                messages.success(request, _booked(booking))
                return onward(request, "portal:seats")
        except Refusal as refusal:
            wrong = refusal.say(get_language() or "zh")
    context = {
        "contact": contact,
        "offering": offering,
        "when": when_words(offering),
        "free": free_seats(offering, Channel.WEB),
        "wrong": wrong,
    }
    context |= party_context(request, contact)
    return seat_page(request, "portal/seats/book.html", context, status=400 if wrong else 200)


def _booked(booking: Booking) -> str:
    if booking.state == BookingState.CONFIRMED:
        return _("报名成功，名额是您的了。")
    return _("名额已满，您已进入候补；有空位时会发短信给您。")


def _choose(request: HttpRequest, contact: Contact, booking: Booking, refusal: Refusal) -> HttpResponse:
    others = [one for one in held_by(contact) if one.has_ticket and one.row.pk != booking.pk]
    context = {
        "contact": contact,
        "booking": booking,
        "others": others,
        "wrong": refusal.say(get_language() or "zh"),
    }
    return seat_page(request, "portal/seats/instead.html", context, status=400)
