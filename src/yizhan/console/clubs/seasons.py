"""Seasons of clubs: today's doors, sessions nobody counted, a season's sentence and the rows behind it."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from yizhan.console.clubs.club_form import ClubForm
from yizhan.console.date_fields import DayField
from yizhan.console.desk import Desk, found, language, show, staff
from yizhan.foundation import clock
from yizhan.foundation.refusals import Refusal
from yizhan.offers.actions.seasons import open_club, open_season
from yizhan.offers.models import Season
from yizhan.rounds.queries.seasons import clubs_of, season_count, seasons_of, sessions_on, to_count
from yizhan.rounds.rules.season_reports import sentence


class SeasonForm(forms.Form):
    """What a season is called, and from when to when it lasts."""

    name_zh = forms.CharField(label=gettext_lazy("名称（中文）"), max_length=80)
    name_en = forms.CharField(label=gettext_lazy("名称（英文）"), max_length=120, required=False)
    first_day = DayField(
        label=gettext_lazy("从哪天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last_day = DayField(
        label=gettext_lazy("到哪天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def seasons(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show seasons, today's doors and what is still to be counted; on POST open a season."""
    form = SeasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        desk.running()
        try:
            made = open_season(subdistrict=desk.place, by=desk.account, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.say(language()))
        else:
            messages.success(request, _("社团季已建立，现在可以开社团。"))
            return redirect("console:season", made.slug)
    now = clock.now()
    context = {
        "seasons": seasons_of(desk.place),
        "today": sessions_on(desk.place, now.date()),
        "to_count": to_count(desk.place, now=now),
        "form": form,
    }
    status = 400 if form.is_bound else 200
    return show(request, "console/clubs/seasons.html", context, status=status, page="clubs")


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def season(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Show what a season came to, every figure with its rows; on POST open a club."""
    row = found(Season.objects.filter(subdistrict=desk.place).select_related("subdistrict"), slug=slug)
    form = ClubForm(request.POST or None, place=desk.place)
    if request.method == "POST" and form.is_valid():
        desk.running()
        try:
            club = open_club(season=row, by=desk.account, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.say(language()))
        else:
            messages.success(request, _("社团已开，请接着排周期。"))
            return redirect("console:start_series", club.slug)
    now = clock.now()
    clubs = clubs_of(row, now=now)
    count = season_count(row, clubs)
    context = {
        "season": row,
        "clubs": clubs,
        "count": count,
        "sentence": sentence(count).say(language()),
        "now": now,
        "form": form,
    }
    status = 400 if form.is_bound else 200
    return show(request, "console/clubs/season.html", context, status=status, page="clubs")
