"""Registers the room with Django."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Stations and what is in them."""

    name = "yizhan.places"
    label = "places"
