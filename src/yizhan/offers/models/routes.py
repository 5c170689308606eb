"""Walking routes: their stops in order, what was computed of them, and the classes that walk them."""

import datetime as dt

from django.db import models

from yizhan.offers.models.offerings import Offering
from yizhan.offers.words import Pace, RouteState
from yizhan.people.models import Subdistrict
from yizhan.places.models import Story
from yizhan.places.words import Steps


class Route(models.Model):
    """A walk past stories and places, from the first stop to the last."""

    subdistrict = models.ForeignKey(Subdistrict, on_delete=models.CASCADE, related_name="routes")
    slug = models.SlugField()
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    summary_zh = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    pace = models.CharField(max_length=10, choices=Pace, default=Pace.ADULT)
    sets_out = models.TimeField(default=dt.time(9, 30))
    # When a guided walk is called off, and how people hear of it.
    weather_zh = models.CharField(max_length=300, blank=True)
    weather_en = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=RouteState, default=RouteState.DRAFT)
    # Where it was suggested by the optimiser: its question, worth, bound and status.
    suggestion = models.JSONField(null=True, blank=True)
    # Names of the parts that are invented for the demonstration: "stops", "times" …
    example_parts = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(fields=["subdistrict", "slug"], name="one_route_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name_zh


class RouteStop(models.Model):
    """One stop: a story, or a point of its own with a name."""

    route = models.ForeignKey(Route, on_delete=models.CASCADE, related_name="stops")
    position = models.PositiveSmallIntegerField()
    story = models.ForeignKey(
        Story, null=True, blank=True, on_delete=models.PROTECT, related_name="route_stops"
    )
    name_zh = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=160, blank=True)
    lon = models.FloatField()  # WGS-84 degrees; a story's own point counts
    lat = models.FloatField()  # WGS-84 degrees
    visit_min = models.PositiveSmallIntegerField(default=0)
    steps = models.CharField(max_length=10, choices=Steps, default=Steps.UNKNOWN)
    note_zh = models.CharField(max_length=300, blank=True)
    note_en = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["route", "position"], name="one_stop_a_position"),
            models.CheckConstraint(
                condition=models.Q(story__isnull=False) | ~models.Q(name_zh=""),
                name="stop_is_called_something",
            ),
            models.CheckConstraint(
                condition=models.Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90),
                name="stop_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.route} {self.position}"


class RouteTiming(models.Model):
    """What was computed of a route, whole or step-free: metres and minutes of every leg."""

    route = models.ForeignKey(Route, on_delete=models.CASCADE, related_name="timings")
    step_free = models.BooleanField()
    metres = models.FloatField()
    walk_min = models.FloatField()
    visit_min = models.FloatField()
    # For each stop its position, "arrive_min" and "leave_min" after setting out.
    visits = models.JSONField(default=list, blank=True)
    # From which stop to which, metres, minutes, line, streets, whether it is straight, whether it climbs.
    legs = models.JSONField(default=list, blank=True)
    # Stops not visited, and why: they have steps, or no step-free way leads there.
    left_out = models.JSONField(default=list, blank=True)
    # The streets it was computed on; empty: straight lines, lengthened.
    network = models.CharField(max_length=120, blank=True)
    network_knows_steps = models.BooleanField(default=False)
    input_hash = models.CharField(max_length=64)
    computed_at = models.DateTimeField()

    class Meta:
        ordering = ["route", "step_free"]
        constraints = [
            models.UniqueConstraint(fields=["route", "step_free"], name="one_timing_a_variant"),
        ]

    def __str__(self) -> str:
        return f"{self.route} {'step-free ' if self.step_free else ''}{self.metres:.0f} m"


class RouteWalk(models.Model):
    """A class that walks a route with a guide."""

    route = models.ForeignKey(Route, on_delete=models.CASCADE, related_name="walks")
    offering = models.OneToOneField(Offering, on_delete=models.CASCADE, related_name="walk")

    class Meta:
        ordering = ["route", "offering"]

    def __str__(self) -> str:
        return f"{self.route} {self.offering}"
