"""Menus and their lines."""

from itertools import count

from factories.offers import make_version
from factories.people import make_account
from yizhan.offers.models import CourseVersion, MenuItem, QuarterMenu
from yizhan.offers.words import MenuState
from yizhan.people.models import Subdistrict
from yizhan.people.words import RoleName

numbers = count(1)


def make_menu(subdistrict: Subdistrict, *versions: CourseVersion, **fields: object) -> QuarterMenu:
    """A draft of the second quarter of 2026 with these lines, drafted by a clerk."""
    values: dict[str, object] = {"year": 2026, "quarter": 2, "state": MenuState.DRAFT}
    if "drafted_by" not in fields:
        values["drafted_by"] = make_account(subdistrict, RoleName.CLERK)
    menu = QuarterMenu.objects.create(subdistrict=subdistrict, **values | fields)
    for position, version in enumerate(versions, start=1):
        MenuItem.objects.create(menu=menu, version=version, position=position)
    return menu


def make_item(subdistrict: Subdistrict, **fields: object) -> MenuItem:
    """The only line of a menu."""
    version = make_version(subdistrict, **fields)
    return make_menu(subdistrict, version).items.get()
