"""Registers the room with Django."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Siting studies, scenarios and published plans."""

    name = "yizhan.plans"
    label = "plans"
