"""Writes about tenants, accounts, the audit, and people who hold seats."""

from yizhan.people.actions.accounts import (
    found_subdistrict,
    open_account,
    record,
    require_checker,
    require_planner,
    require_runner,
)
from yizhan.people.actions.codes import send_code, sign_in
from yizhan.people.actions.contacts import (
    add_participant,
    change_name,
    change_participant,
    change_phone,
    find_contact,
    forget_participant,
    keep_until,
)
from yizhan.people.actions.erasing import erase_due, erase_now
from yizhan.people.actions.telling import note_call, send_messages, tell

__all__ = [
    "add_participant",
    "change_name",
    "change_participant",
    "change_phone",
    "erase_due",
    "erase_now",
    "find_contact",
    "forget_participant",
    "found_subdistrict",
    "keep_until",
    "note_call",
    "open_account",
    "record",
    "require_checker",
    "require_planner",
    "require_runner",
    "send_code",
    "send_messages",
    "sign_in",
    "tell",
]
