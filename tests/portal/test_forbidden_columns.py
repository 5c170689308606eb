"""Nothing is stored about people that is not needed: no column for it exists in any table."""

import re

import pytest
from django.apps import apps
from django.db import models

from yizhan.people.models import Account, Contact, Message, Participant, SignInCode

#: Identity numbers, bodies, beliefs, health, tracks, devices, scores; domain list of negative acceptance.
FORBIDDEN = re.compile(
    r"id_?(card|number)|identity|passport|face|finger|biometr|photo|selfie|party_member|political|religio|ethnic"
    r"|diagnos|medicin|disease|birth|gender|sex|latitude|longitude|gps|track|imei|mac_addr|user_?agent|ip_addr"
    r"|\bip\b|points|badge|likes|league|blacklist|credit_score",
    re.IGNORECASE,
)
#: Where a resident may appear at all, and with what: everything else is about places, courses and seats.
RESIDENTS = {
    Contact: {"id", "subdistrict", "phone", "name", "created_at", "erase_on", "erased_at"},
    Participant: {"id", "contact", "name", "is_child", "guardian_consented_at"},
    SignInCode: {"id", "subdistrict", "phone", "digest", "created_at", "expires_at", "tries", "used_at"},
    Message: {
        "id", "subdistrict", "contact", "phone", "channel", "text_zh", "text_en", "created_at", "sent_at"
    },
    Account: {"id", "username", "display_name", "password", "last_login", "is_active"},
}  # fmt: skip


def columns() -> list[tuple[type[models.Model], str]]:
    ours = [model for model in apps.get_models() if model.__module__.startswith("yizhan.")]
    return [(model, field.name) for model in ours for field in model._meta.get_fields() if field.concrete]


def test_no_table_has_a_forbidden_column() -> None:
    assert [(model.__name__, name) for model, name in columns() if FORBIDDEN.search(name)] == []


@pytest.mark.parametrize("name", ["id_card_number", "face_hash", "gps_track", "points", "party_member"])
def test_the_search_would_find_them(name: str) -> None:
    assert FORBIDDEN.search(name)


@pytest.mark.parametrize("model", RESIDENTS, ids=lambda model: model.__name__)
def test_people_have_these_columns_and_no_others(model: type[models.Model]) -> None:
    assert {field.name for field in model._meta.concrete_fields} == RESIDENTS[model]


def test_telephones_stand_where_they_are_erased() -> None:
    """A resident's number stands where `erase_due` empties it; others are of stations and firms."""
    holding = {model.__name__ for model, name in columns() if "phone" in name}
    assert holding - {"Station", "Provider"} == {"Contact", "SignInCode", "Message"}
