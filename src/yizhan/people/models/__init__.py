"""What is stored about tenants, staff, and for a while about people who hold seats."""

from yizhan.people.models.contacts import Contact, Message, Participant, SignInCode
from yizhan.people.models.tenants import (
    Account,
    AccountManager,
    AuditEntry,
    District,
    Role,
    Subdistrict,
)

__all__ = [
    "Account",
    "AccountManager",
    "AuditEntry",
    "Contact",
    "District",
    "Message",
    "Participant",
    "Role",
    "SignInCode",
    "Subdistrict",
]
