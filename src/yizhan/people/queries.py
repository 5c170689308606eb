"""Reads about tenants and roles."""

from yizhan.people.models import Account, Subdistrict


def roles_in(account: Account, subdistrict: Subdistrict) -> frozenset[str]:
    """Return the names of the roles an account has in a sub-district."""
    return frozenset(account.roles.filter(subdistrict=subdistrict).values_list("name", flat=True))


def home_subdistrict(account: Account) -> Subdistrict | None:
    """Return the sub-district an account works in (the first by name, where it has several)."""
    return Subdistrict.objects.filter(roles__account=account).order_by("slug").first()
