"""The quarter's course menu (季度课程菜单)."""

from django.db import models

from yizhan.offers.models.courses import CourseVersion
from yizhan.offers.words import MenuState
from yizhan.people.models import Account, Subdistrict


class QuarterMenu(models.Model):
    """What a sub-district offers in one quarter: draft, then checked by a second person, then published."""

    subdistrict = models.ForeignKey(Subdistrict, on_delete=models.CASCADE, related_name="menus")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=MenuState, default=MenuState.DRAFT)
    drafted_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    checked_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    # Why it was last sent back or withdrawn; after a withdrawal the public reads it.
    reason_zh = models.CharField(max_length=200, blank=True)
    reason_en = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-year", "-quarter"]
        constraints = [
            models.UniqueConstraint(fields=["subdistrict", "year", "quarter"], name="one_menu_a_quarter"),
            models.CheckConstraint(
                condition=models.Q(quarter__gte=1, quarter__lte=4), name="quarter_of_a_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}Q{self.quarter}"


class MenuItem(models.Model):
    """One line of a menu: a reviewed course version, in the order shown."""

    menu = models.ForeignKey(QuarterMenu, on_delete=models.CASCADE, related_name="items")
    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="menu_items")
    position = models.PositiveSmallIntegerField()
    # Organisations may order it for a group (点单).
    is_orderable = models.BooleanField(default=True)
    note_zh = models.CharField(max_length=200, blank=True)
    note_en = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["menu", "version"], name="one_version_on_a_menu"),
        ]

    def __str__(self) -> str:
        return f"{self.menu} {self.version}"
