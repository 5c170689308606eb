"""Addresses of these pages."""

from django.urls import path

from yizhan.portal.orders import ordering, rooms, status

urlpatterns = [
    path("orders/new/", ordering.new, name="new_order"),
    path("orders/<slug:secret>/", status.order, name="order"),
    path("orders/<slug:secret>/cancel/", status.cancel, name="cancel_order"),
    path("orders/<slug:secret>/rate/", status.rate, name="rate_order"),
    path("rooms/", rooms.rooms, name="rooms"),
    path("rooms/mine/", rooms.own, name="own_rooms"),
    path("rooms/mine/<int:booking>/cancel/", rooms.cancel, name="cancel_room"),
    path("rooms/<int:room>/book/", rooms.book, name="book_room"),
    path("ratings/<slug:course>/", status.ratings, name="ratings"),
]
