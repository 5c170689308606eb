"""Addresses of sign-up: rounds for everybody, seats for those who signed in."""

from django.urls import URLPattern, path

from yizhan.portal.seats import bookings, mailbox, own_data, rounds, signing, wishing

_ROUND = "rounds/<slug:slug>/"
_SEAT = "seats/<int:number>/"

urlpatterns: list[URLPattern] = [
    path("rounds/", rounds.rounds, name="rounds"),
    path(_ROUND, rounds.round_page, name="round"),
    path(f"{_ROUND}list.txt", rounds.list_file, name="round_list"),
    path(f"{_ROUND}draw.json", rounds.draw_file, name="round_draw"),
    path(f"{_ROUND}wishes/", wishing.wishes, name="wishes"),
    path(f"{_ROUND}withdraw/", wishing.withdraw, name="withdraw"),
    path("seats/", bookings.seats, name="seats"),
    path("seats/sign-in/", signing.enter, name="sign_in"),
    path("seats/sign-out/", signing.leave, name="sign_out"),
    path("seats/book/<slug:slug>/", bookings.book, name="book"),
    path("seats/my-data/", own_data.own_data, name="own_data"),
    path("seats/my-data.json", own_data.own_copy, name="own_copy"),
    path("seats/my-data/erase/", own_data.erase, name="erase"),
    path(f"{_SEAT}confirm/", bookings.confirm, name="confirm"),
    path(f"{_SEAT}give-back/", bookings.give_back, name="give_back"),
    path(f"{_SEAT}ticket/", bookings.ticket, name="ticket"),
    path(f"{_SEAT}certificate/", bookings.certificate, name="certificate"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
]
