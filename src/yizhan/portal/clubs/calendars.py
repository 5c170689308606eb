"""Calendars to download or to subscribe to; a person's own by an address that nobody can guess."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import Session
from yizhan.offers.queries import public_offerings
from yizhan.outside.calendars import written
from yizhan.people.models import Contact
from yizhan.places.queries import live_stations
from yizhan.portal.clubs.seasons import season_here
from yizhan.portal.seats.visitor import onward, visitors
from yizhan.portal.tenancy import subdistrict_here
from yizhan.rounds.actions.calendars import revoke_calendar
from yizhan.rounds.queries.calendars import (
    contact_of,
    entries_of,
    sessions_at,
    sessions_held_by,
    sessions_in,
    sessions_of_offering,
)

_NO_SUCH = Phrase("没有这个日历。", "There is no such calendar.")
_MINE = Phrase("我的课程（{place}）", "My courses ({place})")
_TYPE = "text/calendar; charset=utf-8"


@require_safe
def offering(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with every session of a public class or club."""
    row = public_offerings(subdistrict_here()).filter(slug=slug).first()
    if row is None:
        raise Refusal("no_such_calendar", _NO_SUCH)
    return _calendar(request, _named(row), sessions_of_offering(row), file=slug)


@require_safe
def station(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the public sessions at a station."""
    row = live_stations(subdistrict_here()).filter(slug=slug).first()
    if row is None:
        raise Refusal("no_such_calendar", _NO_SUCH)
    return _calendar(request, _named(row), sessions_at(row, now=clock.now()), file=slug)


@require_safe
def season(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the public sessions of a season."""
    row = season_here(slug, subdistrict_here())
    return _calendar(request, _named(row), sessions_in(row), file=slug)


@never_cache
@require_safe
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """Answer with the sessions of everything a contact booked; whoever has the address may read it."""
    contact = contact_of(token)
    place = contact.subdistrict
    sessions, offered = sessions_held_by(contact)
    name = Phrase(*(_MINE.say(one, place=_named(place)) for one in ("zh", "en")))
    return _calendar(request, name, sessions, file="mine", offered=offered)


@require_POST
@visitors
def revoke(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Give one's own calendar a new address; whoever has the old one reads no more."""
    revoke_calendar(contact=contact, by=None)
    messages.success(request, _("旧的日历链接已停用，请用新链接重新订阅。"))
    return onward(request, "portal:seats")


def _calendar(
    request: HttpRequest,
    name: Phrase,
    sessions: Iterable[Session],
    *,
    file: str,
    offered: frozenset[int] = frozenset(),
) -> HttpResponse:
    language = get_language() or "zh-hans"
    rows = list(sessions)
    seasons = {row.offering_id: row.offering.season for row in rows if row.offering.season is not None}
    addresses = {
        key: request.build_absolute_uri(reverse("portal:season", args=[each.slug]))
        for key, each in seasons.items()
    }
    entries = entries_of(rows, language=language, addresses=addresses, offered=offered)
    content = written(name.say(language), entries, stamped_at=clock.now(), language=language)
    headers = {"Content-Disposition": f'inline; filename="{file}.ics"'}
    return HttpResponse(content, content_type=_TYPE, headers=headers)


def _named(row: object) -> Phrase:
    chinese, english = getattr(row, "name_zh", ""), getattr(row, "name_en", "")
    return Phrase(chinese, english or chinese)
