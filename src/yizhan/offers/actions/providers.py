"""Providers, their lecturers, and when those can come."""

from collections.abc import Collection

from django.db import transaction

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import Availability, Lecturer, Provider
from yizhan.offers.models.validity import save_checked
from yizhan.offers.queries.courses import acts_for
from yizhan.offers.rules.availability import Available, refuse_available
from yizhan.offers.rules.naming import address_for
from yizhan.people.actions import record, require_runner
from yizhan.people.models import Account, Subdistrict

_NOT_YOURS = Phrase("您不代表“{provider}”。", "You do not act for {provider}.")
_TWICE = Phrase("已有同名的供给方“{name}”。", "There is a provider called “{name}” already.")


@transaction.atomic
def add_provider(
    *, subdistrict: Subdistrict, name_zh: str, kind: str, by: Account | None, slug: str = "", **fields: object
) -> Provider:
    """Enter a provider; without a short address one is made of the name."""
    require_runner(by=by, subdistrict=subdistrict)
    if subdistrict.providers.filter(name_zh=name_zh).exists():
        raise Refusal("provider_exists", _TWICE, name=name_zh)
    slug = slug or address_for(name_zh, subdistrict.providers.values_list("slug", flat=True))
    provider = Provider(subdistrict=subdistrict, slug=slug, name_zh=name_zh, kind=kind, **fields)
    save_checked(provider)
    record(verb="add_provider", subject=provider, by=by, subdistrict=subdistrict)
    return provider


@transaction.atomic
def change_provider(*, provider: Provider, by: Account | None, **changes: object) -> Provider:
    """Change name, kind or telephone of a provider."""
    require_runner(by=by, subdistrict=provider.subdistrict)
    provider = Provider.objects.select_for_update(of=("self",)).get(pk=provider.pk)
    for name, value in changes.items():
        setattr(provider, name, value)
    save_checked(provider)
    record(verb="change_provider", subject=provider, by=by, subdistrict=provider.subdistrict)
    return provider


@transaction.atomic
def let_act_for(*, provider: Provider, accounts: Collection[Account], by: Account | None) -> Provider:
    """Say which accounts act for a provider, instead of those who did."""
    require_runner(by=by, subdistrict=provider.subdistrict)
    provider.accounts.set(accounts)
    names = [account.username for account in accounts]
    record(verb="let_act_for", subject=provider, by=by, subdistrict=provider.subdistrict, accounts=names)
    return provider


@transaction.atomic
def add_lecturer(*, provider: Provider, name_zh: str, by: Account | None, **fields: object) -> Lecturer:
    """Enter somebody who teaches for a provider; no more than a name and a speciality."""
    _require_acting(by=by, provider=provider)
    lecturer = Lecturer(provider=provider, name_zh=name_zh, **fields)
    save_checked(lecturer)
    record(verb="add_lecturer", subject=lecturer, by=by, subdistrict=provider.subdistrict)
    return lecturer


@transaction.atomic
def set_availability(
    *, lecturer: Lecturer, times: Collection[Available], by: Account | None
) -> list[Availability]:
    """Say when a lecturer can come, instead of what was said before; the provider may say it, too."""
    _require_acting(by=by, provider=lecturer.provider)
    refuse_available(times)
    lecturer.availabilities.all().delete()
    rows = Availability.objects.bulk_create(
        Availability(
            lecturer=lecturer,
            weekdays=one.weekdays,
            starts=one.starts,
            ends=one.ends,
            first_day=one.first_day,
            last_day=one.last_day,
        )
        for one in times
    )
    record(
        verb="set_availability",
        subject=lecturer,
        by=by,
        subdistrict=lecturer.provider.subdistrict,
        times=[str(row) for row in rows],
    )
    return rows


def _require_acting(*, by: Account | None, provider: Provider) -> None:
    if not acts_for(by, provider):
        raise Refusal(
            "may_not_act_for_provider",
            _NOT_YOURS,
            provider=Phrase(provider.name_zh, provider.name_en or provider.name_zh),
        )
