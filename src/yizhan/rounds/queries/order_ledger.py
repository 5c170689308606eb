"""
The ledger of orders (点单台账): one line an order, and sums that are counted from those lines.

Contacts are not in it: a ledger is kept for years, a contact for thirty days.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yizhan.outside.grids import Cell, Column, Grid, Kind
from yizhan.people.words import Channel
from yizhan.rounds.models import GroupOrder
from yizhan.rounds.queries.orders import meeting_of, wishes_of
from yizhan.rounds.words import OrderState, Segment


def order_ledger(orders: Iterable[GroupOrder], *, year: int) -> list[Grid]:
    """Return the lines of a year's orders and their sums, from orders fetched by `orders_here`."""
    rows = list(orders)
    lines = [_line(number, order) for number, order in enumerate(rows, start=1)]
    title = _("%(year)d年点单台账") % {"year": year}
    return [Grid(title, _columns(), lines), Grid(_("合计"), _sum_columns(), _sums(rows))]


def _columns() -> list[Column]:
    return [
        Column(_("序号"), Kind.WHOLE, 6),
        Column(_("编号"), width=14),
        Column(_("点单时间"), Kind.MOMENT, 17),
        Column(_("怎么来的"), width=9),
        Column(_("单位"), width=24),
        Column(_("单位类型"), width=11),
        Column(_("课程"), width=34),
        Column(_("人数"), Kind.WHOLE, 7),
        Column(_("希望的时间"), Kind.MOMENT, 17),
        Column(_("状态"), width=9),
        Column(_("时间"), Kind.MOMENT, 17),
        Column(_("地点"), width=28),
        Column(_("供给方"), width=20),
        Column(_("教师"), width=16),
        Column(_("婉拒原因"), width=20),
    ]


def _line(number: int, order: GroupOrder) -> list[Cell]:
    meeting, wishes = meeting_of(order), wishes_of(order)
    return [
        number,
        order.number,
        order.placed_at,
        str(Channel(order.channel).label),
        order.organisation,
        str(Segment(order.segment).label),
        _told(order.item.version, "title"),
        order.head_count,
        wishes[0].starts_at if wishes else None,
        str(OrderState(order.state).label),
        meeting.starts_at if meeting is not None else _dispatched(order),
        _where(order),
        "" if order.provider is None else _told(order.provider, "name"),
        "" if order.lecturer is None else _told(order.lecturer, "name"),
        order.decline_reason,
    ]


def _dispatched(order: GroupOrder) -> dt.datetime | None:
    return None if order.state == OrderState.DECLINED else order.starts_at


def _where(order: GroupOrder) -> str:
    parts = [row for row in (order.station, order.room) if row is not None]
    return " ".join(_told(row, "name") for row in parts)


def _sum_columns() -> list[Column]:
    return [
        Column(_("按什么"), width=16),
        Column(_("类别"), width=16),
        Column(_("点单数"), Kind.WHOLE, 10),
        Column(_("人数"), Kind.WHOLE, 10),
    ]


def _sums(orders: Sequence[GroupOrder]) -> list[list[Cell]]:
    """Return orders and people by state and by segment; each block adds up to the number of lines."""
    by_state = _block(_("状态"), [(order.state, order) for order in orders], OrderState)
    by_segment = _block(_("单位类型"), [(order.segment, order) for order in orders], Segment)
    everybody = sum(order.head_count for order in orders)
    return [*by_state, *by_segment, [_("全部"), "", len(orders), everybody]]


def _block(
    word: str,
    pairs: Sequence[tuple[str, GroupOrder]],
    choices: type[OrderState] | type[Segment],
) -> list[list[Cell]]:
    counts = Counter(kind for kind, _order in pairs)
    people: Counter[str] = Counter()
    for kind, order in pairs:
        people[kind] += order.head_count
    return [
        [word, str(choice.label), counts[choice.value], people[choice.value]]
        for choice in choices
        if counts[choice.value]
    ]


def _told(row: object, field: str) -> str:
    chinese, english = getattr(row, f"{field}_zh"), getattr(row, f"{field}_en")
    return str((english or chinese) if (get_language() or "").startswith("en") else (chinese or english))
