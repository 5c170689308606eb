"""Writes about tenants, accounts and the audit."""

from django.db import transaction

from yizhan.foundation import clock
from yizhan.people.models import Account, AuditEntry, District, Role, Subdistrict
from yizhan.people.queries import roles_in
from yizhan.people.rules.roles import refuse_unless_checker, refuse_unless_planner, refuse_unless_runner
from yizhan.people.words import RoleName


def record(
    *, verb: str, subject: object, by: Account | None, subdistrict: Subdistrict | None, **facts: object
) -> AuditEntry:
    """Write down who did what; call it inside the transaction of the deed."""
    label = f"{type(subject).__name__} {getattr(subject, 'pk', '')} {subject}"[:120]
    return AuditEntry.objects.create(
        at=clock.now(), by=by, subdistrict=subdistrict, verb=verb, subject=label, facts=facts
    )


def require_runner(*, by: Account | None, subdistrict: Subdistrict) -> None:
    """Raise a `Refusal` unless `by` may change stations here; None is the command line."""
    if by is not None:
        refuse_unless_runner(roles_in(by, subdistrict))


def require_planner(*, by: Account | None, subdistrict: Subdistrict) -> None:
    """Raise a `Refusal` unless `by` may plan here; None is the command line."""
    if by is not None:
        refuse_unless_planner(roles_in(by, subdistrict))


def require_checker(*, by: Account | None, subdistrict: Subdistrict) -> None:
    """Raise a `Refusal` unless `by` may review courses and check menus here; None is the command line."""
    if by is not None:
        refuse_unless_checker(roles_in(by, subdistrict))


@transaction.atomic
def found_subdistrict(
    *,
    district: tuple[str, str, str],
    slug: str,
    name_zh: str,
    name_en: str,
    box: tuple[float, float, float, float],
    by: Account | None,
) -> Subdistrict:
    """
    Open a tenant; its district (slug, Chinese and English name) is made where it is new.

    `box` is west, south, east, north in WGS-84 degrees.
    """
    host, _ = District.objects.get_or_create(
        slug=district[0], defaults={"name_zh": district[1], "name_en": district[2]}
    )
    west, south, east, north = box
    subdistrict = Subdistrict.objects.create(
        district=host,
        slug=slug,
        name_zh=name_zh,
        name_en=name_en,
        west=west,
        south=south,
        east=east,
        north=north,
    )
    record(verb="found_subdistrict", subject=subdistrict, by=by, subdistrict=subdistrict)
    return subdistrict


@transaction.atomic
def open_account(
    *,
    username: str,
    password: str,
    display_name: str,
    subdistrict: Subdistrict,
    role: RoleName,
    by: Account | None,
) -> Account:
    """Open a staff account with one role."""
    account = Account.objects.create_user(username, password, display_name=display_name)
    Role.objects.create(account=account, subdistrict=subdistrict, name=role)
    record(verb="open_account", subject=account, by=by, subdistrict=subdistrict, role=role.value)
    return account
