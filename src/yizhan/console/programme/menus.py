"""Quarter menus: the list, and the editor in which lines are added, noted, arranged and removed."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yizhan.console.desk import Desk, found, show, staff
from yizhan.console.programme.courses import waiting
from yizhan.console.programme.files import sent
from yizhan.console.programme.forms import ItemForm, MenuForm
from yizhan.console.programme.refused import accepted, done
from yizhan.foundation import clock
from yizhan.offers.actions.menus import add_item, arrange_items, change_item, draft_menu, remove_item
from yizhan.offers.models import CourseVersion, MenuItem, QuarterMenu
from yizhan.offers.queries.courses import courses_of, newest_reviewed
from yizhan.offers.queries.menu_files import excel_file, word_file
from yizhan.offers.queries.menu_grid import class_words, title_words
from yizhan.offers.queries.menus import items_of, menus_of, next_quarter, quarter_of
from yizhan.offers.words import MenuState
from yizhan.people.queries import entries_about
from yizhan.people.rules import may_check


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def menus(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the menus; on POST begin one."""
    rows = menus_of(desk.place)
    form = MenuForm(place=desk.place, initial=_next(rows))
    if request.method == "POST":
        form = MenuForm(request.POST, place=desk.running().place)
        if form.is_valid():
            row = accepted(
                form, lambda: draft_menu(subdistrict=desk.place, by=desk.account, **form.cleaned_data)
            )
            if row is not None:
                return redirect("console:menu", row.year, row.quarter)
    context = {"rows": rows, "form": form} | waiting(desk)
    return show(
        request, "console/menus.html", context, status=400 if form.is_bound else 200, page="programme"
    )


def _next(rows: Any) -> dict[str, Any]:
    """Return the quarter after the newest menu, to begin with its courses."""
    newest = rows.first()
    quarter = quarter_of(clock.now().date())
    if newest is not None:
        quarter = next_quarter(newest.year, newest.quarter)
    return {"year": quarter[0], "quarter": quarter[1], "like": newest}


@require_safe
@staff
def menu(request: HttpRequest, desk: Desk, year: int, quarter: int) -> HttpResponse:
    """Show a menu; a draft can be edited."""
    row = menu_here(desk, year, quarter)
    items = list(items_of(row))
    on_menu = {item.version.course_id: item.version for item in items}
    offered = [version for one in courses_of(desk.place) if (version := _to_add(one, on_menu))]
    context = {
        "menu": row,
        "lines": [_line(item) for item in items],
        "offered": offered,
        "is_draft": row.state == MenuState.DRAFT,
        "may_check": may_check(desk.roles),
        "is_mine": row.drafted_by_id == desk.account.pk,
        "order": " ".join(str(item.pk) for item in items),
        "entries": entries_about(row)[:10],
    }
    return show(request, "console/menu.html", context | waiting(desk), page="programme")


def menu_here(desk: Desk, year: int, quarter: int) -> QuarterMenu:
    """Return a menu of this desk's sub-district, or refuse."""
    row: QuarterMenu = found(menus_of(desk.place), year=min(year, 9999), quarter=min(quarter, 9))
    return row


def item_here(desk: Desk, year: int, quarter: int, item: int) -> MenuItem:
    """Return a line of a menu, or refuse."""
    row = menu_here(desk, year, quarter)
    rows = row.items.select_related("menu__subdistrict", "version__course__provider")
    line: MenuItem = found(rows, pk=min(item, 2**62))
    return line


def _to_add(course: Any, on_menu: dict[int, CourseVersion]) -> CourseVersion | None:
    """Return the version of a course that could go on the menu: none, or one newer than the one there."""
    version = None if course.retired_at else newest_reviewed(course)
    return None if version is None or on_menu.get(course.pk) == version else version


def _line(item: MenuItem) -> dict[str, Any]:
    initial = {name: getattr(item, name) for name in ItemForm.base_fields}
    classes = [{"row": offering, "words": class_words(offering)} for offering in item.offerings.all()]
    form = ItemForm(initial=initial, prefix=f"i{item.pk}")
    return {"row": item, "title": title_words(item.version), "classes": classes, "form": form}


@require_POST
@staff
def add(request: HttpRequest, desk: Desk, year: int, quarter: int) -> HttpResponse:
    """Put the ticked courses at the end of the menu."""
    row = menu_here(desk.running(), year, quarter)
    keys = [key for key in request.POST.getlist("version") if _is_key(key)]
    versions = CourseVersion.objects.filter(course__subdistrict=desk.place, pk__in=keys)
    added = 0
    for version in versions.select_related("course"):
        added += done(request, partial(add_item, menu=row, version=version, by=desk.account), told="")
    if added:
        messages.success(request, _("已加入 %(n)d 门课程。") % {"n": added})
    elif not keys:
        messages.error(request, _("请先勾选课程。"))
    return redirect("console:menu", year, quarter)


@require_POST
@staff
def arrange(request: HttpRequest, desk: Desk, year: int, quarter: int) -> HttpResponse:
    """Put the lines in the order given, or move one line up or down."""
    row = menu_here(desk.running(), year, quarter)
    order = [int(key) for key in request.POST.get("order", "").split() if _is_key(key)]
    for name, step in (("up", -1), ("down", 1)):
        key = request.POST.get(name, "")
        if _is_key(key):
            order = _moved(order, int(key), step)
    done(request, lambda: arrange_items(menu=row, order=order, by=desk.account), told=_("顺序已保存。"))
    return redirect("console:menu", year, quarter)


def _is_key(text: str) -> bool:
    return text.isdecimal() and len(text) < 19


def _moved(order: list[int], key: int, step: int) -> list[int]:
    """Return the order with one key moved a step; at either end it stays."""
    if key not in order:
        return order
    here = order.index(key)
    there = max(0, min(len(order) - 1, here + step))
    rest = [one for one in order if one != key]
    return [*rest[:there], key, *rest[there:]]


@require_POST
@staff
def change(request: HttpRequest, desk: Desk, *, year: int, quarter: int, item: int) -> HttpResponse:
    """Change what a line says, or take it off the menu."""
    row = item_here(desk.running(), year, quarter, item)
    if request.POST.get("step") == "remove":
        told = _("《%(title)s》已从菜单拿下；可以再从下面加回来。") % {"title": row.version.title_zh}
        done(request, lambda: remove_item(item=row, by=desk.account), told=told)
        return redirect("console:menu", year, quarter)
    form = ItemForm(request.POST, prefix=f"i{row.pk}")
    if form.is_valid():
        entered = form.cleaned_data
        done(request, lambda: change_item(item=row, by=desk.account, **entered), told=_("已保存。"))
    else:
        messages.error(request, _("备注最多 200 个字，没有保存。"))
    return redirect("console:menu", year, quarter)


@require_safe
@staff
def word(request: HttpRequest, desk: Desk, year: int, quarter: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Send a menu, also a draft, as a Word file."""
    return sent(word_file(menu_here(desk, year, quarter)))


@require_safe
@staff
def excel(request: HttpRequest, desk: Desk, year: int, quarter: int) -> HttpResponse:  # noqa: ARG001 - as above
    """Send a menu, also a draft, as an Excel file."""
    return sent(excel_file(menu_here(desk, year, quarter)))
