"""Signing in as residents do: a telephone, a code from the mailbox."""

import re
from pathlib import Path

from django.test import Client

from factories.rounds import make_contact
from yizhan.outside.texts import FileMailbox
from yizhan.people.models import Contact, Subdistrict


def code_in(home: Path) -> str:
    """The newest code in a laptop's mailbox."""
    return re.findall(r"验证码 (\d{6})", FileMailbox(home).letters()[-1].text)[0]


def signed_in_as(contact: Contact, home: Path, client: Client | None = None) -> Client:
    """A client that signed in through the front door."""
    client = client or Client()
    client.post("/seats/sign-in/", {"phone": contact.phone})
    answer = client.post("/seats/sign-in/", {"phone": contact.phone, "code": code_in(home)})
    assert answer.status_code == 302
    return client


def make_signed_in(subdistrict: Subdistrict, home: Path) -> tuple[Contact, Client]:
    """A contact and a client that signed in."""
    contact = make_contact(subdistrict)
    return contact, signed_in_as(contact, home)
