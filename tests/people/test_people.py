"""Roles and the audit."""

import pytest

from factories.people import BOX, make_account, make_subdistrict
from factories.refusing import refused
from yizhan.people import queries
from yizhan.people.actions import found_subdistrict, open_account, record, require_runner
from yizhan.people.models import AuditEntry, District
from yizhan.people.rules import may_plan, may_run, refuse_unless_planner
from yizhan.people.words import RoleName

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "plans", "runs"),
    [(RoleName.PLANNER, True, True), (RoleName.HEAD, True, True), (RoleName.CLERK, False, True)],
)
def test_roles_say_who_may_plan_and_run(role, plans, runs):
    roles = frozenset({role.value})
    assert (may_plan(roles), may_run(roles)) == (plans, runs)


def test_a_role_counts_in_its_own_subdistrict_only():
    home, other = make_subdistrict(), make_subdistrict()
    clerk = make_account(home, RoleName.CLERK)
    require_runner(by=clerk, subdistrict=home)
    refused("may_not_run", require_runner, by=clerk, subdistrict=other)
    assert [queries.runs(who, home) for who in (clerk, make_account(), None)] == [True, False, True]


def test_a_refusal_names_the_duty_in_the_readers_language():
    refusal = refused("may_not_plan", refuse_unless_planner, roles=frozenset())
    assert "规划" in refusal.say("zh")
    assert "plan" in refusal.say("en")


def test_home_is_the_subdistrict_of_a_role():
    home = make_subdistrict()
    assert queries.home_subdistrict(make_account(home, RoleName.HEAD)) == home
    assert queries.home_subdistrict(make_account()) is None


def test_found_subdistrict_shares_its_district():
    for slug in ("one", "two"):
        found_subdistrict(
            district=("hongkou", "虹口区", "Hongkou"), slug=slug, name_zh=slug, name_en=slug, box=BOX, by=None
        )
    assert District.objects.get().subdistricts.count() == 2


def test_open_account_hashes_the_password_and_keeps_it_out_of_the_audit():
    account = open_account(
        username="head",
        password="correct horse battery",
        display_name="示例",
        subdistrict=make_subdistrict(),
        role=RoleName.HEAD,
        by=None,
    )
    assert account.check_password("correct horse battery")
    assert "horse" not in str(AuditEntry.objects.values_list("facts", "subject", "verb"))


def test_the_audit_cuts_long_names_and_keeps_facts():
    home = make_subdistrict(name_zh="长" * 60)
    entry = record(verb="x", subject=home, by=None, subdistrict=home, why="示例")
    assert (len(entry.subject) <= 120, entry.facts) == (True, {"why": "示例"})
