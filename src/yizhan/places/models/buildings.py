"""Building alliances and what their members lend each other."""

from django.db import models

from yizhan.people.models import Account
from yizhan.places.models.stations import Building, Room


class Alliance(models.Model):
    """The firms of a building that share rooms and notices (楼宇联盟)."""

    building = models.OneToOneField(Building, on_delete=models.CASCADE, related_name="alliance")
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return self.name_zh


class AllianceMember(models.Model):
    """A firm in an alliance, and the accounts that act for it."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="members")
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    accounts = models.ManyToManyField(Account, related_name="alliance_memberships", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alliance", "name_zh"], name="one_member_a_name"),
        ]

    def __str__(self) -> str:
        return self.name_zh


class Loan(models.Model):
    """A room lent to a member for a while."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="loans")
    owner = models.ForeignKey(AllianceMember, on_delete=models.PROTECT, related_name="lent")
    borrower = models.ForeignKey(AllianceMember, on_delete=models.PROTECT, related_name="borrowed")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # Given back or called off; from then on the room is free.
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        # That loans of a room do not overlap is held by the database: migration 0002.
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="loan_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room} → {self.borrower}"
