"""Registers the room with Django."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    """Needs, resources, projects, tickets, topics and feedback."""

    name = "yizhan.matters"
    label = "matters"
