"""What people sign up for, and every meeting that comes of it."""

from django.db import models

from yizhan.offers.models.courses import CourseVersion
from yizhan.offers.models.menus import MenuItem
from yizhan.offers.models.providers import Lecturer
from yizhan.offers.words import DaysOff, OfferingKind, SessionState, SignUp
from yizhan.people.models import Subdistrict
from yizhan.places.models import Room, Station
from yizhan.places.models.hours import EVERY_WEEKDAY


class Season(models.Model):
    """A season of clubs, as the summer holidays of 2024."""

    subdistrict = models.ForeignKey(Subdistrict, on_delete=models.CASCADE, related_name="seasons")
    slug = models.SlugField()
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        ordering = ["-first_day"]
        constraints = [
            models.UniqueConstraint(fields=["subdistrict", "slug"], name="one_season_a_slug"),
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="season_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.name_zh


class Offering(models.Model):
    """A class, a club or a group's order: one thing to book, with all its sessions."""

    subdistrict = models.ForeignKey(Subdistrict, on_delete=models.CASCADE, related_name="offerings")
    slug = models.SlugField()
    kind = models.CharField(max_length=10, choices=OfferingKind)
    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="offerings")
    menu_item = models.ForeignKey(
        MenuItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="offerings"
    )
    season = models.ForeignKey(
        Season, null=True, blank=True, on_delete=models.CASCADE, related_name="offerings"
    )
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="offerings")
    # Where and by whom, unless a session says otherwise.
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="offerings")
    lecturer = models.ForeignKey(
        Lecturer, null=True, blank=True, on_delete=models.PROTECT, related_name="offerings"
    )
    sign_up = models.CharField(max_length=12, choices=SignUp, default=SignUp.DRAW)
    seats = models.PositiveIntegerField()
    # A child under 14 may come; a guardian must consent.
    for_children = models.BooleanField(default=False)
    is_public = models.BooleanField(default=False)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(fields=["subdistrict", "slug"], name="one_offering_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name_zh


class Series(models.Model):
    """How sessions recur: every so many weeks on these weekdays at this time; sessions are made from it."""

    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="series")
    weekdays = models.PositiveSmallIntegerField(default=EVERY_WEEKDAY)  # bit 0 is Monday
    every_weeks = models.PositiveSmallIntegerField(default=1)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    count = models.PositiveSmallIntegerField(null=True, blank=True)
    starts = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    days_off = models.CharField(max_length=10, choices=DaysOff, default=DaysOff.SKIP_HOLIDAYS)
    # Sessions from this day on belong to the series that took its place.
    replaced_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["first_day", "id"]
        verbose_name_plural = "series"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekdays__gte=1, weekdays__lte=EVERY_WEEKDAY),
                name="series_on_some_weekday",
            ),
            models.CheckConstraint(
                condition=models.Q(last_day__isnull=False) | models.Q(count__isnull=False),
                name="series_ends_some_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offering} {self.first_day} {self.starts:%H:%M}"


class Session(models.Model):
    """One meeting: course, room, lecturer, time, seats. Everything that happens has one of these."""

    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="sessions")
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.SET_NULL, related_name="sessions"
    )
    # The day and time the series gave it, kept when it is moved.
    original_starts_at = models.DateTimeField(null=True, blank=True)
    number = models.PositiveSmallIntegerField()
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions")
    lecturer = models.ForeignKey(
        Lecturer, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions"
    )
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.PLANNED)
    # Stays where it is when a timetable is computed anew.
    is_locked = models.BooleanField(default=False)
    # How often it was moved or cancelled: calendars that subscribe take the higher number.
    changes = models.PositiveSmallIntegerField(default=0)
    reason_zh = models.CharField(max_length=120, blank=True)  # why moved or cancelled
    reason_en = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["offering", "number"], name="one_session_a_number"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="session_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offering} {self.number}"
