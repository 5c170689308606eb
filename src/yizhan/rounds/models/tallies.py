"""人次: tallies from several telephones that merge without loss, and seat holders who checked in."""

from django.db import models

from yizhan.offers.models import Session
from yizhan.rounds.models.bookings import Booking


class Tally(models.Model):
    """
    How many came to a session, as one telephone counted: two growing counters, in and corrected out.

    Merging keeps the larger value of each counter per telephone, so that sending again or in any order
    changes nothing; the attendance is the sum of all ins less all outs.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="tallies")
    device = models.CharField(max_length=36)  # random, made by the page; says nothing about its owner
    came = models.PositiveIntegerField(default=0)
    corrected = models.PositiveIntegerField(default=0)
    merged_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [
            models.UniqueConstraint(fields=["session", "device"], name="one_tally_a_device"),
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.came}-{self.corrected}"


class Arrival(models.Model):
    """A seat holder who showed the rotating code at the door; counted once, whoever scanned it."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="arrivals")
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="arrivals")
    came = models.PositiveSmallIntegerField()  # how many of the party
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "booking"], name="one_arrival_a_session"),
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.booking}"
