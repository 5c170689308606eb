"""Rounds for everybody: dates in words, the list and the draw as files, one's own ticket."""

import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories.offers import make_offering, make_session
from factories.rounds import make_contact
from factories.towns import NOON, Town
from yizhan.offers.models import Offering
from yizhan.people.words import Channel
from yizhan.plans.actions.draws import draw_round, freeze_round
from yizhan.portal.seats.spans import left_words
from yizhan.rounds.actions.entering import enter
from yizhan.rounds.models import Draw, Entry, RoundOffering, SignUpRound
from yizhan.rounds.words import RoundState

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def drawn(
    evening: SignUpRound, classes: list[Offering], clock_at: Callable[[dt.datetime], None]
) -> SignUpRound:
    """Nine entries for three classes of two seats, drawn with a typed value."""
    Offering.objects.update(seats=2)
    for row in classes:
        row.seat_count.total = 2
        row.seat_count.save(update_fields=["total"])
    for number in range(9):
        contact = make_contact(evening.subdistrict)
        wishes = [Offering.objects.get(pk=classes[(number + step) % 3].pk) for step in range(2)]
        enter(
            sign_up_round=evening,
            contact=contact,
            participants=list(contact.participants.all()),
            wishes=wishes,
            channel=Channel.WEB,
            by=None,
        )
    clock_at(evening.closes_at + dt.timedelta(minutes=1))
    freeze_round(sign_up_round=evening, by=None, source_name="test-lottery")
    clock_at(evening.draw_at + dt.timedelta(minutes=1))
    draw_round(sign_up_round=evening, by=None, typed="03 08 15 22 27 31 + 09")
    return SignUpRound.objects.get(pk=evening.pk)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (dt.timedelta(days=2, hours=3, minutes=59), "还有 2 天 3 小时"),
        (dt.timedelta(hours=1, minutes=5), "还有 1 小时 5 分钟"),
        (dt.timedelta(seconds=20), "还有 1 分钟"),
        (dt.timedelta(0), ""),
    ],
)
def test_what_is_left_is_said_without_a_script(left: dt.timedelta, words: str) -> None:
    assert left_words(NOON + left, now=NOON) == words


def test_open_round_says_everything(client: Client, evening: SignUpRound) -> None:
    html = client.get("/rounds/evening/").content.decode()
    assert "正在报名" in html
    assert "还有 2 天 23 小时" in html
    assert html.count("加入志愿") == 3
    assert "怎么摇号" in html
    assert client.get("/rounds/evening/list.txt").status_code == 404


def test_draft_is_for_staff_only(client: Client, evening: SignUpRound) -> None:
    SignUpRound.objects.update(state=RoundState.DRAFT)
    assert client.get("/rounds/evening/").status_code == 404
    assert "evening" not in client.get("/rounds/").content.decode()


def test_list_is_what_was_hashed_and_names_nobody(client: Client, drawn: SignUpRound) -> None:
    content = client.get("/rounds/evening/list.txt").content
    assert sha256(content).hexdigest() == Draw.objects.get().list_hash
    text = content.decode()
    assert [entry.contact.phone for entry in Entry.objects.all() if entry.contact.phone in text] == []
    assert "示例人员" not in text
    assert "web" not in text


def test_published_draw_is_reproduced_by_the_script_we_offer(
    client: Client, drawn: SignUpRound, tmp_path: Path
) -> None:
    script = finders.find("portal/verify_draw.py.txt")
    assert Path(script).read_bytes() == (ROOT / "docs/draw/verify_draw.py").read_bytes()
    published = client.get("/rounds/evening/draw.json").content
    ran = subprocess.run([sys.executable, script], input=published, capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")
    forged = published.replace(b'"drawn": [', b'"drawn": [["X"], ') if b'"drawn": [' in published else None
    forged = forged or published.replace(b'"drawn":[', b'"drawn":[["X"],')
    assert (
        subprocess.run([sys.executable, script], input=forged, capture_output=True, check=False).returncode
        == 1
    )


def test_long_texts_stay_in_the_database(client: Client, drawn: SignUpRound) -> None:
    with CaptureQueriesContext(connection) as seen:
        html = client.get("/rounds/evening/").content.decode()
    assert "announced test-lottery" in html
    assert "摇号文件（JSON）" in html
    asked = [one["sql"] for one in seen if "rounds_draw" in one["sql"]]
    assert all('"rounds_draw"."published"' not in sql for sql in asked)


def test_everybody_finds_their_ticket(client: Client, drawn: SignUpRound) -> None:
    entry = Entry.objects.get(place=1)
    html = client.get("/rounds/evening/", {"ticket": entry.ticket.lower()}).content.decode()
    assert "摇号排在第 1 位，共 9 份报名。" in html
    assert "：得到名额" in html
    last = Entry.objects.get(place=9)
    assert "候补第" in client.get("/rounds/evening/", {"ticket": last.ticket}).content.decode()


@pytest.mark.parametrize("given", ["nonsense", "<i>x", "00000000000X", "0" * 500])
def test_mistyped_ticket_is_said(client: Client, drawn: SignUpRound, given: str) -> None:
    answer = client.get("/rounds/evening/", {"ticket": given})
    assert answer.status_code == 200
    assert "<i>x" not in answer.content.decode()


def test_few_wishes_are_hidden(client: Client, evening: SignUpRound, classes: list[Offering]) -> None:
    for number in range(5):
        if number == 4:
            assert "份志愿" not in client.get("/rounds/evening/").content.decode()
        contact = make_contact(evening.subdistrict)
        people = list(contact.participants.all())
        named = {"participants": people, "wishes": classes[:1], "channel": Channel.WEB, "by": None}
        enter(sign_up_round=evening, contact=contact, **named)
    cache.clear()
    assert "已有 5 份志愿" in client.get("/rounds/evening/").content.decode()


def test_queries_do_not_grow_with_offerings(client: Client, evening: SignUpRound, town: Town) -> None:
    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as seen:
            client.get("/rounds/evening/")
        return len(seen)

    few = queries()
    for _ in range(3):
        more = make_offering(town.centre)
        make_session(more, NOON + dt.timedelta(days=9))
        RoundOffering.objects.create(round=evening, offering=more)
    assert queries() == few
    assert few <= 12
    assert settings.DEBUG is False
