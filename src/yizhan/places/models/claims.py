"""The one guarantee against double booking: time held on a room, a lecturer, a device or a person."""

from django.db import models

from yizhan.people.models import Account
from yizhan.places.words import Resource


class Claim(models.Model):
    """
    Time held on one resource; two unreleased claims never overlap: held by the database (migration 0004).

    `resource` is the key of the row meant by `kind` (a room, a lecturer, a device, a participant). `held_for`
    names what holds it, as "session:12", "booking:7" or "loan:3", so that it can be released with it.
    """

    kind = models.PositiveSmallIntegerField(choices=Resource)
    resource = models.BigIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    held_for = models.CharField(max_length=40, db_index=True)
    held_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["kind", "resource", "starts_at"], name="claims_of_a_resource")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="claim_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.get_kind_display()} {self.resource} {self.starts_at:%Y-%m-%d %H:%M}–{self.ends_at:%H:%M}"
        )
