"""What every test may lean on."""

import os
import sys

import pytest

# The browser is started by the tests that ask for it, and by no other.
pytest_plugins = ["browsing", "towns_and_clocks"]
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "client_with_rows"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that touches the database, so that it can run on each of them."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES:
            item.add_marker(pytest.mark.database)


@pytest.fixture(autouse=True)
def in_chinese() -> None:
    """Begin in the language of the source: a page asked for in English leaves its thread in English."""
    translation = sys.modules.get("django.utils.translation")
    if translation is not None:
        translation.deactivate()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep SQLite in a file, as in real life: in memory, two connections cannot race."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Turn a skip into a failure where everything is required."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and os.environ.get("YIZHAN_REQUIRE_ALL") == "1":
        report.outcome = "failed"
        report.longrepr = f"skipped although everything is required: {report.longrepr}"
