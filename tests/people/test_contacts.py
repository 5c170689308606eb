"""Contacts: numbers in one form, families, messages, corrections."""

import datetime as dt
from pathlib import Path

import pytest
from django.test import override_settings

from factories.people import make_account, make_subdistrict
from factories.refusing import refused
from factories.rounds import make_contact
from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.text import masked
from yizhan.outside.texts import FileMailbox
from yizhan.people import actions
from yizhan.people.models import AuditEntry, Contact, Message
from yizhan.people.queries import calls_to_make, copy_of
from yizhan.people.rules.contacts import checked_name, normalised_phone
from yizhan.people.words import RoleName


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("13812341234", "13812341234"),
        ("138 1234 1234", "13812341234"),
        ("138-1234-1234", "13812341234"),
        ("+86 138 1234 1234", "13812341234"),
        ("0086-13812341234", "13812341234"),
        ("8613812341234", "13812341234"),
        ("１３８１２３４１２３４", "13812341234"),
        ("021-65950000", "021-65950000"),
        ("02165950000", "021-65950000"),
        ("(021) 6595 0000", "021-65950000"),
        ("+86 21 6595 0000", "021-65950000"),
        ("0571-87654321", "0571-87654321"),
        ("021-65950000转801", "021-65950000-801"),
    ],
)
def test_number_has_one_form(given: str, stored: str) -> None:
    assert normalised_phone(given) == stored


@pytest.mark.parametrize(
    "given",
    [
        "",
        "12345",
        "65950000",
        "12812341234",
        "1381234123",
        "138123412345",
        "abc",
        "0000-0000",
        "13812341234\x00",
        "1381234123\u0664",
    ],
)
def test_nonsense_is_refused(given: str) -> None:
    refused("bad_phone", normalised_phone, given=given)


@pytest.mark.parametrize(
    ("given", "code"),
    [("  ", "name_missing"), ("王" * 41, "name_too_long"), ("310109199001011234", "name_with_digits")],
)
def test_name_is_a_name(given: str, code: str) -> None:
    refused(code, checked_name, given=given)


def test_masked_number_tells_its_owner_only() -> None:
    assert masked("13812341234") == "138****1234"
    assert masked("") == "****"


def test_contact_is_found_again_in_any_writing(db: None) -> None:
    place = make_subdistrict()
    first = actions.find_contact(subdistrict=place, phone="138 1234 1234", name="李女士", by=None)
    again = actions.find_contact(subdistrict=place, phone="+8613812341234", name="别的", by=None)
    assert (again.pk, again.name) == (first.pk, "李女士")
    assert [one.name for one in first.participants.all()] == ["李女士"]
    assert first.erase_on == clock.now().date() + dt.timedelta(days=30)


def test_two_sub_districts_know_nothing_of_each_other(db: None) -> None:
    pair = [
        actions.find_contact(subdistrict=make_subdistrict(), phone="13812341234", name="李女士", by=None)
        for _ in range(2)
    ]
    assert pair[0].pk != pair[1].pk


def test_child_needs_consent(db: None) -> None:
    contact = make_contact(make_subdistrict())
    refused("consent_missing", actions.add_participant, contact=contact, name="小明", is_child=True, by=None)
    child = actions.add_participant(
        contact=contact, name="小明", is_child=True, guardian_consents=True, by=None
    )
    assert child.guardian_consented_at is not None
    assert AuditEntry.objects.filter(verb="record_consent").count() == 1


def test_family_has_an_end(db: None) -> None:
    contact = make_contact(make_subdistrict())
    for _ in range(11):
        actions.add_participant(contact=contact, name="家人", by=None)
    refused("too_many_participants", actions.add_participant, contact=contact, name="家人", by=None)


def test_only_staff_change_a_number(db: None) -> None:
    place = make_subdistrict()
    contact, other = make_contact(place), make_contact(place)
    stranger, clerk = make_account(), make_account(place, RoleName.CLERK)
    refused("may_not_run", actions.change_phone, contact=contact, phone="13712341234", by=stranger)
    refused("phone_taken", actions.change_phone, contact=contact, phone=other.phone, by=clerk)
    assert actions.change_phone(contact=contact, phone="137 1234 1234", by=clerk).phone == "13712341234"


def test_message_is_written_in_both_languages(db: None) -> None:
    contact = make_contact(make_subdistrict())
    text = Phrase("“{name}”改到 {day}。", "“{name}” moves to {day}.")
    [message] = actions.tell(
        contacts=[contact], text=text, by=None, name=Phrase("书法", "Calligraphy"), day="6月1日"
    )
    assert (message.text_zh, message.text_en) == ("“书法”改到 6月1日。", "“Calligraphy” moves to 6月1日.")
    assert Message.objects.get().phone == contact.phone


def test_erased_contact_is_told_nothing(db: None) -> None:
    contact = make_contact(make_subdistrict())
    actions.erase_now(contact=contact, by=None)
    gone = Contact.objects.get(pk=contact.pk)
    assert actions.tell(contacts=[gone], text=Phrase("好", "good"), by=None) == []


def test_texts_go_to_mobiles_and_calls_to_the_desk(db: None, tmp_path: object) -> None:
    place = make_subdistrict()
    mobile, landline = make_contact(place), make_contact(place, phone="021-65950000")
    actions.tell(contacts=[landline, mobile], text=Phrase("改期", "moved"), by=None)
    with override_settings(HOME=tmp_path, TEXT_GATEWAY="yizhan.outside.texts.FileMailbox"):
        assert actions.send_messages(by=None) == 1
        assert actions.send_messages(by=None) == 0
    [letter] = FileMailbox(tmp_path).letters()
    assert (letter.phone, letter.text) == (mobile.phone, "改期")
    [call] = calls_to_make(place)
    actions.note_call(message=call, by=None)
    assert not calls_to_make(place).exists()


def test_nothing_is_lost_without_a_gateway(db: None) -> None:
    actions.tell(contacts=[make_contact(make_subdistrict())], text=Phrase("改期", "moved"), by=None)
    with override_settings(TEXT_GATEWAY="yizhan.outside.texts.NoGateway"):
        assert actions.send_messages(by=None) == 0
    assert Message.objects.get().sent_at is None


def test_a_message_that_is_refused_holds_up_no_other(db: None, tmp_path: Path) -> None:
    place = make_subdistrict()
    people = [make_contact(place, phone=f"1390000000{last}") for last in (1, 2, 3)]
    actions.tell(contacts=people, text=Phrase("改期", "moved"), by=None)
    with override_settings(HOME=tmp_path, TEXT_GATEWAY="factories.gateways.Choosy"):
        assert actions.send_messages(by=None) == 2
    assert Message.objects.get(sent_at=None).contact == people[0]


def test_what_was_sent_stays_sent_when_the_gateway_breaks(db: None, tmp_path: Path) -> None:
    place = make_subdistrict()
    people = [make_contact(place, phone=f"1390000000{last}") for last in (2, 9, 3)]
    for person in people:
        actions.tell(contacts=[person], text=Phrase("改期", "moved"), by=None)
    with (
        override_settings(HOME=tmp_path, TEXT_GATEWAY="factories.gateways.Choosy"),
        pytest.raises(ConnectionError),
    ):
        actions.send_messages(by=None)
    assert [one.contact for one in Message.objects.exclude(sent_at=None)] == [people[0]]


def test_copy_holds_everything(db: None) -> None:
    contact = make_contact(make_subdistrict())
    actions.add_participant(contact=contact, name="小明", is_child=True, guardian_consents=True, by=None)
    actions.tell(contacts=[contact], text=Phrase("改期", "moved"), by=None)
    copy = copy_of(contact)
    assert (copy["phone"], copy["name"]) == (contact.phone, contact.name)
    assert [one["name"] for one in copy["participants"]] == [contact.name, "小明"]
    assert [one["text"] for one in copy["messages"]] == ["改期"]
