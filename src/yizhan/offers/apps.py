"""Registers the room with Django."""

from django.apps import AppConfig


class OffersConfig(AppConfig):
    """Courses, menus, clubs and sessions."""

    name = "yizhan.offers"
    label = "offers"
