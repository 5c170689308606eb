"""Addresses of these pages."""

from django.urls import URLPattern, path

from yizhan.console.clubs import doors, seasons, series, sessions

_OFFERING = "offerings/<slug:slug>/"
_SERIES = "series/<int:number>/"
_SESSION = "sessions/<int:number>/"
urlpatterns: list[URLPattern] = [
    path("clubs/", seasons.seasons, name="clubs"),
    path("clubs/<slug:slug>/", seasons.season, name="season"),
    path(f"{_OFFERING}sessions/", sessions.sessions, name="offering_sessions"),
    path(f"{_OFFERING}series/", series.start, name="start_series"),
    path(f"{_SERIES}change/", series.change, name="change_series"),
    path(f"{_SERIES}extend/", series.extend, name="extend_series"),
    path(f"{_SESSION}change/", sessions.change, name="change_session"),
    path(f"{_SESSION}skip/", sessions.skip, name="skip_session"),
    path(f"{_SESSION}figure/", sessions.figure, name="record_tally"),
    path(f"{_SESSION}held/", sessions.held, name="mark_held"),
    path("door/worker.js", doors.worker, name="door_worker"),
    path("door/<int:number>/", doors.door, name="door"),
    path("door/<int:number>/merge/", doors.merge, name="merge_tallies"),
    path("door/<int:number>/code/", doors.code, name="check_in"),
]
