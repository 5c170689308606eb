"""Tenants, and the few people who sign in to work: staff, not residents."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from yizhan.people.words import RoleName


class District(models.Model):
    """A district (区) that hosts its sub-districts as tenants."""

    slug = models.SlugField(unique=True)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name_zh


class Subdistrict(models.Model):
    """A sub-district (街道): the tenant that owns stations, plans and staff roles."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="subdistricts")
    slug = models.SlugField(unique=True)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    # The box around the sub-district, WGS-84 degrees: a point outside it is refused on import.
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()

    def __str__(self) -> str:
        return self.name_zh


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts with a hashed password."""

    def create_user(self, username: str, password: str, *, display_name: str) -> "Account":
        """Store a new account."""
        account = self.model(username=username, display_name=display_name)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """Somebody who signs in to work: a name to sign in with and a name to show, nothing else."""

    username = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]
    objects: ClassVar[AccountManager] = AccountManager()

    def __str__(self) -> str:
        return self.display_name


class Role(models.Model):
    """What an account may do in one sub-district."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="roles")
    subdistrict = models.ForeignKey(Subdistrict, on_delete=models.CASCADE, related_name="roles")
    name = models.CharField(max_length=20, choices=RoleName)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "subdistrict", "name"], name="one_role_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.get_name_display()} @ {self.subdistrict}"


class AuditEntry(models.Model):
    """Who did what to which row, when; written in the same transaction as the deed, never changed."""

    at = models.DateTimeField()
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    subdistrict = models.ForeignKey(Subdistrict, null=True, on_delete=models.SET_NULL, related_name="+")
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject}"
