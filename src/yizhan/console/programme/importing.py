"""Courses from an Excel sheet: the template to fill in, and the sheet that comes back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yizhan.console.desk import Desk, language, show, staff
from yizhan.console.programme.files import sheet
from yizhan.console.programme.menus import menu_here
from yizhan.foundation.refusals import Refusal
from yizhan.offers.actions.imports import Imported, import_courses
from yizhan.offers.models import QuarterMenu
from yizhan.offers.rules import imports
from yizhan.offers.rules.imports import ManyWrong, labels_of
from yizhan.offers.words import Audience, CourseType, Function, RoomNeed
from yizhan.outside.grids import Column, Grid, Kind
from yizhan.outside.workbooks import MOST_BYTES, Choices, sheet_rows, workbook

_WIDTHS = {
    imports.TITLE: 34,
    imports.PROVIDER: 26,
    imports.SUMMARY: 40,
    imports.TITLE_EN: 30,
    imports.NOTE: 24,
}
_WHOLE = (imports.MINUTES, imports.LESSONS, imports.CAPACITY)


@require_safe
@staff
def template(request: HttpRequest, desk: Desk) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Send the sheet to fill in: Chinese headers, drop-downs, a sample row that is left out on import."""
    columns = [
        Column(name, Kind.WHOLE if name in _WHOLE else Kind.TEXT, _WIDTHS.get(name, 14))
        for name in imports.COLUMNS
    ]
    providers = list(desk.place.providers.order_by("slug").values_list("name_zh", flat=True))
    choices = {
        imports.TYPE: list(labels_of(CourseType)),
        imports.PROVIDER: providers,
        imports.AUDIENCE: list(labels_of(Audience)),
        imports.FUNCTION: list(labels_of(Function)),
    }
    content = workbook([Grid("课程", columns, [_sample(providers)])], choices=Choices(choices))
    return sheet("courses-template.xlsx", content)


def _sample(providers: list[str]) -> list[Any]:
    needs = "、".join(list(labels_of(RoomNeed))[:2])
    cells: dict[str, Any] = {
        imports.TITLE: f"{imports.SAMPLE}书法入门（这一行不会导入）",
        imports.TYPE: "文化",
        imports.PROVIDER: providers[0] if providers else "",
        imports.AUDIENCE: "所有人",
        imports.FUNCTION: "服务功能",
        imports.MINUTES: 90,
        imports.LESSONS: 6,
        imports.CAPACITY: 24,
        imports.NEEDS: needs,
        imports.TITLE_EN: "Calligraphy for beginners",
        imports.SUMMARY: "从握笔到楷书。",
        imports.NOTE: "自带毛笔",
    }
    return [cells[name] for name in imports.COLUMNS]


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def import_page(request: HttpRequest, desk: Desk, year: int, quarter: int) -> HttpResponse:
    """Take a filled sheet; what is wrong is listed by row and column, and then nothing is imported."""
    row = menu_here(desk.running(), year, quarter)
    wrong: list[str] = []
    if request.method == "POST":
        try:
            result = _imported(request, row, desk)
        except ManyWrong as many:
            wrong = [one.say(language()) for one in many.wrong]
        except Refusal as refusal:
            wrong = [refusal.say(language())]
        else:
            messages.success(request, _words(result))
            return redirect("console:reviews" if result.entered else "console:menu", *_where(row, result))
    context = {"menu": row, "wrong": wrong}
    return show(request, "console/import.html", context, status=400 if wrong else 200, page="programme")


def _where(row: QuarterMenu, result: Imported) -> tuple[int, ...]:
    return () if result.entered else (row.year, row.quarter)


def _imported(request: HttpRequest, row: QuarterMenu, desk: Desk) -> Imported:
    given = request.FILES.get("file")
    content = b"" if given is None else given.read(MOST_BYTES + 1)
    name = _("没有选文件") if given is None else str(given.name)
    rows = sheet_rows(content, file=name, wanted=imports.REQUIRED)
    return import_courses(menu=row, rows=rows, by=desk.account)


def _words(result: Imported) -> str:
    parts = (
        (result.entered, _("新课程 %(n)d 门待审核")),
        (result.added, _("已有课程 %(n)d 门加入菜单")),
        (result.present, _("%(n)d 门本来就在菜单上")),
        (result.waiting, _("%(n)d 门还在等审核")),
    )
    return _("；").join(words % {"n": number} for number, words in parts if number) or _("没有可导入的课程")
