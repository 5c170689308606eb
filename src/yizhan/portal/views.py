"""The public pages: they ask, and decide nothing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.outside.squares import square_code
from yizhan.people.models import Subdistrict
from yizhan.places import queries as places
from yizhan.places.models import Building
from yizhan.places.rules.weeks import off_hours_share
from yizhan.portal import lists, ways, week
from yizhan.portal.cards import cards_of, numbered, shown
from yizhan.portal.map_page import map_context
from yizhan.portal.moments import moment_of
from yizhan.portal.pages import show
from yizhan.portal.programme.courses import has_classes
from yizhan.portal.questions import question_of
from yizhan.portal.reader import signed_in
from yizhan.portal.tenancy import subdistrict_here

_NO_SUCH_STATION = Phrase(
    zh="没有这个站点，或者它已经停用。",
    en="There is no such station, or it has been closed for good.",
)
_NO_SUCH_BUILDING = Phrase(zh="没有登记这座楼。", en="This building has not been entered.")


@require_safe
def stations(request: HttpRequest) -> HttpResponse:
    """Show the stations as a map and as an equal list."""
    place, now = subdistrict_here(), clock.now()
    question = question_of(request, place=place, now=now)
    ask, moment, origin, reader = question.ask, question.moment, question.origin, question.reader
    found = places.with_amenities(places.live_stations(place), ask.amenities)
    found = shown(places.search(found, ask.text))
    every = cards_of(found, moment=moment, now=now, origin=origin, pace=reader.pace)
    context = lists.answer(every, ask=ask, moment=moment, reader=reader)
    context |= lists.filters(ask=ask, moment=moment, now=now, reader=reader)
    context |= map_context(place, origin=origin) | {"moment": moment} | question.frame
    return show(request, "portal/stations.html", context, place=place, page="stations")


@require_safe
def station(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer on one screen: open now, who may enter, what is there, how to book, whom to phone."""
    place, now = subdistrict_here(), clock.now()
    row = places.station_page(slug, place).first()
    if row is None:
        raise Refusal("no_such_station", _NO_SUCH_STATION)
    moment = moment_of("", written="", now=now)
    question = question_of(request, place=place, now=now)
    origin = question.origin
    schedule = places.schedules_of([row])[row.pk]
    context: dict[str, Any] = {
        "station": row,
        "card": cards_of([row], moment=moment, now=now)[0],
        "moment": moment,
        "week": week.week_of(schedule, today=now.date(), day_kind_of=places.day_kind_of()),
        "off_hours": week.off_hours_words(off_hours_share(schedule, on=now.date())),
        "rooms": places.visible_rooms(row, signed_in(request)).prefetch_related("opening_rules"),
        "services": row.services.all(),
        "points": row.points.all(),
        "route": None if origin is None else ways.way_to(row, origin=origin, pace=question.reader.pace),
    }
    context |= {"has_classes": has_classes(row)} | map_context(place, origin=origin) | question.frame
    return show(request, "portal/station.html", context, place=place)


@require_safe
def rest(request: HttpRequest) -> HttpResponse:
    """Show couriers and all outdoor workers where to sit, drink and charge; no script, under 50 kB."""
    place, now = subdistrict_here(), clock.now()
    question = question_of(request, place=place, now=now)
    amenity = question.ask.amenities[:1]
    found = shown(places.with_amenities(places.rest_points(place), amenity))
    cards = cards_of(found, moment=moment_of("", written="", now=now), now=now)
    context = lists.rest_answer(cards, amenity="".join(amenity), reader=question.reader)
    context |= question.frame
    return show(request, "portal/rest.html", context, place=place, page="rest")


def _building(slug: str, place: Subdistrict) -> Building:
    found = Building.objects.filter(slug=slug, subdistrict=place).first()
    if found is None:
        raise Refusal("no_such_building", _NO_SUCH_BUILDING)
    return found


@require_safe
def building(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what the lobby's QR code leads to: this building first, the nearest alternative second."""
    place, now = subdistrict_here(), clock.now()
    row, moment = _building(slug, place), moment_of("", written="", now=now)
    everywhere = cards_of(shown(places.live_stations(place)), moment=moment, now=now)
    inside = numbered(card for card in everywhere if card.station.building_id == row.pk)
    outside = [card for card in everywhere if card.station.building_id != row.pk]
    nearest = ways.nearest_to(inside[0].station, outside) if inside else None
    context = {"building": row, "cards": inside, "nearest": nearest}
    context |= question_of(request, place=place, now=now).frame
    return show(request, "portal/building.html", context, place=place)


@require_safe
def poster(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an A4 poster for the lobby, in both languages, with the square code."""
    place, now = subdistrict_here(), clock.now()
    row, moment = _building(slug, place), moment_of("", written="", now=now)
    found = shown(places.live_stations(place).filter(building=row))
    address = request.build_absolute_uri(reverse("portal:building", args=[slug]))
    context = {
        "building": row,
        "address": address,
        "code": square_code(address),
        "cards": cards_of(found, moment=moment, now=now),
    }
    return show(request, "portal/poster.html", context, place=place)
