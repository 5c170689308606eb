"""The Excel template and the sheet that comes back."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from yizhan.offers.models import Course

IMPORT = "/console/menus/2026q2/import/"


def template(client):
    return load_workbook(io.BytesIO(client.get("/console/menus/template.xlsx").content))


def filled(client, *rows):
    book, held = template(client), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(held)
    return SimpleUploadedFile("课程.xlsx", held.getvalue())


GOOD = ["茶艺", "文化", "社区党校", "", "", 90, 6, 14, "水池", "", "", "自备茶杯"]


def test_template_has_chinese_heads_lists_and_a_sample(clerk, provider):
    sheet = template(clerk).worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert heads[:3] == ["课程名称", "类型", "供给方"]
    assert sheet["A2"].value.startswith("样例：")
    assert len(sheet.data_validations.dataValidation) == 4
    lists = template(clerk).worksheets[1]
    assert lists["B1"].value == "社区党校"


def test_filled_template_is_imported_and_leads_to_the_reviews(clerk, menu):
    answer = clerk.post(IMPORT, {"file": filled(clerk, GOOD)}, follow=True)
    assert "新课程 1 门待审核" in answer.content.decode()
    assert Course.objects.filter(slug="cha-yi").exists()


def test_known_courses_go_on_the_menu(clerk, menu, versions):
    menu.items.all().delete()
    known = ["甲课", "文化", "社区党校", "", "", 90, 1, 20, "", "", "", ""]
    answer = clerk.post(IMPORT, {"file": filled(clerk, known)}, follow=True)
    assert "已有课程 1 门加入菜单" in answer.content.decode()
    assert menu.items.get().version == versions[0]


def test_mistakes_are_listed_by_row_and_column(clerk, menu):
    wrong = [*GOOD[:1], "马戏", "无名氏", *GOOD[3:]]
    answer = clerk.post(IMPORT, {"file": filled(clerk, GOOD, wrong)})
    page = answer.content.decode()
    assert answer.status_code == 400
    for words in ("第 4 行，“类型”列", "第 4 行，“供给方”列", "第 4 行，“课程名称”列", "没有导入任何内容"):
        assert words in page
    assert not Course.objects.filter(slug="cha-yi").exists()


@pytest.mark.parametrize("content", [b"", b"nonsense"])
def test_file_that_is_no_workbook_is_refused(clerk, menu, content):
    answer = clerk.post(IMPORT, {"file": SimpleUploadedFile("x.xlsx", content)})
    assert answer.status_code == 400
    assert clerk.post(IMPORT).status_code == 400


def test_only_drafts_take_imports(head, clerk, menu):
    head.post("/console/menus/2026q2/check/")
    answer = clerk.post(IMPORT, {"file": filled(clerk, GOOD)})
    assert answer.status_code == 400
    assert "目前是" in answer.content.decode()
