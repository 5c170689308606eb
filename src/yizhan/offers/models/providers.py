"""Who provides courses, and when their lecturers can come."""

from django.db import models

from yizhan.offers.words import ProviderKind
from yizhan.people.models import Account, Subdistrict
from yizhan.places.models.hours import EVERY_WEEKDAY


class Provider(models.Model):
    """Somebody who provides courses; its accounts see its own requests only (A13)."""

    subdistrict = models.ForeignKey(Subdistrict, on_delete=models.CASCADE, related_name="providers")
    slug = models.SlugField()
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=20, choices=ProviderKind)
    phone = models.CharField(max_length=40, blank=True)
    accounts = models.ManyToManyField(Account, related_name="providers", blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(fields=["subdistrict", "slug"], name="one_provider_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name_zh


class Lecturer(models.Model):
    """Somebody who teaches for a provider; one place at a time."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="lecturers")
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80, blank=True)
    speciality_zh = models.CharField(max_length=120, blank=True)
    speciality_en = models.CharField(max_length=120, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "name_zh"], name="one_lecturer_a_name"),
        ]

    def __str__(self) -> str:
        return self.name_zh


class Availability(models.Model):
    """On these weekdays, from `starts` to `ends`, between these days, a lecturer can come."""

    lecturer = models.ForeignKey(Lecturer, on_delete=models.CASCADE, related_name="availabilities")
    weekdays = models.PositiveSmallIntegerField(default=EVERY_WEEKDAY)  # bit 0 is Monday
    starts = models.TimeField()
    ends = models.TimeField()
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")), name="availability_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=models.Q(weekdays__gte=1, weekdays__lte=EVERY_WEEKDAY),
                name="availability_on_some_weekday",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lecturer} {self.starts:%H:%M}–{self.ends:%H:%M}"
