"""What staff type in for a caller: the way they came, who comes, wishes by rank."""

from typing import Any

from django.http import QueryDict

from yizhan.offers.models import Offering
from yizhan.people.actions import add_participant
from yizhan.people.models import Account, Contact, Participant
from yizhan.people.words import ASSISTED, Channel
from yizhan.rounds.models import SignUpRound

MOST = 20


class EntryForm:
    """The way a caller reached the desk; anything else counts as the telephone."""

    def __init__(self, posted: QueryDict) -> None:
        given = posted.get("channel", "")
        self.channel = Channel(given) if given in {one.value for one in ASSISTED} else Channel.PHONE


def entered_wishes(posted: QueryDict, row: SignUpRound) -> list[Offering]:
    """Return the offerings chosen in the boxes "wish-1", "wish-2", …; empty boxes are skipped."""
    known = {one.offering.slug: one.offering for one in row.round_offerings.all()}
    chosen = [posted.get(f"wish-{rank}", "") for rank in range(1, MOST + 1)]
    return [known[slug] for slug in chosen if slug in known]


def people_entered(posted: QueryDict, contact: Contact, *, by: Account) -> list[Participant]:
    """Return who was ticked, and whoever was typed in new; for a child the guardian's consent is noted."""
    keys = {int(key) for key in posted.getlist("person") if key.isdecimal() and len(key) < 19}
    people = [one for one in contact.participants.exclude(name="") if one.pk in keys]
    name = posted.get("new_name", "").strip()
    if name:
        facts: dict[str, Any] = {
            "is_child": "new_child" in posted,
            "guardian_consents": "new_consent" in posted,
        }
        people.append(add_participant(contact=contact, name=name, by=by, **facts))
    return people
