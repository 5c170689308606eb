"""Addresses of stories and walks in the console."""

from django.urls import path

from yizhan.console.walks import reviewing, routes, stories, tours, weather

_STORY = "stories/<slug:slug>/"
_WALK = "walks/<slug:slug>/"
urlpatterns = [
    path("stories/", stories.stories, name="stories"),
    path("stories/new/", stories.new, name="new_story"),
    path("stories/reviews/", reviewing.reviews, name="story_reviews"),
    path("stories/corrections/<int:correction>/<slug:step>/", reviewing.decide, name="decide_correction"),
    path(_STORY, stories.story, name="story"),
    path(f"{_STORY}edit/", stories.edit, name="edit_story"),
    path(f"{_STORY}move/<slug:step>/", reviewing.move, name="move_story"),
    path("walks/", routes.walks, name="walks"),
    path("walks/new/", routes.new, name="new_walk"),
    path("walks/suggest/", tours.suggest, name="suggest_tour"),
    path("walks/sessions/<int:session>/weather/", weather.cancel, name="cancel_for_weather"),
    path(_WALK, routes.walk, name="walk"),
    path(f"{_WALK}edit/", routes.edit, name="edit_walk"),
    path(f"{_WALK}move/<slug:step>/", routes.move, name="move_walk"),
    path(f"{_WALK}classes/", routes.link, name="link_walk"),
    path(f"{_WALK}classes/<int:walk>/part/", routes.part, name="part_walk"),
]
