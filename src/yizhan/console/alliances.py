"""Building alliances: their rooms, who has lent what to whom, lending and giving back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from yizhan.console.date_fields import MomentField
from yizhan.console.desk import Desk, found, language, show, staff
from yizhan.console.templatetags.console import named
from yizhan.foundation import clock
from yizhan.foundation.refusals import Refusal
from yizhan.people.models import Subdistrict
from yizhan.places.actions.alliances import lend_room, return_room
from yizhan.places.models import Alliance, AllianceMember, Loan, Room
from yizhan.places.words import Access


class LoanForm(forms.Form):
    """Which room, from whom to whom, from when to when."""

    room = forms.ModelChoiceField(Room.objects.none(), label=gettext_lazy("房间"))
    owner = forms.ModelChoiceField(AllianceMember.objects.none(), label=gettext_lazy("出借方"))
    borrower = forms.ModelChoiceField(AllianceMember.objects.none(), label=gettext_lazy("借用方"))
    starts_at = MomentField(
        label=gettext_lazy("开始"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    ends_at = MomentField(
        label=gettext_lazy("结束"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(
        self, *arguments: Any, alliance: Alliance, owners: Any = None, **named_arguments: Any
    ) -> None:
        super().__init__(*arguments, **named_arguments)
        choices = {
            "room": rooms_of(alliance),
            "owner": alliance.members.all() if owners is None else owners,
            "borrower": alliance.members.all(),
        }
        for name, rows in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
            field.label_from_instance = named  # type: ignore[method-assign, assignment]  # the reader's language


def rooms_of(alliance: Alliance) -> Any:
    """Return the rooms an alliance shares."""
    return Room.objects.filter(station__building=alliance.building_id, access=Access.ALLIANCE)


def alliances_of(place: Subdistrict) -> Any:
    """Return the alliances of a sub-district."""
    return Alliance.objects.filter(building__subdistrict=place).select_related("building").order_by("name_zh")


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def alliances(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show alliances with their rooms and loans; on POST lend a room."""
    rows = list(alliances_of(desk.place).prefetch_related("members"))
    entered = None
    if request.method == "POST":
        desk.running()
        chosen = found(alliances_of(desk.place), pk=_key(request.POST.get("alliance", "")))
        entered = LoanForm(request.POST, alliance=chosen, prefix=f"a{chosen.pk}")
        if entered.is_valid() and _lent(entered, desk):
            messages.success(request, _("已登记出借。"))
            return redirect("console:alliances")
    loans = _loans(desk.place)
    shown = [_shown(row, entered, loans) for row in rows]
    return show(
        request, "console/alliances.html", {"rows": shown}, status=400 if entered else 200, page="stations"
    )


@require_POST
@staff
def give_back(request: HttpRequest, desk: Desk, loan: int) -> HttpResponse:
    """Give a room back early, or call a loan off."""
    row = found(
        Loan.objects.filter(room__station__subdistrict=desk.running().place).select_related(
            "room__station__subdistrict", "owner", "borrower"
        ),
        pk=loan,
    )
    try:
        return_room(loan=row, by=desk.account)
    except Refusal as refusal:
        messages.error(request, refusal.say(language()))
    else:
        messages.success(request, _("借用已结束，房间恢复空闲。"))
    return redirect("console:alliances")


def _key(text: str) -> int:
    return int(text[:18]) if text.isdecimal() else 0


def _lent(form: LoanForm, desk: Desk) -> bool:
    try:
        lend_room(**form.cleaned_data, by=desk.account)
    except Refusal as refusal:
        form.add_error(None, refusal.say(language()))
        return False
    return True


def _loans(place: Subdistrict) -> list[Loan]:
    return list(
        Loan.objects.filter(
            room__station__subdistrict=place, ends_at__gt=clock.now(), returned_at__isnull=True
        ).select_related("room__station", "owner", "borrower")
    )


def _shown(row: Alliance, entered: LoanForm | None, loans: list[Loan]) -> dict[str, Any]:
    prefix = f"a{row.pk}"
    mine = entered is not None and entered.prefix == prefix
    return {
        "row": row,
        "rooms": rooms_of(row).select_related("station"),
        "members": row.members.all(),
        "loans": [loan for loan in loans if loan.room.station.building_id == row.building_id],
        "form": entered if mine else LoanForm(alliance=row, prefix=prefix),
    }
