"""Addresses of stories and walking routes."""

from django.urls import path

from yizhan.portal.walks import routes, stories

_WALK = "walks/<slug:slug>/"
urlpatterns = [
    path("stories/", stories.stories, name="stories"),
    path("stories/<slug:slug>/", stories.story, name="story"),
    path("walks/", routes.walks, name="walks"),
    path(_WALK, routes.walk, name="walk"),
    path(f"{_WALK}print/", routes.sheet, name="walk_sheet"),
    path(f"{_WALK}step-free/print/", routes.step_free_sheet, name="walk_step_free_sheet"),
    path(f"{_WALK}route.gpx", routes.gpx, name="walk_gpx"),
    path(f"{_WALK}step-free/route.gpx", routes.step_free_gpx, name="walk_step_free_gpx"),
    path(f"{_WALK}pocket.html", routes.pocket, name="walk_pocket"),
]
