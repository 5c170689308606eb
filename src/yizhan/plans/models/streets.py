"""Streets one can walk."""

from django.db import models

from yizhan.people.models import Subdistrict


class StreetNetwork(models.Model):
    """Streets one can walk, imported once and kept whole."""

    subdistrict = models.ForeignKey(
        Subdistrict, null=True, blank=True, on_delete=models.CASCADE, related_name="street_networks"
    )
    name = models.CharField(max_length=120)
    attribution = models.CharField(max_length=200)
    is_schematic = models.BooleanField(default=False)
    imported_at = models.DateTimeField()
    # Counts of the import: nodes, ways kept, dropped and why, largest component …
    counts = models.JSONField(default=dict)
    # The study area, GeoJSON geometry, WGS-84; empty: everything.
    area = models.JSONField(null=True, blank=True)
    arrays = models.BinaryField()

    class Meta:
        ordering = ["-imported_at", "-id"]

    def __str__(self) -> str:
        return self.name
