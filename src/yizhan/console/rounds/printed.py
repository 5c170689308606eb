"""What is printed: the paper form of a round, and tickets for those who have no printer."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from yizhan.console.desk import Desk, found, show, staff
from yizhan.console.rounds.rounds import round_of
from yizhan.foundation import clock
from yizhan.outside.squares import square_code
from yizhan.rounds.models import Booking, Entry
from yizhan.rounds.queries.bookings import arrivals_of
from yizhan.rounds.words import SEATED


@require_safe
@staff
def paper(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Show the form of a round to print on A4 and hand out at the counter."""
    row = round_of(desk.running().place, slug)
    context = {"round": row, "ranks": range(1, row.wishes_at_most + 1), "lines": range(3)}
    return show(request, "console/rounds/paper.html", context, page="rounds")


@require_safe
@staff
def entry_ticket(request: HttpRequest, desk: Desk, entry: int) -> HttpResponse:
    """Show an entry's ticket to print: the number, the wishes, where to look it up."""
    rows = Entry.objects.filter(round__subdistrict=desk.running().place).select_related("round")
    row = found(rows.prefetch_related("wishes__offering"), pk=entry)
    address = request.build_absolute_uri(reverse("portal:round", args=[row.round.slug]))
    context = {"entry": row, "address": address, "code": square_code(f"{address}?ticket={row.ticket}")}
    return show(request, "console/rounds/entry_ticket.html", context, page="rounds")


@require_safe
@staff
def seat_ticket(request: HttpRequest, desk: Desk, booking: int) -> HttpResponse:
    """Show the ticket of a held seat to print."""
    rows = Booking.objects.filter(offering__subdistrict=desk.running().place, state__in=SEATED)
    row = found(
        rows.select_related("offering__station", "offering__room", "entry").prefetch_related(
            "participants", "offering__sessions"
        ),
        pk=booking,
    )
    address = request.build_absolute_uri(reverse("portal:ticket", args=[row.pk]))
    sessions = [one for one in row.offering.sessions.all() if one.state != "cancelled"]
    context = {"booking": row, "sessions": sessions, "code": square_code(address)}
    return show(request, "console/rounds/seat_ticket.html", context, page="rounds")


@require_safe
@staff
def certificate(request: HttpRequest, desk: Desk, booking: int) -> HttpResponse:
    """Show where a party came, to print and stamp for somebody at the counter; what the door recorded."""
    rows = Booking.objects.filter(offering__subdistrict=desk.running().place, arrivals__isnull=False)
    row = found(rows.select_related("offering__station").distinct(), pk=booking)
    context = {"booking": row, "arrivals": list(arrivals_of(row)), "today": clock.now().date()}
    return show(request, "console/rounds/certificate.html", context, page="rounds")
