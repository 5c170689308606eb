"""What is stored about timetables: a weekly pattern, its releases, and what each changed."""

from django.db import models

from yizhan.offers.models import Lecturer, Offering, Series, Session
from yizhan.people.models import Account, Subdistrict
from yizhan.places.models import Room
from yizhan.plans.words import ChangeOfSession, RunStatus


class Timetable(models.Model):
    """The week of a term: which class meets when, where and with whom; released, it becomes sessions."""

    subdistrict = models.ForeignKey(Subdistrict, on_delete=models.CASCADE, related_name="timetables")
    slug = models.SlugField()
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    first_day = models.DateField()
    last_day = models.DateField()
    # The slots of the week in order of time: [{"weekday": 0, "starts": "18:30", "ends": "20:00"}, …].
    slots = models.JSONField(default=list)
    # Prices of wishes, seconds and seed of the search, and the named choices (rules/timetables.py).
    settings = models.JSONField(default=dict)
    # Counts every change by hand or by computing, so that an answer to an older question is not kept.
    edition = models.PositiveIntegerField(default=0)
    # Former places of lessons, newest last: what can be taken back.
    undo = models.JSONField(default=list, blank=True)
    status = models.CharField(max_length=12, choices=RunStatus, default=RunStatus.DRAFT)
    objective = models.FloatField(null=True, blank=True)
    bound = models.FloatField(null=True, blank=True)
    gap = models.FloatField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    # What each kind of wish costs, broken wishes with their prices, conflicts where nothing was possible.
    report = models.JSONField(default=dict, blank=True)
    # Hash of everything the answer depends on: the same hash, the same answer.
    input_hash = models.CharField(max_length=64, blank=True)
    computed_at = models.DateTimeField(null=True, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["-first_day", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["subdistrict", "slug"], name="one_timetable_a_slug"),
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="term_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.name_zh


class TimetableLesson(models.Model):
    """The n-th weekly lesson of a class: its slot, room and lecturer, as far as they are decided."""

    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="lessons")
    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="timetable_lessons")
    number = models.PositiveSmallIntegerField(default=1)
    slot = models.PositiveSmallIntegerField(null=True, blank=True)  # index into `Timetable.slots`
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="lessons")
    lecturer = models.ForeignKey(
        Lecturer, null=True, blank=True, on_delete=models.PROTECT, related_name="lessons"
    )
    # Stays where it is when the timetable is computed.
    is_locked = models.BooleanField(default=False)
    # What it became when the timetable was released: the newest holds, older ones were replaced.
    series = models.ManyToManyField(Series, related_name="timetable_lessons", blank=True)

    class Meta:
        ordering = ["offering__slug", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["timetable", "offering", "number"], name="one_timetable_lesson_a_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offering} {self.number}"


class TimetableRelease(models.Model):
    """A timetable that became sessions; what changed stands in its changes."""

    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="releases")
    number = models.PositiveSmallIntegerField()
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason_zh = models.CharField(max_length=120, blank=True)
    reason_en = models.CharField(max_length=120, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["timetable", "number"], name="one_timetable_release_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.timetable} {self.number}"


class TimetableChange(models.Model):
    """One session a release added, moved or cancelled: from what to what, and how many were told."""

    release = models.ForeignKey(TimetableRelease, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=ChangeOfSession)
    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Starts, ends, room and lecturer by their names, and their keys; empty where there was or is none.
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    told = models.PositiveIntegerField(default=0)  # contacts who got a message

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.offering}"
