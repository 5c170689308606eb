"""Who of a family comes: choose, add somebody, a guardian consents for a child."""

from typing import Any

from django.http import HttpRequest

from yizhan.people.actions import add_participant, find_contact
from yizhan.people.models import Contact, Participant
from yizhan.rounds.models import Booking, Entry

LONGEST = 60


def party_of(request: HttpRequest, contact: Contact, *, by: Any = None) -> list[Participant]:
    """Return who was ticked, with whoever was typed in new; a first own name is kept."""
    own = _text(request, "own_name")
    if not contact.name and own:
        find_contact(subdistrict=contact.subdistrict, phone=contact.phone, name=own, by=by)
        contact.refresh_from_db()
        chosen = list(contact.participants.all())
    else:
        keys = _keys(request)
        chosen = [one for one in contact.participants.exclude(name="") if one.pk in keys]
    name = _text(request, "new_name")
    if name:
        added = add_participant(
            contact=contact,
            name=name,
            is_child="new_child" in request.POST,
            guardian_consents="new_consent" in request.POST,
            by=by,
        )
        chosen.append(added)
    request.chosen_people = chosen  # type: ignore[attr-defined]  # read by `party_context`
    return chosen


def party_context(
    request: HttpRequest, contact: Contact, *, chosen: Entry | Booking | None = None
) -> dict[str, Any]:
    """Return the family for a form, with those ticked so far; at first, whoever is in the standing entry."""
    family = list(contact.participants.exclude(name=""))
    if hasattr(request, "chosen_people"):
        ticked = {one.pk for one in request.chosen_people}
    elif request.method == "POST":
        ticked = _keys(request)
    elif chosen is not None:
        ticked = {one.pk for one in chosen.participants.all()}
    else:
        ticked = {one.pk for one in family[:1]}
    return {
        "family": [{"row": one, "is_ticked": one.pk in ticked} for one in family],
        "typed": {} if hasattr(request, "chosen_people") else _typed(request),
        "needs_name": not contact.name,
    }


def _keys(request: HttpRequest) -> set[int]:
    return {int(key) for key in request.POST.getlist("person") if key.isdecimal() and len(key) < 19}


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: _text(request, name) for name in ("own_name", "new_name")}


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").strip()[:LONGEST]
