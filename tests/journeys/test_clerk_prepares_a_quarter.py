"""A clerk prepares a quarter of old and new courses; a head approves; residents read it."""

import io

import pytest
from docx import Document
from openpyxl import load_workbook

from browsing import DESK, PHONE
from factories.menus import make_menu
from factories.offers import make_provider, make_version
from factories.people import make_subdistrict
from factories.studies import PASSWORD, make_planner
from yizhan.offers.words import MenuState
from yizhan.people.words import RoleName

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db):
    """A clerk and a head of a sub-district with a published menu."""
    place = make_subdistrict(name_zh="测试街道", name_en="Testtown")
    provider = make_provider(place, name_zh="社区党校")
    version = make_version(place, provider=provider, title_zh="书法入门")
    make_menu(place, version, year=2026, quarter=1, state=MenuState.PUBLISHED)
    return make_planner(place, RoleName.CLERK), make_planner(place, RoleName.HEAD)


def sign_in(page, account):
    page.goto("/console/sign-in/")
    page.get_by_label("用户名").fill(account.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").press("Enter")
    page.wait_for_selector(".signout")


def filled(page, tmp_path, *rows):
    with page.expect_download() as download:
        page.get_by_role("link", name="下载模板").click()
    book = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    for row in rows:
        book.worksheets[0].append(row)
    path = tmp_path / "courses.xlsx"
    book.save(path)
    return path


def test_clerk_prepares_a_quarter(window, people, tmp_path):
    clerk, head = people
    page = window(DESK, accept_downloads=True)
    sign_in(page, clerk)
    page.get_by_role("link", name="课程与菜单").click()
    page.get_by_text("起草一个季度").click()
    page.get_by_role("button", name="起草").click()
    assert page.locator(".lines h3").all_inner_texts() == ["书法入门"]
    page.get_by_role("link", name="从 Excel 导入课程").click()
    sheet = filled(
        page,
        tmp_path,
        ["沪语会话", "文化", "社区党校", "", "", 90, 6, 24, "投影", "Shanghainese", "", ""],
        ["八段锦", "技能", "社区党校", "", "", 60, 8, 40, "空旷地面", "Baduanjin", "", "穿宽松衣服"],
    )
    page.get_by_label("Excel 文件（.xlsx）").set_input_files(sheet)
    page.get_by_role("button", name="导入").click()
    assert "新课程 2 门待审核" in page.inner_text(".told")

    other = window(DESK)
    sign_in(other, head)
    other.goto("/console/courses/reviews/")
    for box in other.get_by_role("checkbox").all():
        box.check()
    other.get_by_label("通过后加入哪份菜单").select_option(index=1)
    other.get_by_role("button", name="审核通过所选").click()
    other.goto("/console/menus/2026q2/")
    other.get_by_role("link", name="审核通过…").click()
    other.get_by_role("button", name="确认").click()
    other.get_by_role("link", name="发布…").click()
    other.get_by_role("button", name="确认").click()
    assert "菜单已发布" in other.inner_text(".told")

    phone = window(PHONE, scripts=False, accept_downloads=True)
    phone.goto("/menu/2026q2/")
    titles = phone.locator("[data-row] h2 a").all_inner_texts()
    assert titles == ["书法入门", "沪语会话", "八段锦"]
    with phone.expect_download() as download:
        phone.get_by_role("link", name="下载 Word").click()
    table = Document(io.BytesIO(download.value.path().read_bytes())).tables[0]
    assert [row.cells[1].text for row in table.rows[1:]] == titles
