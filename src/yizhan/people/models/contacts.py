"""
What is stored about people who hold a seat: a telephone number and names, erased after use.

Purpose of each field: `phone` to tell them of changes and to sign in with a one-time code; `name` so that
the desk can call them; a child's guardian consents. Nothing else about a person is stored. Everything is
erased on `Contact.erase_on`, thirty days after the last session.
"""

from django.db import models

from yizhan.people.models.tenants import Subdistrict
from yizhan.people.words import Channel


class Contact(models.Model):
    """Somebody who holds seats or orders for a group; once erased, an empty row keeps counts true."""

    subdistrict = models.ForeignKey(Subdistrict, on_delete=models.CASCADE, related_name="contacts")
    phone = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()
    erase_on = models.DateField(db_index=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "phone"], condition=~models.Q(phone=""), name="one_contact_a_phone"
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True) | models.Q(phone="", name=""),
                name="erased_contact_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"


class Participant(models.Model):
    """A person a contact signs up: the contact, or somebody of the family."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="participants")
    name = models.CharField(max_length=40, blank=True)
    # Under 14: needs a guardian's consent; no date of birth is asked.
    is_child = models.BooleanField(default=False)
    guardian_consented_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"participant {self.pk}"


class SignInCode(models.Model):
    """A one-time code sent to a telephone; only its digest is kept, and not for long."""

    subdistrict = models.ForeignKey(Subdistrict, on_delete=models.CASCADE, related_name="+")
    phone = models.CharField(max_length=20, db_index=True)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"code {self.pk}"


class Message(models.Model):
    """A text message to a contact, in the order in which they are to be sent; erased with the contact."""

    subdistrict = models.ForeignKey(Subdistrict, on_delete=models.CASCADE, related_name="messages")
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="messages"
    )
    phone = models.CharField(max_length=20)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.PHONE)
    text_zh = models.TextField()
    text_en = models.TextField(blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"message {self.pk}"
