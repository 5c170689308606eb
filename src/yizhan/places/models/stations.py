"""Stations and what is in them."""

from django.db import models

from yizhan.people.models import Subdistrict
from yizhan.places.words import Access, Amenity, Certainty, Entry, Grade, Kind, Level, ServiceKind, State


class Building(models.Model):
    """A building that houses stations and whose firms may form an alliance."""

    subdistrict = models.ForeignKey(Subdistrict, on_delete=models.CASCADE, related_name="buildings")
    slug = models.SlugField()
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subdistrict", "slug"], name="one_building_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name_zh


class Station(models.Model):
    """A centre, station or point of the network."""

    subdistrict = models.ForeignKey(Subdistrict, on_delete=models.CASCADE, related_name="stations")
    slug = models.SlugField()
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    level = models.CharField(max_length=10, choices=Level)
    grade = models.CharField(max_length=10, choices=Grade, default=Grade.STANDARD)
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    building = models.ForeignKey(
        Building, null=True, blank=True, on_delete=models.SET_NULL, related_name="stations"
    )
    # A named point inside a station, as 城市建设者关爱之家 inside 绿地浦创.
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="points")
    cloned_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="clones"
    )
    address_zh = models.CharField(max_length=200, blank=True)
    address_en = models.CharField(max_length=200, blank=True)
    floor = models.CharField(max_length=20, blank=True)
    lon = models.FloatField()  # WGS-84 degrees
    lat = models.FloatField()  # WGS-84 degrees
    point_within_m = models.PositiveIntegerField(default=0)  # how far the true point may lie; 0: surveyed
    address_certainty = models.CharField(max_length=10, choices=Certainty, default=Certainty.HIGH)
    source = models.TextField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    booking_zh = models.CharField(max_length=200, blank=True)
    booking_en = models.CharField(max_length=200, blank=True)
    entry = models.CharField(max_length=20, choices=Entry, default=Entry.EVERYONE)
    # Names of the parts that are invented for the demonstration: "hours", "phone", "amenities" …
    example_parts = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(fields=["subdistrict", "slug"], name="one_station_a_slug"),
            models.CheckConstraint(
                condition=models.Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90),
                name="station_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.name_zh


class Entrance(models.Model):
    """A door: where it is and whether it is step-free."""

    station = models.ForeignKey(Station, on_delete=models.CASCADE, related_name="entrances")
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    directions_zh = models.CharField(max_length=200, blank=True)
    directions_en = models.CharField(max_length=200, blank=True)
    floor = models.CharField(max_length=20, blank=True)
    step_free = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.station} {self.name_zh}"


class Room(models.Model):
    """A room or area with one access rule."""

    station = models.ForeignKey(Station, on_delete=models.CASCADE, related_name="rooms")
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    floor = models.CharField(max_length=20, blank=True)
    capacity = models.PositiveIntegerField()
    area_m2 = models.PositiveIntegerField(null=True, blank=True)
    access = models.CharField(max_length=10, choices=Access)
    features = models.JSONField(default=list, blank=True)  # any of `RoomFeature`

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station", "name_zh"], name="one_room_a_name"),
            models.CheckConstraint(condition=models.Q(capacity__gte=1), name="room_holds_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.name_zh}"


class Device(models.Model):
    """A piece of equipment that one group uses at a time, in any room it can be carried to."""

    station = models.ForeignKey(Station, on_delete=models.CASCADE, related_name="devices")
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station", "name_zh"], name="one_device_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.name_zh}"


class StationAmenity(models.Model):
    """Something a visitor can use at a station."""

    station = models.ForeignKey(Station, on_delete=models.CASCADE, related_name="amenities")
    amenity = models.CharField(max_length=20, choices=Amenity)
    note_zh = models.CharField(max_length=120, blank=True)
    note_en = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station", "amenity"], name="one_amenity_once"),
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.get_amenity_display()}"


class StationService(models.Model):
    """Something a station does for people."""

    station = models.ForeignKey(Station, on_delete=models.CASCADE, related_name="services")
    service = models.CharField(max_length=20, choices=ServiceKind)
    note_zh = models.CharField(max_length=120, blank=True)
    note_en = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station", "service"], name="one_service_once"),
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.get_service_display()}"


class UpgradeItem(models.Model):
    """One line of a station's upgrade checklist."""

    station = models.ForeignKey(Station, on_delete=models.CASCADE, related_name="upgrades")
    what_zh = models.CharField(max_length=120)
    what_en = models.CharField(max_length=120, blank=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["station", "what_zh"], name="one_upgrade_once"),
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.what_zh}"
