"""Rooms booked by a person or a group, for an hour or more."""

from django.db import models

from yizhan.people.models import Account, Contact
from yizhan.people.words import Channel
from yizhan.places.models import Room


class RoomBooking(models.Model):
    """A room held by a contact, first come; nobody is asked what for."""

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="bookings")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="room_bookings")
    people = models.PositiveSmallIntegerField(default=1)
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField()
    channel = models.CharField(max_length=10, choices=Channel)
    booked_at = models.DateTimeField()
    booked_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    # Why staff cancelled it; its contact reads it.
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="room_booking_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=models.Q(people__gte=1), name="room_booked_for_somebody"),
        ]

    def __str__(self) -> str:
        return f"room booking {self.pk}"
