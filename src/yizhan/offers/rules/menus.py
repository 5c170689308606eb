"""
The life of a quarter menu: draft → checked by a second person → published.

A checked menu can be sent back, a published one withdrawn, both to draft and with a reason; only a draft is
changed. Whoever changed it last counts as its drafter.
"""

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.words import MenuState

FIRST_YEAR, LAST_YEAR = 2000, 2100

_NOT_IN_STATE = Phrase("菜单目前是“{state}”，不能这样做。", "The menu is “{state}”: that is not possible.")
_STATES = {
    MenuState.DRAFT: Phrase("草稿", "draft"),
    MenuState.CHECKED: Phrase("已审核", "checked"),
    MenuState.PUBLISHED: Phrase("已发布", "published"),
}
_EMPTY = Phrase("菜单上还没有课程。", "There is nothing on the menu yet.")
_NAMELESS = Phrase(
    "审核必须由一位登录的人作出，命令行不能代替。",
    "A menu is checked by somebody who signed in, not by the command line.",
)
_SAME = Phrase(
    "最后修改菜单的人不能自己审核，请第二个人来审核。",
    "Whoever changed the menu last cannot check it; a second person must.",
)
_WHY = Phrase("请写明原因。", "Give the reason.")
_QUARTER = Phrase("没有“{year} 年第 {quarter} 季度”这样的季度。", "There is no quarter {quarter} of {year}.")
_ORDER = Phrase(
    "顺序与菜单上的课程不一致，可能有人同时改过；请刷新后再试。",
    "The order does not match what is on the menu; somebody may have changed it. Reload and try again.",
)


def refuse_unless_in(state: str, *allowed: MenuState) -> None:
    """Raise a `Refusal` unless the menu is in one of these states."""
    if state not in allowed:
        raise Refusal("menu_not_in_state", _NOT_IN_STATE, state=_STATES[MenuState(state)])


def refuse_quarter(year: int, quarter: int) -> None:
    """Raise a `Refusal` for a quarter that is none."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= quarter <= 4):
        raise Refusal("not_a_quarter", _QUARTER, year=year, quarter=quarter)


def refuse_check(*, items: int, drafter: int | None, by: int | None) -> None:
    """Raise a `Refusal` unless there is something to check and `by` is a second person (accounts by id)."""
    if not items:
        raise Refusal("menu_is_empty", _EMPTY)
    if by is None:
        raise Refusal("checker_unnamed", _NAMELESS)
    if by == drafter:
        raise Refusal("checker_is_drafter", _SAME)


def refuse_without_reason(reason_zh: str) -> None:
    """Raise a `Refusal` where nobody would learn why."""
    if not reason_zh.strip():
        raise Refusal("reason_missing", _WHY)


def refuse_other_order(given: list[int], present: set[int]) -> None:
    """Raise a `Refusal` unless the order names every item once."""
    if len(given) != len(present) or set(given) != present:
        raise Refusal("order_does_not_match", _ORDER)
