"""Addresses of the public pages, Chinese at the root and English under /en/."""

from django.urls import path

from yizhan.portal import station_week, views
from yizhan.portal.clubs.urls import urlpatterns as clubs
from yizhan.portal.orders.urls import urlpatterns as orders
from yizhan.portal.programme.urls import urlpatterns as programme
from yizhan.portal.seats.urls import urlpatterns as seats
from yizhan.portal.walks.urls import urlpatterns as walks

app_name = "portal"
urlpatterns = [
    path("", views.stations, name="stations"),
    path("stations/<slug:slug>/", views.station, name="station"),
    path("stations/<slug:slug>/week/", station_week.station_week, name="station_week"),
    path("rest/", views.rest, name="rest"),
    path("b/<slug:slug>/", views.building, name="building"),
    path("b/<slug:slug>/poster/", views.poster, name="poster"),
    *programme,
    *seats,
    *orders,
    *clubs,
    *walks,
]
