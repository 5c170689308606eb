"""Reads about tenants and roles."""

from yizhan.people.models import Account, Subdistrict
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
