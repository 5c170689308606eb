"""Addresses of these pages."""

from django.urls import URLPattern, path

from yizhan.portal.clubs import arrivals, calendars, seasons

urlpatterns: list[URLPattern] = [
    path("clubs/", seasons.seasons, name="seasons"),
    path("clubs/<slug:slug>/", seasons.season, name="season"),
    path("calendars/offering/<slug:slug>.ics", calendars.offering, name="calendar_offering"),
    path("calendars/station/<slug:slug>.ics", calendars.station, name="calendar_station"),
    path("calendars/season/<slug:slug>.ics", calendars.season, name="calendar_season"),
    path("calendars/mine/revoke/", calendars.revoke, name="revoke_calendar"),
    path("calendars/mine/<str:token>.ics", calendars.mine, name="calendar_mine"),
    path("arrive/<str:token>/", arrivals.arrive, name="arrive"),
    path("arrive/<str:token>/code.svg", arrivals.picture, name="arrive_picture"),
]
