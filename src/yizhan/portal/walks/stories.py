"""The story library: the list with its search, and a story with its sources and corrections."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.queries.routes import published_routes
from yizhan.people.models import Subdistrict
from yizhan.places import queries as places
from yizhan.places.models import Story, StoryCorrection
from yizhan.places.queries.stories import (
    correction_log,
    known_stories,
    published_stories,
    search_stories,
)
from yizhan.places.words import StoryState
from yizhan.plans import bridge
from yizhan.portal.map_page import map_context
from yizhan.portal.pages import show
from yizhan.portal.reader import LONGEST_TEXT, reads_english
from yizhan.portal.tenancy import subdistrict_here
from yizhan.portal.walks.words import hours_lines

NEAREST = 3
#: Longer texts are not repeated in the log of corrections.
SHORT = 120
_NO_SUCH_STORY = Phrase(
    "没有这篇故事，或者它还没有公布。", "There is no such story, or it is not public yet."
)


@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """List the public stories; search in Chinese, by pinyin and initials."""
    place = subdistrict_here()
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_TEXT]
    rows = list(search_stories(published_stories(place), text))
    context = {"rows": list(enumerate(rows, start=1)), "text": text} | map_context(place, origin=None)
    return show(request, "portal/stories.html", context, place=place, page="walks")


@require_safe
def story(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one story; a withdrawn one says why it was taken back."""
    place = subdistrict_here()
    row = known_stories(place).filter(slug=slug).first()
    if row is None:
        raise Refusal("no_such_story", _NO_SUCH_STORY)
    if row.state == StoryState.WITHDRAWN:
        return show(request, "portal/story_withdrawn.html", {"story": row}, place=place, page="walks")
    context = {
        "story": row,
        "hours": hours_lines(row),
        "corrections": [_logged(one) for one in correction_log(row)],
        "near": _near(row, place),
        "routes": published_routes(place).filter(stops__story=row).distinct(),
        "where": (f"{row.lon:.6f}", f"{row.lat:.6f}"),
    } | map_context(place, origin=None)
    return show(request, "portal/story.html", context, place=place, page="walks")


def _near(row: Story, place: Subdistrict) -> list[dict[str, Any]]:
    stations = list(places.live_stations(place).filter(parent=None))
    times = bridge.walking_times(lon=row.lon, lat=row.lat, stations=stations)
    near = sorted((times[station.pk], station.slug, station) for station in stations if station.pk in times)
    return [
        {"station": station, "minutes": max(1, round(minutes))} for minutes, _slug, station in near[:NEAREST]
    ]


def _logged(row: StoryCorrection) -> dict[str, Any]:
    """Return a correction with the parts it changed, and the short ones before and after."""
    other = "_zh" if reads_english() else "_en"
    texts = [
        (before, after)
        for name, (before, after) in row.changes.items()
        if not name.endswith(other) and isinstance(before, str) and max(len(before), len(after)) <= SHORT
    ]
    parts = dict.fromkeys(part_words(name) for name in row.changes)
    return {"row": row, "parts": _("、").join(parts), "texts": texts}


def part_words(name: str) -> str:
    """Return what a part of a story is called."""
    words = {
        "title": _("标题"),
        "text": _("正文"),
        "lon": _("位置"),
        "lat": _("位置"),
        "point_within_m": _("位置误差"),
        "point_certainty": _("位置确定程度"),
        "address": _("地址"),
        "visit_min": _("停留分钟"),
        "is_outdoors": _("室外"),
        "hours": _("参观时间"),
        "steps": _("台阶"),
        "licence": _("许可"),
        "attribution": _("署名"),
        "sources": _("来源"),
    }
    return words.get(name.removesuffix("_zh").removesuffix("_en"), name)
