"""Reads about tenants and roles."""

from django.db.models import Model, QuerySet

from yizhan.people.models import Account, AuditEntry, Subdistrict
from yizhan.people.rules import may_run


def roles_in(account: Account, subdistrict: Subdistrict) -> frozenset[str]:
    """Return the names of the roles an account has in a sub-district."""
    return frozenset(account.roles.filter(subdistrict=subdistrict).values_list("name", flat=True))


def home_subdistrict(account: Account) -> Subdistrict | None:
    """Return the sub-district an account works in (the first by name, where it has several)."""
    return Subdistrict.objects.filter(roles__account=account).order_by("slug").first()


def runs(account: Account | None, subdistrict: Subdistrict) -> bool:
    """Whether somebody may change stations here; None is the person at the server's command line."""
    return account is None or may_run(roles_in(account, subdistrict))


def entries_of(subdistrict: Subdistrict) -> QuerySet[AuditEntry]:
    """Return who did what in a sub-district, newest first."""
    return AuditEntry.objects.filter(subdistrict=subdistrict).select_related("by")


def entries_about(subject: Model) -> QuerySet[AuditEntry]:
    """Return who did what to one row, newest first."""
    return AuditEntry.objects.filter(subject__startswith=f"{type(subject).__name__} {subject.pk} ")
