"""The week of a timetable on paper: one A4 sheet a station."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yizhan.console.desk import Desk, show, staff
from yizhan.console.timetables.board import station_chosen, timetable_here
from yizhan.console.timetables.shapes import cards_of, days_of, stations_of
from yizhan.plans.bridge import Board, recount_board


@require_safe
@staff
def week(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Show a sheet for the station chosen, or one for each that has lessons."""
    row = timetable_here(desk, slug)
    chosen = station_chosen(desk, request.GET.get("station", ""))
    board = Board(row)
    cards = cards_of(board, recount_board(board))
    sheets = []
    for station in stations_of(board):
        own = [card for card in cards if card.lesson.room and card.lesson.room.station_id == station.pk]
        if own and (chosen is None or chosen.pk == station.pk):
            sheets.append({"station": station, "days": days_of(board, own)})
    context = {"timetable": row, "sheets": sheets}
    return show(request, "console/timetables/week.html", context, page="timetables")
