"""
Quarter menus: drafted, checked by a second person, published; sent back or withdrawn with a reason.

Whoever changed a menu last is its drafter, so that two people have seen what the public sees.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.actions.courses import review_version
from yizhan.offers.models import CourseVersion, MenuItem, QuarterMenu
from yizhan.offers.models.validity import save_checked
from yizhan.offers.queries.menus import classes_of
from yizhan.offers.rules.courses import refuse_retired, refuse_unreviewed
from yizhan.offers.rules.menus import (
    refuse_check,
    refuse_other_order,
    refuse_quarter,
    refuse_unless_in,
    refuse_without_reason,
)
from yizhan.offers.words import MenuState
from yizhan.people.actions import record, require_checker, require_runner
from yizhan.people.models import Account, Subdistrict

_EXISTS = Phrase(
    "{year} 年第 {quarter} 季度的菜单已经有了。", "There is a menu for quarter {quarter} of {year} already."
)
_ON_MENU = Phrase("《{title}》已在菜单上。", "“{title}” is on the menu already.")
_ELSEWHERE = Phrase("这门课程不属于这个街道。", "This course belongs to another sub-district.")


@transaction.atomic
def draft_menu(
    *,
    subdistrict: Subdistrict,
    year: int,
    quarter: int,
    by: Account | None,
    like: QuarterMenu | None = None,
) -> QuarterMenu:
    """Begin the menu of a quarter, empty or with the courses of another that are still offered."""
    require_runner(by=by, subdistrict=subdistrict)
    refuse_quarter(year, quarter)
    menu, is_new = QuarterMenu.objects.get_or_create(
        subdistrict=subdistrict, year=year, quarter=quarter, defaults={"drafted_by": by}
    )
    if not is_new:
        raise Refusal("menu_exists", _EXISTS, year=year, quarter=quarter)
    if like is not None:
        _copy_items(like, menu)
    record(verb="draft_menu", subject=menu, by=by, subdistrict=subdistrict, items=menu.items.count())
    return menu


@transaction.atomic
def add_item(*, menu: QuarterMenu, version: CourseVersion, by: Account | None, **fields: object) -> MenuItem:
    """Put a reviewed course version at the end of a draft; an older version of the course makes room."""
    menu = _open(menu, by=by)
    item = _put(menu, version, by=by, **fields)
    _changed(menu, by=by)
    return item


@transaction.atomic
def review_onto_menu(*, menu: QuarterMenu, version: CourseVersion, by: Account | None) -> MenuItem:
    """
    Review a version and put it on a draft at once.

    Writer and reviewer have both seen the new line, so the reviewer may still check the whole menu.
    """
    reviewed = review_version(version=version, by=by)
    return _put(_open(menu, by=by), reviewed, by=by)


@transaction.atomic
def change_item(
    *, item: MenuItem, is_orderable: bool, by: Account | None, note_zh: str = "", note_en: str = ""
) -> MenuItem:
    """Change what a line says beside its course, and whether organisations may order it."""
    menu = _open(item.menu, by=by)
    item.is_orderable, item.note_zh, item.note_en = is_orderable, note_zh, note_en
    save_checked(item)
    _changed(menu, by=by)
    record(verb="change_item", subject=menu, by=by, subdistrict=menu.subdistrict, course=str(item.version))
    return item


@transaction.atomic
def remove_item(*, item: MenuItem, by: Account | None) -> None:
    """Take a line off a draft; classes opened from it stay."""
    menu = _open(item.menu, by=by)
    title = item.version.title_zh
    item.delete()
    _changed(menu, by=by)
    record(verb="remove_item", subject=menu, by=by, subdistrict=menu.subdistrict, course=title)


@transaction.atomic
def arrange_items(*, menu: QuarterMenu, order: Sequence[int], by: Account | None) -> None:
    """Put the lines of a draft in this order of their keys; every line exactly once."""
    menu = _open(menu, by=by)
    items = {item.pk: item for item in menu.items.select_for_update()}
    refuse_other_order(list(order), set(items))
    for position, key in enumerate(order, start=1):
        items[key].position = position
    MenuItem.objects.bulk_update(items.values(), ["position"])
    _changed(menu, by=by)
    record(verb="arrange_items", subject=menu, by=by, subdistrict=menu.subdistrict)


@transaction.atomic
def check_menu(*, menu: QuarterMenu, by: Account | None) -> QuarterMenu:
    """Say, as a second person, that a draft is right."""
    menu = _locked(menu)
    require_checker(by=by, subdistrict=menu.subdistrict)
    refuse_unless_in(menu.state, MenuState.DRAFT)
    refuse_check(items=menu.items.count(), drafter=menu.drafted_by_id, by=None if by is None else by.pk)
    menu.checked_by, menu.checked_at = by, clock.now()
    return _move(menu, MenuState.CHECKED, verb="check_menu", by=by)


@transaction.atomic
def send_back_menu(
    *, menu: QuarterMenu, reason_zh: str, by: Account | None, reason_en: str = ""
) -> QuarterMenu:
    """Make a checked menu a draft again, and say why."""
    menu = _locked(menu)
    require_checker(by=by, subdistrict=menu.subdistrict)
    refuse_unless_in(menu.state, MenuState.CHECKED)
    return _back(menu, (reason_zh, reason_en), verb="send_back_menu", by=by)


@transaction.atomic
def publish_menu(*, menu: QuarterMenu, by: Account | None) -> QuarterMenu:
    """Show a checked menu to everybody, with the classes opened from it."""
    menu = _locked(menu)
    require_checker(by=by, subdistrict=menu.subdistrict)
    refuse_unless_in(menu.state, MenuState.CHECKED)
    menu.published_by, menu.published_at = by, clock.now()
    menu.reason_zh = menu.reason_en = ""
    classes = classes_of(menu).filter(is_public=False).update(is_public=True)
    return _move(menu, MenuState.PUBLISHED, verb="publish_menu", by=by, classes=classes)


@transaction.atomic
def withdraw_menu(
    *, menu: QuarterMenu, reason_zh: str, by: Account | None, reason_en: str = ""
) -> QuarterMenu:
    """Take a published menu back to be amended; the public reads why. Classes and seats stay."""
    menu = _locked(menu)
    require_checker(by=by, subdistrict=menu.subdistrict)
    refuse_unless_in(menu.state, MenuState.PUBLISHED)
    return _back(menu, (reason_zh, reason_en), verb="withdraw_menu", by=by)


def _locked(menu: QuarterMenu) -> QuarterMenu:
    rows = QuarterMenu.objects.select_for_update(of=("self",)).select_related("subdistrict")
    return rows.get(pk=menu.pk)


def _open(menu: QuarterMenu, *, by: Account | None) -> QuarterMenu:
    """Return a draft that `by` may change."""
    menu = _locked(menu)
    require_runner(by=by, subdistrict=menu.subdistrict)
    refuse_unless_in(menu.state, MenuState.DRAFT)
    return menu


def _put(menu: QuarterMenu, version: CourseVersion, *, by: Account | None, **fields: object) -> MenuItem:
    course = version.course
    title = Phrase(version.title_zh, version.title_en or version.title_zh)
    if course.subdistrict_id != menu.subdistrict_id:
        raise Refusal("course_elsewhere", _ELSEWHERE)
    refuse_unreviewed(title=title, number=version.number, reviewed_at=version.reviewed_at)
    refuse_retired(course.retired_at)
    older = menu.items.select_for_update().filter(version__course=course).first()
    if older is not None and older.version_id == version.pk:
        raise Refusal("already_on_menu", _ON_MENU, title=title)
    item = older or MenuItem(menu=menu, position=_last(menu) + 1)
    item.version = version
    for name, value in fields.items():
        setattr(item, name, value)
    save_checked(item)
    record(verb="add_item", subject=menu, by=by, subdistrict=menu.subdistrict, course=version.title_zh)
    return item


def _changed(menu: QuarterMenu, *, by: Account | None) -> None:
    menu.drafted_by = by
    menu.save(update_fields=["drafted_by"])


def _back(menu: QuarterMenu, reason: tuple[str, str], *, verb: str, by: Account | None) -> QuarterMenu:
    refuse_without_reason(reason[0])
    menu.reason_zh, menu.reason_en = reason
    menu.checked_by = menu.checked_at = None
    return _move(menu, MenuState.DRAFT, verb=verb, by=by, reason=reason[0])


def _move(
    menu: QuarterMenu, state: MenuState, *, verb: str, by: Account | None, **facts: object
) -> QuarterMenu:
    menu.state = state
    save_checked(menu)
    record(verb=verb, subject=menu, by=by, subdistrict=menu.subdistrict, **facts)
    return menu


def _last(menu: QuarterMenu) -> int:
    return menu.items.aggregate(last=Max("position"))["last"] or 0


def _copy_items(like: QuarterMenu, menu: QuarterMenu) -> None:
    still_offered = like.items.filter(version__course__retired_at=None)
    MenuItem.objects.bulk_create(
        MenuItem(
            menu=menu,
            version=item.version,
            position=position,
            is_orderable=item.is_orderable,
            note_zh=item.note_zh,
            note_en=item.note_en,
        )
        for position, item in enumerate(still_offered.select_related("version"), start=1)
    )
