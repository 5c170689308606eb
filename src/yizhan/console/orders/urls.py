"""Addresses of these pages."""

from django.urls import path

from yizhan.console.orders import board, calling, comments, dispatching, ledger, provider, rooms

_ORDER = "orders/<slug:number>/"
urlpatterns = [
    path("orders/", board.board, name="orders"),
    path("orders/new/", calling.new, name="order_for_caller"),
    path("orders/comments/", comments.comments, name="order_comments"),
    path("orders/ledger.xlsx", ledger.ledger, name="order_ledger"),
    path("orders/rooms/", rooms.rooms, name="room_bookings"),
    path("orders/rooms/<int:booking>/cancel/", rooms.cancel, name="cancel_room_booking"),
    path(_ORDER, dispatching.order, name="order"),
    path(f"{_ORDER}dispatch/", dispatching.dispatch, name="dispatch_order"),
    path(f"{_ORDER}answer/", dispatching.answer, name="answer_order"),
    path(f"{_ORDER}cancel/", dispatching.cancel, name="cancel_order"),
    path("provider/orders/", provider.orders, name="provider_orders"),
    path("provider/orders/<int:order>/", provider.answer, name="provider_answer"),
]
