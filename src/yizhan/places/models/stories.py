"""Stories of places: what is told, from which sources, who reviewed it, and every later correction."""

from django.db import models

from yizhan.people.models import Account, Subdistrict
from yizhan.places.models.hours import EVERY_WEEKDAY
from yizhan.places.words import Certainty, Steps, StoryState


class Story(models.Model):
    """What happened at a place; public only with a source and a second reviewer."""

    subdistrict = models.ForeignKey(Subdistrict, on_delete=models.CASCADE, related_name="stories")
    slug = models.SlugField()
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=160, blank=True)
    text_zh = models.TextField()
    text_en = models.TextField(blank=True)
    lon = models.FloatField()  # WGS-84 degrees
    lat = models.FloatField()  # WGS-84 degrees
    point_within_m = models.PositiveIntegerField(default=0)  # how far the true point may lie; 0: surveyed
    point_certainty = models.CharField(max_length=10, choices=Certainty, default=Certainty.UNKNOWN)
    address_zh = models.CharField(max_length=200, blank=True)
    address_en = models.CharField(max_length=200, blank=True)
    visit_min = models.PositiveSmallIntegerField(default=10)
    # Seen from the street at any hour; else `hours` say when, and without them nobody knows.
    is_outdoors = models.BooleanField(default=False)
    hours_zh = models.CharField(max_length=200, blank=True)
    hours_en = models.CharField(max_length=200, blank=True)
    steps = models.CharField(max_length=10, choices=Steps, default=Steps.UNKNOWN)
    licence = models.CharField(max_length=80)
    attribution = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=StoryState, default=StoryState.DRAFT)
    # Everybody who wrote any of it; none of them may review it.
    writers = models.ManyToManyField(Account, related_name="+", blank=True)
    reviewer = models.ForeignKey(Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    # Why sent back or withdrawn.
    reason_zh = models.CharField(max_length=200, blank=True)
    reason_en = models.CharField(max_length=200, blank=True)
    # Names of the parts that are invented for the demonstration: "visit", "hours", "text" …
    example_parts = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["slug"]
        verbose_name_plural = "stories"
        constraints = [
            models.UniqueConstraint(fields=["subdistrict", "slug"], name="one_story_a_slug"),
            models.CheckConstraint(
                condition=models.Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90),
                name="story_on_earth",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=StoryState.PUBLISHED) | models.Q(published_at__isnull=False),
                name="public_story_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return self.title_zh


class StorySource(models.Model):
    """Where a story is known from, and how sure that is."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="sources")
    citation = models.CharField(max_length=300)
    url = models.URLField(max_length=500, blank=True)
    certainty = models.CharField(max_length=10, choices=Certainty)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.citation


class StoryHours(models.Model):
    """On these weekdays the place may be entered from `opens` to `closes`."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="hours")
    weekdays = models.PositiveSmallIntegerField(default=EVERY_WEEKDAY)  # bit 0 is Monday
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["opens", "id"]
        verbose_name_plural = "story hours"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes__gt=models.F("opens")), name="story_hours_end_after_they_start"
            ),
            models.CheckConstraint(
                condition=models.Q(weekdays__gte=1, weekdays__lte=EVERY_WEEKDAY),
                name="story_hours_on_some_weekday",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.story} {self.opens:%H:%M}–{self.closes:%H:%M}"


class StoryCorrection(models.Model):
    """A change to a public story: proposed by one person, accepted by another, its reason public."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="corrections")
    proposed_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField()
    # For each part what it was before and what it is to be.
    changes = models.JSONField()
    reason_zh = models.CharField(max_length=200)
    reason_en = models.CharField(max_length=200, blank=True)
    accepted_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-accepted_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["story"],
                condition=models.Q(accepted_at__isnull=True, dropped_at__isnull=True),
                name="one_open_correction_a_story",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.story}: {self.reason_zh}"
