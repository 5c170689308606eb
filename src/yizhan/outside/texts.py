"""
Text messages leave through a gateway: a protocol, a mailbox in a file for laptops, and none at all.

A real gateway is one class with `send`, named by `YIZHAN_TEXT_GATEWAY` (docs/methods/contacts.md shows one).
"""

import datetime as dt
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal

#: The mailbox of a laptop forgets: it is emptied when it is full, and shows one day.
FULL_BYTES = 200_000
KEPT_FOR = dt.timedelta(days=1)

_NO_GATEWAY = Phrase(
    "短信暂时发不出去。请打电话或到窗口，由工作人员代办，机会相同。",
    "Text messages cannot be sent at present. Telephone or come to the counter: staff will do it for you,"
    " with the same chance.",
)


class TextGateway(Protocol):
    """Sends one text message, or raises a `Refusal`; made with the folder in which it may keep files."""

    def __init__(self, home: Path) -> None: ...

    def send(self, *, phone: str, text: str) -> None:
        """Hand a message over; returning means that it is on its way."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message in the mailbox of a laptop."""

    at: str
    phone: str
    text: str


class FileMailbox:
    """Keeps messages in a file of the laptop instead of sending them, the newest last."""

    def __init__(self, home: Path) -> None:
        self.path = home / "mailbox.jsonl"

    def send(self, *, phone: str, text: str) -> None:
        """Put a message into the mailbox; several at once each add a line of their own."""
        letter = Letter(clock.now().isoformat(timespec="seconds"), phone, text)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.path.exists() and self.path.stat().st_size > FULL_BYTES:
            self.path.unlink(missing_ok=True)
        self.path.touch(mode=0o600)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(_line(letter))

    def letters(self) -> list[Letter]:
        """Return what arrived within the last day, oldest first."""
        if not self.path.exists():
            return []
        oldest = (clock.now() - KEPT_FOR).isoformat(timespec="seconds")
        lines = self.path.read_text(encoding="utf-8").splitlines()
        letters = [Letter(**json.loads(line)) for line in lines if line]
        return [letter for letter in letters if letter.at >= oldest]

    def forget(self, phones: Collection[str]) -> None:
        """Take out what was sent to these telephones, and whatever is older than a day."""
        if self.path.exists():
            kept = [letter for letter in self.letters() if letter.phone not in phones]
            self.path.write_text("".join(_line(letter) for letter in kept), encoding="utf-8")


def _line(letter: Letter) -> str:
    return json.dumps(asdict(letter), ensure_ascii=False) + "\n"


class NoGateway:
    """Stands where no gateway is named: refuses, and staff act for callers."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def send(self, *, phone: str, text: str) -> None:  # noqa: ARG002 - the protocol's signature
        """Refuse to send."""
        raise Refusal("no_gateway", _NO_GATEWAY)
