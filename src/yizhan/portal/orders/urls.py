"""Addresses of these pages."""

from django.urls import path

from yizhan.portal.orders import ordering, status

urlpatterns = [
    path("orders/new/", ordering.new, name="new_order"),
    path("orders/<slug:secret>/", status.order, name="order"),
    path("orders/<slug:secret>/cancel/", status.cancel, name="cancel_order"),
    path("orders/<slug:secret>/rate/", status.rate, name="rate_order"),
    path("ratings/<slug:course>/", status.ratings, name="ratings"),
]
