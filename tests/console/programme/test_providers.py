"""Providers in the console, and the page on which a provider sees its own and nothing else."""

import datetime as dt

import pytest
from django.test import Client

from factories.offers import make_lecturer, make_offering, make_provider, make_session, make_version
from factories.people import make_account
from factories.places import make_station
from yizhan.foundation import clock
from yizhan.offers.models import Provider
from yizhan.offers.queries.courses import available_times

TIMES = {
    "form-TOTAL_FORMS": 2,
    "form-INITIAL_FORMS": 0,
    "form-0-weekdays": ["0", "2"],
    "form-0-starts": "18:00",
    "form-0-ends": "21:00",
}


@pytest.fixture
def account(provider):
    account = make_account()
    provider.accounts.add(account)
    return account


@pytest.fixture
def acting(account):
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def stranger(place):
    """Another provider with a course and a session of its own."""
    other = make_provider(place, name_zh="别家学校")
    offering(place, other, "别家班")
    make_lecturer(other, name_zh="别家教师")
    return other


def offering(place, provider, name):
    version = make_version(place, provider=provider, title_zh=f"{name}课程")
    row = make_offering(make_station(subdistrict=place), version=version, name_zh=name)
    make_session(row, clock.now() + dt.timedelta(days=2))
    return row


def test_provider_is_entered_changed_and_given_accounts(clerk, place):
    answer = clerk.post("/console/providers/", {"name_zh": "社区学校", "kind": "school"})
    assert answer.headers["Location"] == "/console/providers/she-qu-xue-xiao/"
    address = answer.headers["Location"]
    assert clerk.post("/console/providers/", {"name_zh": "社区学校", "kind": "school"}).status_code == 400
    changed = {"step": "change", "name_zh": "社区学校", "kind": "society", "phone": "021-0000-0000"}
    clerk.post(address, changed)
    clerk.post(address, {"step": "lecturer", "name_zh": "甲老师", "speciality_zh": "书法"})
    account = make_account()
    clerk.post(address, {"step": "accounts", "usernames": account.username})
    row = Provider.objects.get()
    assert (row.kind, row.lecturers.get().name_zh, row.accounts.get()) == ("society", "甲老师", account)
    absent = clerk.post(address, {"step": "accounts", "usernames": "nobody"})
    assert absent.status_code == 400
    assert "没有这些账号" in absent.content.decode()
    assert row.accounts.get() == account


def test_provider_page_lists_its_courses(clerk, provider, versions):
    page = clerk.get(f"/console/providers/{provider.slug}/").content.decode()
    assert all(version.title_zh in page for version in versions)


def test_times_of_a_lecturer_are_saved_or_refused(clerk, provider):
    lecturer = make_lecturer(provider)
    address = f"/console/lecturers/{lecturer.pk}/"
    assert clerk.post(address, TIMES).status_code == 302
    (one,) = available_times(lecturer)
    assert (one.weekdays, one.starts, one.ends) == (0b101, dt.time(18), dt.time(21))
    assert "周一、周三 18:00–21:00" in clerk.get(f"/console/providers/{provider.slug}/").content.decode()
    for wrong in ({"form-0-ends": "17:00"}, {"form-0-ends": ""}, {"form-0-weekdays": []}):
        assert clerk.post(address, TIMES | wrong).status_code == 400
    assert len(available_times(lecturer)) == 1


def test_provider_is_led_to_its_page_after_signing_in(acting):
    assert acting.get("/console/").headers["Location"] == "/console/supply/"


def test_provider_sees_its_own_and_nothing_of_others(acting, place, provider, stranger):
    offering(place, provider, "本家班")
    page = acting.get("/console/supply/").content.decode()
    assert "本家班" in page
    assert "本家班课程" in page
    for words in ("别家学校", "别家班", "别家教师"):
        assert words not in page
    english = acting.get("/en/console/supply/").content.decode()
    assert "Only your own orders, courses and sessions are here" in english


def test_provider_says_when_its_lecturers_can_come(acting, provider, stranger):
    ours, theirs = make_lecturer(provider), stranger.lecturers.get()
    assert acting.post(f"/console/supply/lecturers/{ours.pk}/", TIMES).status_code == 302
    assert len(available_times(ours)) == 1
    assert acting.post(f"/console/supply/lecturers/{theirs.pk}/", TIMES).status_code == 404
    assert available_times(theirs) == []


@pytest.mark.parametrize("address", ["providers/", "courses/", "menus/", "menus/template.xlsx"])
def test_provider_does_not_see_the_staffs_pages(acting, address):
    assert acting.get(f"/console/{address}").headers["Location"] == "/console/supply/"


def test_nobody_else_has_a_providers_page(clerk, client):
    assert clerk.get("/console/supply/").status_code == 404
    assert client.get("/console/supply/").status_code == 302
