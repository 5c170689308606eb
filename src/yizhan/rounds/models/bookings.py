"""Seats and who holds them, whole parties in order."""

from django.db import models

from yizhan.offers.models import Offering
from yizhan.people.models import Account, Contact, Participant
from yizhan.people.words import Channel
from yizhan.rounds.models.entries import Entry
from yizhan.rounds.words import Attendance, BookingState


class Seats(models.Model):
    """
    How many seats an offering has and how many are taken.

    `taken` is kept by the database itself (migration 0002): the sum of the sizes of bookings that take seats.
    The check below is the guarantee against overselling.
    """

    offering = models.OneToOneField(Offering, on_delete=models.CASCADE, related_name="seat_count")
    total = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    # Kept for telephone and counter while `hold_until` lies ahead; first come, first served only.
    held = models.PositiveIntegerField(default=0)
    hold_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "seats"
        constraints = [
            models.CheckConstraint(condition=models.Q(taken__lte=models.F("total")), name="never_oversold"),
        ]

    def __str__(self) -> str:
        return f"{self.offering} {self.taken}/{self.total}"


class Booking(models.Model):
    """A party's claim on an offering with all its sessions: waiting, offered or confirmed, until it ends."""

    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="bookings")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="bookings")
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="bookings")
    participants = models.ManyToManyField(Participant, related_name="bookings")
    size = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=BookingState)
    # The order of the waiting list: place in the draw, then order of arrival.
    place = models.PositiveIntegerField(default=0)
    channel = models.CharField(max_length=10, choices=Channel)
    booked_at = models.DateTimeField()
    booked_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answer_until = models.DateTimeField(null=True, blank=True)  # an offered seat lapses then
    ended_at = models.DateTimeField(null=True, blank=True)
    attendance = models.CharField(max_length=12, choices=Attendance, default=Attendance.UNKNOWN)
    # Makes the rotating code of the door; erased with the contact.
    secret = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["place", "id"]
        indexes = [models.Index(fields=["offering", "state", "place"], name="bookings_in_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["offering", "contact"],
                condition=models.Q(ended_at__isnull=True),
                name="one_booking_a_contact",
            ),
            models.CheckConstraint(condition=models.Q(size__gte=1), name="booking_for_somebody"),
        ]

    def __str__(self) -> str:
        return f"booking {self.pk}"
