"""Registers the room with Django."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """Sign-up rounds, bookings, orders and tallies."""

    name = "yizhan.rounds"
    label = "rounds"
