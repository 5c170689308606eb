"""The address of a person's own calendar: signed, and valid until it is revoked."""

from django.db import models

from yizhan.people.models import Contact


class CalendarLink(models.Model):
    """A contact's own calendar; its address is signed over `number`, a new number ends the old one."""

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="calendar_link")
    number = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"calendar {self.pk}"
