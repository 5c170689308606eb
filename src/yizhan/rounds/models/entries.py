"""Entries in a round with their ranked wishes."""

from django.db import models

from yizhan.offers.models import Offering
from yizhan.people.models import Account, Contact, Participant, Subdistrict
from yizhan.people.words import Channel
from yizhan.rounds.models.rounds import SignUpRound


class Entry(models.Model):
    """One party's entry in a round: whole or not at all; one a contact, whatever the channel."""

    round = models.ForeignKey(SignUpRound, on_delete=models.CASCADE, related_name="entries")
    # Random, so that nobody can be counted or ordered by it; printed on the paper ticket.
    ticket = models.CharField(max_length=20)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="entries")
    participants = models.ManyToManyField(Participant, related_name="entries")
    size = models.PositiveSmallIntegerField(default=1)
    # 2: lowered after a no-show, once: one slip in the hat where everybody else has two.
    draws = models.PositiveSmallIntegerField(default=1)
    channel = models.CharField(max_length=10, choices=Channel)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # Place in the draw, 1 is first; set by the draw.
    place = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["round", "ticket"], name="one_entry_a_ticket"),
            models.UniqueConstraint(fields=["round", "contact"], name="one_entry_a_contact"),
            models.CheckConstraint(condition=models.Q(size__gte=1, draws__gte=1), name="entry_of_somebody"),
        ]

    def __str__(self) -> str:
        return self.ticket


class Wish(models.Model):
    """An offering somebody wishes for; rank 1 is wished most."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="wishes")
    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="wishes")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["rank"]
        verbose_name_plural = "wishes"
        constraints = [
            models.UniqueConstraint(fields=["entry", "offering"], name="one_wish_an_offering"),
            models.UniqueConstraint(fields=["entry", "rank"], name="one_wish_a_rank"),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.rank}"


class Absence(models.Model):
    """
    Somebody held a seat and never came: lowers the weight in one later draw, then is deleted.

    Kept under a keyed digest of the telephone, since the contact itself is erased before the next term.
    """

    subdistrict = models.ForeignKey(Subdistrict, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    noted_at = models.DateTimeField()
    forget_on = models.DateField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subdistrict", "digest"], name="one_absence_a_contact"),
        ]

    def __str__(self) -> str:
        return f"absence {self.pk}"
