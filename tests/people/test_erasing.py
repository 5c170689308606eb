"""Erasing really erases: nothing of a person is left in any column of any table."""

import datetime as dt

from django.apps import apps
from django.db import models

from factories.people import make_subdistrict
from factories.rounds import make_contact
from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.people import actions
from yizhan.people.models import Contact, Message, Participant, SignInCode


def everything_written() -> str:
    """Every text the database holds, run together."""
    texts = []
    for model in apps.get_models():
        fields = [
            f.name
            for f in model._meta.concrete_fields
            if isinstance(f, models.CharField | models.TextField | models.JSONField)
        ]
        texts += (
            [str(value) for row in model._default_manager.values_list(*fields) for value in row]
            if fields
            else []
        )
    return "\n".join(texts)


def make_known_contact() -> Contact:
    contact = make_contact(make_subdistrict(), phone="13812341234", name="独一无二的名字")
    actions.add_participant(contact=contact, name="小小明", is_child=True, guardian_consents=True, by=None)
    actions.tell(contacts=[contact], text=Phrase("独一无二的消息", "a message of its own"), by=None)
    SignInCode.objects.create(
        subdistrict=contact.subdistrict,
        phone=contact.phone,
        digest="0" * 64,
        created_at=clock.now(),
        expires_at=clock.now(),
    )
    return contact


def test_due_contact_leaves_an_empty_row(db: None) -> None:
    contact = make_known_contact()
    assert actions.erase_due(today=contact.erase_on - dt.timedelta(days=1), by=None) == 0
    assert "13812341234" in everything_written()
    assert actions.erase_due(today=contact.erase_on, by=None) == 1
    left = everything_written()
    assert [word for word in ("13812341234", "独一无二", "小小明", "of its own") if word in left] == []
    assert (Contact.objects.count(), Participant.objects.count(), Message.objects.count()) == (1, 2, 0)


def test_contact_who_asks_is_erased_at_once(db: None) -> None:
    contact = make_known_contact()
    actions.erase_now(contact=contact, by=None)
    actions.erase_now(contact=contact, by=None)
    assert "13812341234" not in everything_written()
    assert Contact.objects.get().erased_at is not None


def test_same_number_begins_anew(db: None) -> None:
    contact = make_known_contact()
    actions.erase_now(contact=contact, by=None)
    again = actions.find_contact(subdistrict=contact.subdistrict, phone="13812341234", name="新名字", by=None)
    assert again.pk != contact.pk


def test_seat_keeps_a_contact_until_thirty_days_after(db: None) -> None:
    contact = actions.find_contact(subdistrict=make_subdistrict(), phone="13812341234", name="某人", by=None)
    last = clock.now().date() + dt.timedelta(days=90)
    actions.keep_until(contact=contact, last_day=last, by=None)
    actions.keep_until(contact=contact, last_day=last - dt.timedelta(days=50), by=None)
    assert Contact.objects.get().erase_on == last + dt.timedelta(days=30)


def test_old_codes_go(db: None, clock_at) -> None:
    make_known_contact()
    now = clock.now()
    clock_at(now + dt.timedelta(hours=3))
    actions.erase_due(today=now.date(), by=None)
    assert not SignInCode.objects.exists()


def test_what_was_told_in_the_moment_of_erasing_goes_with_the_next_round(db: None) -> None:
    contact = make_known_contact()
    actions.erase_now(contact=contact, by=None)
    actions.tell(contacts=[contact], text=Phrase("迟到的话", "late words"), by=None)
    assert contact.phone in everything_written()
    actions.erase_due(today=clock.now().date(), by=None)
    assert contact.phone not in everything_written()


def test_letters_in_the_mailbox_go_with_the_contact(db: None, tmp_path, settings) -> None:
    settings.HOME, settings.TEXT_GATEWAY = tmp_path, "yizhan.outside.texts.FileMailbox"
    contact = make_known_contact()
    actions.send_messages(by=None)
    mailbox = tmp_path / "mailbox.jsonl"
    assert contact.phone in mailbox.read_text(encoding="utf-8")
    actions.erase_now(contact=contact, by=None)
    assert contact.phone not in mailbox.read_text(encoding="utf-8")
