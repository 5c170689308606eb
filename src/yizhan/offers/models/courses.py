"""Course products and their versions."""

from django.db import models

from yizhan.offers.models.providers import Provider
from yizhan.offers.words import Audience, CourseType, Function
from yizhan.people.models import Account, Subdistrict


class Course(models.Model):
    """A course product (课程产品); what it consists of stands in its versions."""

    subdistrict = models.ForeignKey(Subdistrict, on_delete=models.CASCADE, related_name="courses")
    slug = models.SlugField()
    type = models.CharField(max_length=20, choices=CourseType)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="courses")
    audience = models.CharField(max_length=20, choices=Audience, default=Audience.EVERYONE)
    function = models.CharField(max_length=12, choices=Function)
    positions = models.JSONField(default=list, blank=True)  # any of `Position`
    retired_at = models.DateTimeField(null=True, blank=True)
    # Names of the parts that are invented for the demonstration: "all", "version", "times" …
    example_parts = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(fields=["subdistrict", "slug"], name="one_course_a_slug"),
        ]

    def __str__(self) -> str:
        return self.slug


class CourseVersion(models.Model):
    """What a course consists of, as once reviewed; a reviewed version is never changed, a new one is made."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=160, blank=True)
    summary_zh = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField()  # one lesson
    lessons = models.PositiveSmallIntegerField(default=1)
    capacity = models.PositiveIntegerField()
    room_needs = models.JSONField(default=list, blank=True)  # any of `RoomNeed`
    written_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reviewer = models.ForeignKey(Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["course", "number"]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="one_version_a_number"),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=1, lessons__gte=1, capacity__gte=1),
                name="version_has_substance",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title_zh} v{self.number}"
