"""Addresses of rounds and of the desk for callers."""

from django.urls import URLPattern, path

from yizhan.console.rounds import callers, drawing, printed, rounds

_ROUND = "rounds/<slug:slug>/"
_CALLER = "callers/<int:number>/"

urlpatterns: list[URLPattern] = [
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/new/", rounds.prepare, name="prepare_round"),
    path(_ROUND, rounds.cockpit, name="round"),
    path(f"{_ROUND}announce/", rounds.announce, name="announce_round"),
    path(f"{_ROUND}dates/", rounds.put_off, name="put_off_round"),
    path(f"{_ROUND}offers/", rounds.move_up, name="move_up"),
    path(f"{_ROUND}freeze/", drawing.freeze, name="freeze_round"),
    path(f"{_ROUND}event/", drawing.event, name="draw_event"),
    path(f"{_ROUND}draw/", drawing.draw, name="draw_round"),
    path(f"{_ROUND}paper/", printed.paper, name="paper_form"),
    path("callers/", callers.callers, name="callers"),
    path("callers/told/<int:message>/", callers.called, name="note_call"),
    path(_CALLER, callers.caller, name="caller"),
    path(f"{_CALLER}correct/", callers.correct, name="correct_caller"),
    path(f"{_CALLER}wishes/<slug:slug>/", callers.enter_wishes, name="caller_wishes"),
    path(f"{_CALLER}book/<slug:slug>/", callers.book, name="caller_book"),
    path(f"{_CALLER}answer/<int:booking>/", callers.answer, name="caller_answer"),
    path(f"{_CALLER}withdraw/<int:entry>/", callers.withdraw, name="caller_withdraw"),
    path("tickets/entry/<int:entry>/", printed.entry_ticket, name="entry_ticket"),
    path("tickets/seat/<int:booking>/", printed.seat_ticket, name="seat_ticket"),
    path("certificates/<int:booking>/", printed.certificate, name="certificate"),
]
