"""The course menu and the pages of its courses."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import MenuItem, QuarterMenu
from yizhan.offers.queries.menu_grid import menu_grid, menu_title
from yizhan.offers.queries.menus import current_menu, items_of, menus_of, published_menus
from yizhan.offers.words import MenuState
from yizhan.outside.grids import shown
from yizhan.people.models import Subdistrict
from yizhan.portal.pages import show
from yizhan.portal.programme.courses import course_context
from yizhan.portal.programme.filters import Wanted, choices, fits, wanted_of
from yizhan.portal.tenancy import subdistrict_here

_NO_SUCH_MENU = Phrase("没有这个季度的课程菜单。", "There is no course menu for this quarter.")


@require_safe
def menu(request: HttpRequest, year: int = 0, quarter: int = 0) -> HttpResponse:
    """Show the menu of a quarter, without one the menu of today."""
    place, today = subdistrict_here(), clock.now().date()
    published = list(published_menus(place))
    row = menu_here(place, year, quarter) if year else current_menu(place, today=today)
    if row is None:
        context: dict[str, Any] = {"menu": None, "withdrawn": withdrawn_menu(place)}
        return show(request, "portal/menu.html", context, place=place, page="menu")
    items = list(items_of(row))
    stations = stations_on(items)
    wanted = wanted_of(request.GET.dict(), stations=stations)
    rows = rows_of(row, items, wanted)
    context = {
        "menu": row,
        "title": menu_title(row),
        "rows": rows,
        "all": len(items),
        "wanted": wanted,
        "filters": [*choices(items, wanted), _station_filter(stations, wanted)],
        "others": [one for one in published if one.pk != row.pk],
        "here": reverse("portal:menu_of", args=[row.year, row.quarter]),
    }
    return show(request, "portal/menu.html", context, place=place, page="menu")


def menu_here(place: Subdistrict, year: int, quarter: int) -> QuarterMenu:
    """Return a published menu, or refuse."""
    row = published_menus(place).filter(year=min(year, 9999), quarter=min(quarter, 9)).first()
    if row is None:
        raise Refusal("no_such_menu", _NO_SUCH_MENU)
    return row


def withdrawn_menu(place: Subdistrict) -> QuarterMenu | None:
    """Return the newest menu that was public and is being amended, to say why."""
    return menus_of(place).filter(published_at__isnull=False).exclude(state=MenuState.PUBLISHED).first()


def rows_of(menu: QuarterMenu, items: list[MenuItem], wanted: Wanted) -> list[dict[str, Any]]:
    """Return the lines looked for, each with the cells the files show, too."""
    grid = menu_grid(menu, items)
    heads = [column.header for column in grid.columns]
    return [
        {
            "item": item,
            "course": item.version.course,
            "cells": list(zip(heads, map(shown, cells), strict=True)),
        }
        for item, cells in zip(items, grid.rows, strict=True)
        if fits(item, wanted)
    ]


def stations_on(items: list[MenuItem]) -> dict[str, Any]:
    """Return the stations with public classes of a menu, by short address."""
    classes = [offering for item in items for offering in item.offerings.all() if offering.is_public]
    return {offering.station.slug: offering.station for offering in classes}


def _station_filter(stations: dict[str, Any], wanted: Wanted) -> dict[str, Any]:
    return {"stations": sorted(stations.values(), key=lambda one: one.slug), "chosen": wanted.station}


@require_safe
def course(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one course: what it is, when and where it is held, how to take part."""
    place = subdistrict_here()
    return show(request, "portal/course.html", course_context(place, slug), place=place, page="menu")
