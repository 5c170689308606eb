"""Providers, their lecturers, when those can come, and which accounts act for a provider."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yizhan.console.desk import Desk, found, show, staff
from yizhan.console.programme.courses import waiting
from yizhan.console.programme.forms import AvailabilityForms, LecturerForm, ProviderForm
from yizhan.console.programme.refused import accepted
from yizhan.offers.actions.providers import (
    add_lecturer,
    add_provider,
    change_provider,
    let_act_for,
    set_availability,
)
from yizhan.offers.models import Lecturer, Provider
from yizhan.offers.queries.courses import available_times, newest, providers_of
from yizhan.offers.rules.availability import Available
from yizhan.people.models import Account


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def providers(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the providers; on POST enter one."""
    form = ProviderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        desk.running()
        row = accepted(
            form, lambda: add_provider(subdistrict=desk.place, by=desk.account, **form.cleaned_data)
        )
        if row is not None:
            return redirect("console:provider", row.slug)
    context = {"rows": providers_of(desk.place), "form": form} | waiting(desk)
    status = 400 if request.method == "POST" else 200
    return show(request, "console/providers.html", context, status=status, page="programme")


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def provider(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Show a provider; on POST change it, enter a lecturer, or say who acts for it."""
    row: Provider = found(providers_of(desk.place).select_related("subdistrict"), slug=slug)
    steps = {"change": _change, "lecturer": _lecturer, "accounts": _accounts}
    step = request.POST.get("step", "")
    forms = {
        "change": ProviderForm(initial={name: getattr(row, name) for name in ProviderForm.base_fields}),
        "lecturer": LecturerForm(),
    }
    if request.method == "POST" and step in steps:
        desk.running()
        if steps[step](request, desk, row, forms):
            messages.success(request, _("已保存。"))
            return redirect("console:provider", slug)
    context = {
        "provider": row,
        "lecturers": [_shown(one) for one in row.lecturers.all()],
        "courses": [
            {"row": course, "version": newest(course)} for course in row.courses.prefetch_related("versions")
        ],
        "accounts": [account.username for account in row.accounts.all()],
        **forms,
    }
    status = 400 if request.method == "POST" else 200
    return show(request, "console/provider.html", context | waiting(desk), status=status, page="programme")


def _change(request: HttpRequest, desk: Desk, row: Provider, forms: dict[str, Any]) -> bool:
    form = forms["change"] = ProviderForm(request.POST)
    act = partial(change_provider, provider=row, by=desk.account)
    return form.is_valid() and bool(accepted(form, lambda: act(**form.cleaned_data)))


def _lecturer(request: HttpRequest, desk: Desk, row: Provider, forms: dict[str, Any]) -> bool:
    form = forms["lecturer"] = LecturerForm(request.POST)
    act = partial(add_lecturer, provider=row, by=desk.account)
    return form.is_valid() and bool(accepted(form, lambda: act(**form.cleaned_data)))


def _accounts(request: HttpRequest, desk: Desk, row: Provider, forms: dict[str, Any]) -> bool:
    names = request.POST.get("usernames", "").replace("，", " ").replace(",", " ").split()
    accounts = list(Account.objects.filter(username__in=names, is_active=True))
    absent = sorted(set(names) - {account.username for account in accounts})
    if absent:
        forms["change"].full_clean()
        messages.error(request, _("没有这些账号，没有保存：%(names)s") % {"names": " ".join(absent)[:200]})
        return False
    let_act_for(provider=row, accounts=accounts, by=desk.account)
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def lecturer(request: HttpRequest, desk: Desk, lecturer: int) -> HttpResponse:
    """Show when a lecturer can come; on POST say it anew."""
    rows = Lecturer.objects.filter(provider__subdistrict=desk.place).select_related("provider__subdistrict")
    row: Lecturer = found(rows, pk=min(lecturer, 2**62))
    forms = times_forms(request, row)
    if request.method == "POST" and saved_times(row, forms, desk.account):
        messages.success(request, _("可授课时间已保存。"))
        return redirect("console:provider", row.provider.slug)
    context = {"lecturer": row, "forms": forms, "back": row.provider}
    status = 400 if request.method == "POST" else 200
    return show(request, "console/availability.html", context, status=status, page="programme")


def times_forms(request: HttpRequest, row: Lecturer) -> Any:
    """Return the forms for a lecturer's times, filled in or as they stand."""
    if request.method == "POST":
        return AvailabilityForms(request.POST)
    return AvailabilityForms(initial=[_initial(one) for one in available_times(row)])


def saved_times(row: Lecturer, forms: Any, account: Account) -> bool:
    """Save a lecturer's times, or say beside the first form why not."""
    if not forms.is_valid():
        return False
    times = [form.value for form in forms if not form.is_empty]
    return (
        accepted(forms.forms[0], partial(set_availability, lecturer=row, times=times, by=account)) is not None
    )


def _initial(one: Available) -> dict[str, Any]:
    days = [day for day in range(7) if one.weekdays >> day & 1]
    return {
        "weekdays": days,
        "starts": one.starts,
        "ends": one.ends,
        "first_day": one.first_day,
        "last_day": one.last_day,
    }


def _shown(row: Lecturer) -> dict[str, Any]:
    return {"row": row, "times": row.availabilities.all()}
