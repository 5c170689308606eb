"""What `yizhan timetable` does once the database is ready."""

from typing import Any

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.plans.actions import compute_timetable
from yizhan.plans.bridge import Board, Recount, recount_board
from yizhan.plans.models import Timetable

_NONE = Phrase("没有网址代号为“{slug}”的时间表", "there is no timetable at '{slug}'")
_SEVERAL = Phrase(
    "几个街道都有“{slug}”，请用 --subdistrict 指明",
    "several sub-districts have '{slug}'; name one with --subdistrict",
)


def run(slug: str, subdistrict: str | None) -> dict[str, Any]:
    """Compute a timetable and return what it cost before and now, with the proof."""
    timetable = _named(slug, subdistrict)
    before = recount_board(Board(timetable))
    done = compute_timetable(timetable=timetable, by=None)
    now = recount_board(Board(done))
    return {
        "timetable": done.slug,
        "status": str(done.status),
        "objective": done.objective,
        "bound": done.bound,
        "gap": done.gap,
        "seconds": done.seconds,
        "before": _counted(before),
        "now": _counted(now),
        "conflicts": done.report.get("conflicts", []),
        "wishes": done.report.get("wishes", []),
    }


def _named(slug: str, subdistrict: str | None) -> Timetable:
    rows = Timetable.objects.filter(slug=slug).select_related("subdistrict")
    if subdistrict is not None:
        rows = rows.filter(subdistrict__slug=subdistrict)
    found = list(rows[:2])
    if not found:
        raise Refusal("no_such_timetable", _NONE, slug=slug)
    if len(found) > 1:
        raise Refusal("several_timetables", _SEVERAL, slug=slug)
    return found[0]


def _counted(counted: Recount) -> dict[str, int]:
    numbers = {"unplaced": counted.unplaced, "conflicts": len(counted.rules), "price": counted.price}
    return numbers | dict(counted.parts)
