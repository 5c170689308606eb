"""Opening hours as data, and the State Council's calendar they refer to."""

from django.db import models

from yizhan.places.models.stations import Room, Station
from yizhan.places.words import Days

EVERY_WEEKDAY = 0b1111111


class OpeningRule(models.Model):
    """On these days, from `opens` to `closes`; where they are equal, round the clock."""

    station = models.ForeignKey(Station, on_delete=models.CASCADE, related_name="opening_rules")
    # Without a room the rule is the station's; a room's own rules narrow it.
    room = models.ForeignKey(
        Room, null=True, blank=True, on_delete=models.CASCADE, related_name="opening_rules"
    )
    days = models.CharField(max_length=10, choices=Days)
    # Bit 0 is Monday; narrows `days` further, as "workdays, Tuesdays only".
    weekdays = models.PositiveSmallIntegerField(default=EVERY_WEEKDAY)
    opens = models.TimeField()
    closes = models.TimeField()  # at or before `opens`: the next day
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["days", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekdays__gte=1, weekdays__lte=EVERY_WEEKDAY), name="rule_on_some_weekday"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_days_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class OpeningException(models.Model):
    """On these dates the rules do not hold: closed, or other hours; shown everywhere at once."""

    station = models.ForeignKey(Station, on_delete=models.CASCADE, related_name="opening_exceptions")
    room = models.ForeignKey(
        Room, null=True, blank=True, on_delete=models.CASCADE, related_name="opening_exceptions"
    )
    first_day = models.DateField()
    last_day = models.DateField()
    # Both empty: closed.
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)
    reason_zh = models.CharField(max_length=120)
    reason_en = models.CharField(max_length=120, blank=True)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="exception_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=models.Q(opens__isnull=True, closes__isnull=True)
                | models.Q(opens__isnull=False, closes__isnull=False),
                name="exception_closed_or_both_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day}–{self.last_day} {self.reason_zh}"


class CalendarYear(models.Model):
    """A year whose holidays were officially announced and imported."""

    year = models.PositiveSmallIntegerField(unique=True)
    source = models.TextField()  # addresses of the official papers, one a line
    imported_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A holiday, or a weekend day on which people work."""

    # The notice that lists it; the one for next year may begin in December.
    year = models.ForeignKey(CalendarYear, on_delete=models.CASCADE, related_name="days")
    date = models.DateField(unique=True)
    is_off = models.BooleanField()
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"
