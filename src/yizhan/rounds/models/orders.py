"""Group orders: 点单—派单—接单—评单."""

import secrets

from django.db import models

from yizhan.offers.models import Course, Lecturer, MenuItem, Offering, Provider
from yizhan.people.models import Account, Contact, Subdistrict
from yizhan.people.words import Channel
from yizhan.places.models import Room, Station
from yizhan.rounds.words import OrderState, Segment


def random_key() -> int:
    """Return a key that says nothing about when the row was made; small enough for JavaScript."""
    return secrets.randbelow(2**52) + 1


class GroupOrder(models.Model):
    """An organisation orders a course for a group: a contact and a head-count, never a list of names."""

    subdistrict = models.ForeignKey(Subdistrict, on_delete=models.CASCADE, related_name="orders")
    number = models.CharField(max_length=20)
    item = models.ForeignKey(MenuItem, on_delete=models.PROTECT, related_name="orders")
    organisation = models.CharField(max_length=80)
    segment = models.CharField(max_length=12, choices=Segment)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="orders")
    head_count = models.PositiveSmallIntegerField()
    # Wished times, best first: [[start, end], …] in ISO 8601.
    wished = models.JSONField(default=list)
    station = models.ForeignKey(
        Station, null=True, blank=True, on_delete=models.SET_NULL, related_name="orders"
    )
    note = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=OrderState, default=OrderState.PLACED)
    channel = models.CharField(max_length=10, choices=Channel)
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # What the centre dispatched: to whom, where, when; the provider accepts or declines.
    provider = models.ForeignKey(
        Provider, null=True, blank=True, on_delete=models.PROTECT, related_name="orders"
    )
    lecturer = models.ForeignKey(
        Lecturer, null=True, blank=True, on_delete=models.PROTECT, related_name="orders"
    )
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="orders")
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(max_length=200, blank=True)
    offering = models.OneToOneField(
        Offering, null=True, blank=True, on_delete=models.SET_NULL, related_name="order"
    )
    # Lets the contact see the order and rate it once, without an account.
    secret = models.CharField(max_length=40)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["-placed_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["subdistrict", "number"], name="one_order_a_number"),
            models.CheckConstraint(condition=models.Q(head_count__gte=1), name="order_for_somebody"),
        ]

    def __str__(self) -> str:
        return self.number


class OrderStep(models.Model):
    """One step in the life of an order, as shown to everybody who takes part in it."""

    order = models.ForeignKey(GroupOrder, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=OrderState)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.order} {self.state}"


class Rating(models.Model):
    """
    How good a course was, 1 to 5, without identity; averages are shown from five ratings on.

    Keys are random: in order of arrival they could be matched with the steps of orders.
    """

    id = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="ratings")
    stars = models.PositiveSmallIntegerField()
    comment = models.CharField(max_length=300, blank=True)
    # The week only, so that a rating cannot be matched with an order.
    week_of = models.DateField()
    # Every comment is answered; it is shown in public with the answer, unless it names somebody.
    reply = models.CharField(max_length=300, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_withheld = models.BooleanField(default=False)

    class Meta:
        ordering = ["-week_of", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(stars__gte=1, stars__lte=5), name="one_to_five_stars"),
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.stars}"
