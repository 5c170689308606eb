"""The day's board: sessions, what waits, plans, stations, what was done last; and the way in and out."""

from typing import Any

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yizhan.console.desk import Desk, language, show, staff
from yizhan.console.today import today_of
from yizhan.console.words import verb_words
from yizhan.foundation import clock
from yizhan.people.models import AuditEntry
from yizhan.people.queries import entries_of
from yizhan.places.models import OpeningException, Station
from yizhan.places.words import State
from yizhan.plans.models import Publication
from yizhan.plans.queries import newest_streets, studies_of
from yizhan.plans.words import RunStatus

LAST = 12


class SignIn(LoginView):
    """Staff sign in; what is wrong is never said more closely than "name or password"."""

    template_name = "console/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        """Add what the frame needs."""
        return super().get_context_data(**named) | {"english": language().startswith("en")}


class SignOut(LogoutView):
    """Staff sign out, by POST only."""

    next_page = "console:login"


@require_safe
@staff
def home(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show what is there today and what was done last; where nothing is there, say what to do."""
    now = clock.now()
    today = now.date()
    studies = list(studies_of(desk.place).prefetch_related("scenarios"))
    stations = Station.objects.filter(subdistrict=desk.place)
    context = {
        "today": today,
        "studies": [_study(study) for study in studies],
        "streets": newest_streets(desk.place),
        "numbers": _numbers(stations),
        "exceptions": OpeningException.objects.filter(
            station__subdistrict=desk.place, last_day__gte=today
        ).select_related("station")[:LAST],
        "publications": Publication.objects.filter(
            scenario__study__subdistrict=desk.place, undone_at=None
        ).select_related("scenario__study", "published_by")[:3],
        "entries": [_entry(entry) for entry in entries_of(desk.place)[:LAST]],
    }
    return show(request, "console/home.html", context | today_of(desk.place, now=now), page="home")


def _study(study: Any) -> dict[str, Any]:
    scenarios = list(study.scenarios.all())
    drafts = sum(scenario.status == RunStatus.DRAFT for scenario in scenarios)
    return {"row": study, "n": len(scenarios), "drafts": drafts}


def _numbers(stations: Any) -> list[dict[str, Any]]:
    states = list(stations.values_list("state", flat=True))
    return [{"label": state.label, "n": states.count(state.value), "state": state.value} for state in State]


def _entry(entry: AuditEntry) -> dict[str, Any]:
    subject = entry.subject.split(" ", 2)
    return {"row": entry, "verb": verb_words(entry.verb), "subject": subject[-1]}
