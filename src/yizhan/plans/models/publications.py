"""Plans that became live stations."""

from django.db import models

from yizhan.people.models import Account
from yizhan.plans.models.studies import Scenario


class Publication(models.Model):
    """A scenario that became live stations, with what is needed to undo it."""

    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="publications")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    # Stations made, and the former values of stations changed.
    effects = models.JSONField(default=dict)

    class Meta:
        ordering = ["-published_at", "-id"]

    def __str__(self) -> str:
        return f"{self.scenario} {self.published_at:%Y-%m-%d %H:%M}"
