"""The mailbox of a laptop: keeps a day, empties itself, takes several at once; no gateway refuses."""

import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path

from factories.refusing import refused
from yizhan.foundation import clock
from yizhan.outside import texts
from yizhan.outside.texts import FileMailbox, NoGateway, TextGateway


def test_mailbox_shows_one_day(tmp_path: Path, clock_at: Callable[[dt.datetime], None]) -> None:
    mailbox = FileMailbox(tmp_path / "new" / "home")
    assert mailbox.letters() == []
    now = clock.now()
    clock_at(now - dt.timedelta(days=2))
    mailbox.send(phone="13812341234", text="旧")
    clock_at(now)
    mailbox.send(phone="13812341234", text="新\n第二行")
    assert [letter.text for letter in mailbox.letters()] == ["新\n第二行"]
    assert mailbox.path.stat().st_mode & 0o077 == 0


def test_mailbox_forgets_who_was_erased(tmp_path: Path, clock_at: Callable[[dt.datetime], None]) -> None:
    mailbox, now = FileMailbox(tmp_path), clock.now()
    mailbox.forget(["13812341234"])
    clock_at(now - dt.timedelta(days=2))
    mailbox.send(phone="13812340000", text="旧")
    clock_at(now)
    for phone in ("13812341234", "13812349999"):
        mailbox.send(phone=phone, text="新")
    mailbox.forget(["13812341234"])
    assert [letter.phone for letter in mailbox.letters()] == ["13812349999"]
    written = mailbox.path.read_text(encoding="utf-8")
    assert "13812341234" not in written
    assert "13812340000" not in written


def test_full_mailbox_is_emptied(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(texts, "FULL_BYTES", 300)
    mailbox = FileMailbox(tmp_path)
    for number in range(9):
        mailbox.send(phone="13812341234", text=f"{number}" * 60)
    assert 0 < len(mailbox.letters()) < 4
    assert mailbox.letters()[-1].text == "8" * 60


def test_several_at_once_lose_nothing(tmp_path: Path) -> None:
    mailbox = FileMailbox(tmp_path)
    threads = [
        threading.Thread(target=mailbox.send, kwargs={"phone": "13812341234", "text": str(number)})
        for number in range(24)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(int(letter.text) for letter in mailbox.letters()) == list(range(24))


def test_without_gateway_nothing_is_sent(tmp_path: Path) -> None:
    gateway: TextGateway = NoGateway(tmp_path)
    refused("no_gateway", gateway.send, phone="13812341234", text="好")
