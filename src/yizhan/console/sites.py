"""The siting record of each candidate site: five criteria, shown and edited."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from yizhan.console.desk import Desk, found, language, show, staff
from yizhan.console.studies import study_here
from yizhan.console.words import level_words, pattern_words
from yizhan.foundation.refusals import Refusal
from yizhan.plans.actions import SITE_NOTES, change_site
from yizhan.plans.bridge import sites_off_network
from yizhan.plans.models import CandidateSite

CRITERIA = {
    "space_note": gettext_lazy("活动场地"),
    "owner_note": gettext_lazy("物业意向"),
    "staff_note": gettext_lazy("党群社工配备"),
    "services_note": gettext_lazy("服务项目"),
    "building_note": gettext_lazy("楼宇体量"),
}


class SiteForm(forms.Form):
    """The five criteria, in words."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for name, label in CRITERIA.items():
            self.fields[name] = forms.CharField(
                label=label, max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2})
            )


@require_safe
@staff
def sites(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """List every candidate site with its record."""
    study = study_here(desk, slug)
    rows = [
        {
            "site": site,
            "today": _today(site),
            "notes": _notes(site),
            "filled": sum(bool(n) for _, n in _notes(site)),
        }
        for site in study.sites.select_related("station")
    ]
    context = {"study": study, "rows": rows, "off": sites_off_network(study), "n_criteria": len(CRITERIA)}
    return show(request, "console/sites.html", context, page="studies")


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def site(request: HttpRequest, desk: Desk, slug: str, site: str) -> HttpResponse:
    """Show one site's record; on POST change it."""
    study = study_here(desk, slug)
    row: CandidateSite = found(study.sites.select_related("station"), label=site)
    form = SiteForm(request.POST or None, initial={name: getattr(row, name) for name in CRITERIA})
    if request.method == "POST":
        desk.planning()
        if form.is_valid():
            try:
                change_site(
                    site=row,
                    notes={name: form.cleaned_data[column] for name, column in SITE_NOTES.items()},
                    by=desk.account,
                )
            except Refusal as refusal:
                form.add_error(None, refusal.say(language()))
            else:
                messages.success(request, _("选址档案已保存。"))
                return redirect("console:sites", slug)
    context = {"study": study, "site": row, "form": form, "today": _today(row)}
    status = 400 if form.is_bound and form.errors else 200
    return show(request, "console/site.html", context, status=status, page="studies")


def _today(site: CandidateSite) -> str:
    if not site.today_level:
        return ""
    return f"{level_words(site.today_level)} · {pattern_words(site.today_pattern)}"


def _notes(site: CandidateSite) -> list[tuple[str, str]]:
    return [(str(label), getattr(site, name)) for name, label in CRITERIA.items()]
