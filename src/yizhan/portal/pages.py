"""What stands around every public page: names, the reader's choices, where to complain."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yizhan.foundation.refusals import Refusal
from yizhan.people.models import Subdistrict
from yizhan.places import queries as places
from yizhan.places.models import Station
from yizhan.places.words import Level
from yizhan.portal.reader import reader_of, reads_english
from yizhan.portal.tenancy import subdistrict_here


def around(request: HttpRequest, place: Subdistrict | None = None) -> dict[str, Any]:
    """Return what the frame of a page needs; works before anything has been entered."""
    english = reads_english()
    if place is None:
        try:
            place = subdistrict_here()
        except Refusal:
            place = None
    name = "" if place is None else place.name_en if english else place.name_zh
    return {
        "reader": reader_of(request),
        "english": english,
        "place": place,
        "place_name": name,
        "desk": None if place is None else complaint_desk(place),
    }


def complaint_desk(place: Subdistrict) -> Station | None:
    """Return the centre, where complaints and suggestions are taken by phone and in person."""
    return places.live_stations(place).filter(level=Level.CENTRE).order_by("slug").first()


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *, place: Subdistrict, page: str = ""
) -> HttpResponse:
    """Render a page inside the frame."""
    return render(request, template, around(request, place) | {"page": page} | context)
