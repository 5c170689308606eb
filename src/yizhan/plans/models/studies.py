"""What is stored about siting studies: demand, candidates, scenarios."""

from django.db import models

from yizhan.people.models import Subdistrict
from yizhan.places.models import Station
from yizhan.places.words import Kind
from yizhan.plans.models.streets import StreetNetwork
from yizhan.plans.words import DemandSource, RunStatus


class Study(models.Model):
    """One siting question: streets, demand, candidates and the catalogue of levels and hours."""

    subdistrict = models.ForeignKey(Subdistrict, on_delete=models.CASCADE, related_name="studies")
    slug = models.SlugField()
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    streets = models.ForeignKey(StreetNetwork, on_delete=models.PROTECT, related_name="studies")
    demand_source = models.CharField(max_length=10, choices=DemandSource, default=DemandSource.STREETS)
    # The numbers behind the demand, as shown and edited on screen.
    assumptions = models.JSONField(default=dict)
    # The building layer, where people are estimated from it: columns by name.
    buildings = models.JSONField(null=True, blank=True)
    # Neighbourhoods by their centres, [{"name", "lon", "lat"}]: each point belongs to the nearest.
    zones = models.JSONField(default=list)
    # Levels with their costs, opening patterns with their windows, minutes and what they are worth.
    catalogue = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subdistrict", "slug"], name="one_study_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name_zh


class DemandPoint(models.Model):
    """People at one place, per time window; counts, never persons."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="demand_points")
    label = models.CharField(max_length=60)
    neighbourhood = models.CharField(max_length=60)
    lon = models.FloatField()
    lat = models.FloatField()
    workday = models.FloatField()
    evening = models.FloatField()
    weekend = models.FloatField()
    late_night = models.FloatField()

    class Meta:
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(fields=["study", "label"], name="one_demand_point_a_label"),
        ]

    def __str__(self) -> str:
        return self.label


class CandidateSite(models.Model):
    """A place where a station is, or could be, with the five criteria of a siting record."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="sites")
    label = models.SlugField()
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind)
    neighbourhood = models.CharField(max_length=60)
    lon = models.FloatField()
    lat = models.FloatField()
    # The station that already stands here, if any.
    station = models.ForeignKey(
        Station, null=True, blank=True, on_delete=models.SET_NULL, related_name="sites"
    )
    # Today's opening pattern of that station, by its name in the catalogue.
    today_level = models.CharField(max_length=30, blank=True)
    today_pattern = models.CharField(max_length=30, blank=True)
    # Floor space, owner's will, staff, services, size of the building: notes of the siting record.
    space_note = models.CharField(max_length=200, blank=True)
    owner_note = models.CharField(max_length=200, blank=True)
    staff_note = models.CharField(max_length=200, blank=True)
    services_note = models.CharField(max_length=200, blank=True)
    building_note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(fields=["study", "label"], name="one_site_a_label"),
        ]

    def __str__(self) -> str:
        return self.name_zh


class Scenario(models.Model):
    """One way to ask the question, and the answer with its proof."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="scenarios")
    slug = models.SlugField()
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    # Budget, weights of the windows, kept and closed sites, minimum shares, walking speed, seed.
    settings = models.JSONField(default=dict)
    status = models.CharField(max_length=12, choices=RunStatus, default=RunStatus.DRAFT)
    objective = models.FloatField(null=True, blank=True)
    bound = models.FloatField(null=True, blank=True)
    gap = models.FloatField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    # What was opened, covered and left uncovered, and the conflicts where nothing was possible.
    report = models.JSONField(default=dict)
    # Hash of everything the answer depends on: the same hash, the same answer.
    input_hash = models.CharField(max_length=64, blank=True)
    ran_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["study", "slug"], name="one_scenario_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name_zh
