"""Registers the room with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Tenants, accounts, roles, audit."""

    name = "yizhan.people"
    label = "people"
