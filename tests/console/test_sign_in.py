"""Who gets in, and who may do what."""

from collections.abc import Callable

import pytest
from django.test import Client

from factories.people import make_account, make_subdistrict
from factories.studies import PASSWORD, make_planner
from yizhan.people.models import Account
from yizhan.people.words import RoleName
from yizhan.plans.models import Study

STUDY = "/console/studies/north-bund/"
PAGES = [
    "/console/",
    "/console/studies/",
    STUDY,
    f"{STUDY}map.json",
    f"{STUDY}streets.json",
    f"{STUDY}catchments.json?minutes=5",
    f"{STUDY}uncovered/",
    f"{STUDY}uncovered.csv",
    f"{STUDY}assumptions/",
    f"{STUDY}sites/",
    f"{STUDY}sites/magnolia/",
    f"{STUDY}computing.json",
    f"{STUDY}publications/",
    f"{STUDY}new-scenario/",
    f"{STUDY}scenarios/small/",
    f"{STUDY}scenarios/small/edit/",
    "/console/stations/",
    "/console/stations/magnolia/",
    "/console/stations/magnolia/copy/?template=centre",
    "/console/stations/magnolia/clone/",
    "/console/alliances/",
]
PLANNING = [
    f"{STUDY}compute/",
    f"{STUDY}assumptions/",
    f"{STUDY}sites/magnolia/",
    f"{STUDY}new-scenario/",
    f"{STUDY}scenarios/small/edit/",
    f"{STUDY}scenarios/small/restore/",
    f"{STUDY}scenarios/small/publish/",
]


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("page", PAGES)
def test_strangers_are_asked_to_sign_in(client: Client, db: None, language: str, page: str) -> None:
    answer = client.get(f"{language}{page}")
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"{language}/console/sign-in/?next=")


@pytest.mark.parametrize("page", PAGES)
def test_staff_read_every_page_in_both_languages(planner: Client, study: Study, page: str) -> None:
    assert [planner.get(f"{language}{page}").status_code for language in ("", "/en")] == [200, 200]


def test_pages_of_the_desk_are_never_cached(planner: Client) -> None:
    assert "no-store" in planner.get("/console/")["Cache-Control"]


@pytest.mark.parametrize("entered", [{"username": "nobody"}, {"password": "wrong-password"}])
def test_signing_in_fails_with_one_sentence(
    client: Client, planner_account: Account, entered: dict[str, str]
) -> None:
    wanted = {"username": planner_account.username, "password": PASSWORD} | entered
    answer = client.post("/en/console/sign-in/", wanted)
    assert answer.status_code == 200
    assert "Name or password is not right" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_signing_in_and_out(client: Client, planner_account: Account) -> None:
    entered = {"username": planner_account.username, "password": PASSWORD, "next": STUDY}
    assert client.post("/console/sign-in/", entered)["Location"] == STUDY
    assert client.get("/console/").status_code == 200
    assert client.post("/console/sign-out/").status_code == 302
    assert client.get("/console/").status_code == 302


def test_an_account_without_a_role_is_told_whom_to_ask(sign_in: Callable[..., Client]) -> None:
    answer = sign_in(account=make_account()).get("/en/console/")
    assert answer.status_code == 403
    assert "does not belong to a sub-district yet" in answer.content.decode()


@pytest.mark.parametrize("page", PLANNING)
def test_clerks_may_not_plan(clerk: Client, study: Study, page: str) -> None:
    answer = clerk.post(page)
    assert answer.status_code == 403
    assert "您的账号没有“规划”的权限" in answer.content.decode()


def test_clerks_are_not_offered_what_they_may_not_do(clerk: Client, answered: Study) -> None:
    page = clerk.get(STUDY).content.decode()
    assert "发布此方案" not in page
    assert "新建情景" not in page


@pytest.mark.parametrize("page", [page for page in PAGES if "north-bund" in page or "magnolia" in page])
def test_another_sub_district_sees_nothing(study: Study, page: str) -> None:
    stranger = Client()
    stranger.force_login(make_planner(make_subdistrict(), RoleName.HEAD))
    assert stranger.get(page).status_code == 404


@pytest.mark.parametrize("page", [*PLANNING, "/console/stations/magnolia/move/", "/console/sign-out/"])
def test_posts_without_a_token_are_refused(study: Study, planner_account: Account, page: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(planner_account)
    assert client.post(page).status_code == 403
