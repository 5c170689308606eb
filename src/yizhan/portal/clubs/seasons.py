"""Seasons of clubs as everybody may read them: what there is, when it meets next, what it came to."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import Season
from yizhan.offers.words import SessionState
from yizhan.people.models import Subdistrict
from yizhan.portal.pages import show
from yizhan.portal.tenancy import subdistrict_here
from yizhan.rounds.queries.seasons import Club, clubs_of, public_seasons, season_count
from yizhan.rounds.rules.season_reports import sentence

#: So many of the next sessions are shown with each club; all are in its calendar.
NEXT = 3
_NO_SUCH_SEASON = Phrase("没有这个社团季。", "There is no such season of clubs.")


def season_here(slug: str, place: Subdistrict) -> Season:
    """Return a public season of this sub-district, or refuse."""
    row = public_seasons(place).filter(slug=slug).first()
    if row is None:
        raise Refusal("no_such_season", _NO_SUCH_SEASON)
    return row


@require_safe
def seasons(request: HttpRequest) -> HttpResponse:
    """List the seasons, newest first."""
    place = subdistrict_here()
    today = clock.now().date()
    rows = list(public_seasons(place))
    context = {
        "present": [row for row in rows if row.last_day >= today],
        "past": [row for row in rows if row.last_day < today],
    }
    return show(request, "portal/clubs/seasons.html", context, place=place, page="clubs")


@require_safe
def season(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a season with its clubs; its figures are the sums of the rows below them."""
    place, now = subdistrict_here(), clock.now()
    row = season_here(slug, place)
    clubs = clubs_of(row, now=now, is_public=True)
    count = season_count(row, clubs)
    language = get_language() or "zh"
    context = {
        "season": row,
        "clubs": [_shown(club, now, language) for club in clubs],
        "count": count,
        "sentence": sentence(count).say(language) if count.active else "",
        "is_example": any(club.row.is_example for club in clubs),
    }
    return show(request, "portal/clubs/season.html", context, place=place, page="clubs")


def _shown(club: Club, now: dt.datetime, language: str) -> dict[str, Any]:
    to_come = [one for one in club.sessions if one.ends_at > now]
    return {
        "row": club.row,
        "next": [one for one in to_come if one.state == SessionState.PLANNED][:NEXT],
        "changed": [one for one in to_come if one.state == SessionState.CANCELLED],
        "count": club.count,
        "people": club.count.published_people.say(language),
    }
