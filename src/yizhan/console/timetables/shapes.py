"""A timetable as its board shows it: days, slots, cards, what is broken, how good it is proved to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yizhan.console.desk import language
from yizhan.places.models import Station
from yizhan.plans.bridge import Board, Fault, Recount, recount_board
from yizhan.plans.models import Timetable, TimetableLesson
from yizhan.plans.rules.timetables import weekday_words
from yizhan.plans.words import RunStatus


@dataclass(frozen=True, slots=True)
class Card:
    """One lesson on the board."""

    lesson: TimetableLesson
    faults: tuple[Fault, ...]
    wishes: tuple[Fault, ...]
    slot: str

    @property
    def price(self) -> int:
        """What its broken wishes cost."""
        return sum(wish.price or 0 for wish in self.wishes)


@dataclass(frozen=True, slots=True)
class Cell:
    """A slot of a day with its cards; no slot where this day has none at that time."""

    index: int | None
    span: str
    label: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the week with its cells, in the rows all days share."""

    name: str
    cells: tuple[Cell, ...]


def shown(timetable: Timetable, station: Station | None) -> dict[str, Any]:
    """Return everything the board shows, of one station or of all."""
    board = Board(timetable)
    counted = recount_board(board)
    cards = cards_of(board, counted)
    placed = [card for card in cards if card.lesson.slot is not None and _is_at(card, station)]
    return {
        "timetable": timetable,
        "station": station,
        "stations": stations_of(board),
        "days": days_of(board, placed),
        "rows": len({(slot.start_min, slot.end_min) for slot in board.slots}),
        "waiting": [card for card in cards if card.lesson.slot is None or card.lesson.room is None],
        "counted": counted,
        "conflicts": [said(fault) for fault in counted.rules],
        "wishes": sorted((said(fault) for fault in counted.wishes), key=lambda one: -one["price"]),
        "proof": proof_words(timetable, counted),
        "impossible": [one[_ending()] for one in timetable.report.get("conflicts", [])],
        "can_undo": bool(timetable.undo),
    }


def cards_of(board: Board, counted: Recount) -> list[Card]:
    """Return a card for each lesson."""
    return [
        Card(
            lesson,
            tuple(fault for fault in counted.rules if lesson.pk in fault.lessons),
            tuple(wish for wish in counted.wishes if lesson.pk in wish.lessons),
            board.slots[slot].label(language()) if slot >= 0 else "",
        )
        for lesson, slot in zip(board.lessons, board.slot_of, strict=True)
    ]


def days_of(board: Board, cards: Sequence[Card]) -> list[Day]:
    """Return the week, every day with the same rows."""
    spans = sorted({(slot.start_min, slot.end_min): slot.span for slot in board.slots}.items())
    place = {(slot.weekday, slot.start_min, slot.end_min): n for n, slot in enumerate(board.slots)}
    days = []
    for weekday in sorted({slot.weekday for slot in board.slots}):
        cells = []
        for (start, end), span in spans:
            index = place.get((weekday, start, end))
            here = tuple(card for card in cards if index is not None and card.lesson.slot == index)
            label = "" if index is None else board.slots[index].label(language())
            cells.append(Cell(index, span, label, here))
        days.append(Day(weekday_words(weekday, language()), tuple(cells)))
    return days


def stations_of(board: Board) -> list[Station]:
    """Return the stations whose rooms can be classrooms."""
    return list({room.station_id: room.station for room in board.rooms}.values())


def said(fault: Fault) -> dict[str, Any]:
    """Return something broken in the reader's language."""
    return {"text": fault.say(language()), "price": fault.price or 0, "lessons": fault.lessons}


def proof_words(timetable: Timetable, counted: Recount) -> str:
    """Say in plain words how good the board is, and how much better it could be at most."""
    if timetable.status == RunStatus.INFEASIBLE:
        return _("这些条件相互矛盾，任何排法都不能全部满足。")
    if timetable.status == RunStatus.UNKNOWN:
        return _("时限内没有找到没有冲突的排法；可以增加秒数，或多给几个时段。")
    if timetable.bound is None:
        return _("还没有计算，不知道还能好多少。")
    if not counted.is_free:
        return _("还有课没排好或有冲突；排好之后才能与理论下限比较。")
    bound, price = round(timetable.bound), counted.price
    if price <= bound:
        return _("已证明：不可能有更好的排法。")
    better = f"{100 * (price - bound) / price:.0f}"
    return _("已证明合计不会低于 %(bound)s，最多还能好 %(better)s %%。") % {"bound": bound, "better": better}


def counts_words(counted: Recount) -> str:
    """Return how many conflicts there are, for whoever hears the page."""
    conflicts = _("%(n)s 处冲突") % {"n": len(counted.rules)}
    price = _("未满足的愿望合计 %(price)s") % {"price": counted.price}
    return _("%(conflicts)s，%(price)s。") % {"conflicts": conflicts, "price": price}


def _is_at(card: Card, station: Station | None) -> bool:
    room = card.lesson.room
    return room is not None and (station is None or room.station_id == station.pk)


def _ending() -> str:
    return "zh" if language().startswith("zh") else "en"
