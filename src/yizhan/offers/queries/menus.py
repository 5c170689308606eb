"""Reads about quarter menus and the classes opened from them."""

import datetime as dt

from django.db.models import Prefetch, QuerySet

from yizhan.offers.models import MenuItem, Offering, QuarterMenu, Session
from yizhan.offers.words import MenuState, OfferingKind, SessionState
from yizhan.people.models import Subdistrict


def quarter_of(day: dt.date) -> tuple[int, int]:
    """Return year and quarter of a day."""
    return day.year, (day.month + 2) // 3


def next_quarter(year: int, quarter: int) -> tuple[int, int]:
    """Return the quarter after one."""
    return (year + 1, 1) if quarter == 4 else (year, quarter + 1)


def menus_of(subdistrict: Subdistrict) -> QuerySet[QuarterMenu]:
    """Return every menu, newest quarter first."""
    return QuarterMenu.objects.filter(subdistrict=subdistrict).select_related(
        "subdistrict", "drafted_by", "checked_by", "published_by"
    )


def published_menus(subdistrict: Subdistrict) -> QuerySet[QuarterMenu]:
    """Return the menus everybody may read, newest quarter first."""
    return menus_of(subdistrict).filter(state=MenuState.PUBLISHED)


def current_menu(subdistrict: Subdistrict, *, today: dt.date) -> QuarterMenu | None:
    """Return the published menu of this quarter, else the newest before it, else the next one."""
    rows = list(published_menus(subdistrict))
    so_far = [menu for menu in rows if (menu.year, menu.quarter) <= quarter_of(today)]
    return so_far[0] if so_far else rows[-1] if rows else None


def items_of(menu: QuarterMenu) -> QuerySet[MenuItem]:
    """Return the lines of a menu with everything a page shows of them, in a constant number of queries."""
    sessions = (
        Session.objects.exclude(state=SessionState.CANCELLED)
        .select_related("room", "lecturer")
        .order_by("starts_at")
    )
    classes = (
        Offering.objects.filter(kind__in=[OfferingKind.CLASS, OfferingKind.CLUB])
        .select_related("station", "room")
        .prefetch_related(Prefetch("sessions", queryset=sessions))
        .order_by("slug")
    )
    return menu.items.select_related(
        "menu", "version__course__provider", "version__reviewer"
    ).prefetch_related(Prefetch("offerings", queryset=classes))


def classes_of(menu: QuarterMenu) -> QuerySet[Offering]:
    """Return the classes opened from a menu."""
    kinds = [OfferingKind.CLASS, OfferingKind.CLUB]
    return Offering.objects.filter(menu_item__menu=menu, kind__in=kinds)
