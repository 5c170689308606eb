"""The crowd before one course: people signed in, the statements of one request, and the count afterwards."""

import datetime as dt
import json
import os
import re
import tempfile
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session as StoredSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories.offers import make_offering, make_session
from factories.rounds import make_round, make_seats
from yizhan.api.signed_in import UNTIL, WHO
from yizhan.foundation import clock
from yizhan.offers.words import SignUp
from yizhan.people.models import Contact, Participant
from yizhan.places.models import Claim
from yizhan.rounds.models import Booking, Entry, Seats, Wish
from yizhan.rounds.words import Method


@dataclass(frozen=True)
class Crowd:
    """One offering, and the cookies of everybody who wants it."""

    offering: int
    slug: str
    round_slug: str
    wishes: list[str]  # the hot course first
    cookies: list[dict[str, str]]
    contacts: list[tuple[int, int]]  # with their participants


def make(*, seats, contacts):
    offering = make_offering(sign_up=SignUp.FIRST_COME, seats=seats)
    make_seats(offering, total=seats)
    make_session(offering, clock.now() + dt.timedelta(days=30))
    make_round(offering, method=Method.FIRST_COME)
    wished = [make_offering(offering.station) for _ in range(5)]
    for each in wished:
        make_session(each, clock.now() + dt.timedelta(days=30))
    drawn = make_round(*wished)
    now = clock.now()
    rows = Contact.objects.bulk_create(
        Contact(
            subdistrict=offering.subdistrict,
            phone=f"139{number:08d}",
            name="示例",
            created_at=now,
            erase_on=now.date() + dt.timedelta(days=90),
        )
        for number in range(contacts)
    )
    people = Participant.objects.bulk_create(Participant(contact=row, name="示例") for row in rows)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    until = (now + dt.timedelta(hours=2)).isoformat()
    sessions = [
        StoredSession(
            session_key=f"storm{row.pk:027d}",
            session_data=store.encode({WHO: row.pk, UNTIL: until}),
            expire_date=now + dt.timedelta(hours=2),
        )
        for row in rows
    ]
    StoredSession.objects.bulk_create(sessions, batch_size=1000)
    cookies = [{"sessionid": one.session_key, "csrftoken": "t" * 32} for one in sessions]
    return Crowd(
        offering.pk,
        offering.slug,
        drawn.slug,
        [each.slug for each in wished],
        cookies,
        [(row.pk, person.pk) for row, person in zip(rows, people, strict=True)],
    )


def request_of(made, what):
    """Return verb, path and body of what everybody sends: a booking, or an entry with five wishes."""
    if what == "enter":
        return "PUT", f"/api/rounds/{made.round_slug}/entry", {"wishes": made.wishes}
    return "POST", "/api/bookings", {"offering": made.slug}


def script(made, what):
    """Write the statements of one request, as they were seen, as a script of pgbench for the next contact."""
    contact, participant = made.contacts[-1]
    assert contact == participant
    cookies = made.cookies[-1]
    client = Client(headers={"X-CSRFToken": "t" * 32, "host": "localhost"})
    client.cookies.load(cookies)
    verb, path, body = request_of(made, what)
    # Nearly everybody waits, so the request that is written down does too.
    total = Seats.objects.get().total
    Seats.objects.update(total=0)
    with CaptureQueriesContext(connection) as seen:
        answer = client.generic(verb, path, json.dumps(body), content_type="application/json")
    assert answer.status_code in {200, 201}, answer.content
    Seats.objects.update(total=total)
    lines = ["SELECT nextval('storm') AS contact \\gset"]
    for query in seen.captured_queries:
        text = " ".join(query["sql"].split())
        text = text.replace(f"'{cookies['sessionid']}'", "('storm' || lpad(:contact::text, 27, '0'))")
        text = re.sub(rf"\b{contact}\b", ":contact", text)
        text = _numbered(text, answer.json())
        makes = re.search(r"INSERT INTO rounds_(booking|entry) ", text)
        lines.append(text + (" \\gset" if makes else ";"))
    with connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE IF NOT EXISTS storm")
    handle, path = tempfile.mkstemp(suffix=".sql")
    os.write(handle, "\n".join(lines).encode())
    os.close(handle)
    Path(path).chmod(0o644)
    return path


def _numbered(text, answered):
    """Put the number that the database gives, and a ticket of one's own, in place of those that were seen."""
    if "ticket" in answered:
        entry = Entry.objects.get(ticket=answered["ticket"]).pk
        text = text.replace(f"'{answered['ticket']}'", "('T' || :contact)")
        return re.sub(rf"\({entry}, ", "(:id, ", text) if "INSERT" in text else text
    return re.sub(rf"\bid < {answered['id']}\b", "id < :id", text)


def statements(path):
    """Return how many statements a script has, without the one that chooses the contact."""
    return len(Path(path).read_text().splitlines()) - 1


def empty():
    """Give everything back, for the next run."""
    Claim.objects.filter(held_for__startswith="booking:").delete()
    Entry.objects.all().delete()
    Booking.participants.through.objects.all().delete()
    Booking.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("ALTER SEQUENCE storm RESTART")
        cursor.execute("VACUUM ANALYZE")


def verdict(seats, requests, what):
    """Count what the storm left behind."""
    if what == "enter":
        entries, wishes = Entry.objects.count(), Wish.objects.count()
        contacts = Entry.objects.values("contact").distinct().count()
        tickets = Entry.objects.values("ticket").distinct().count()
        exact = entries == contacts == tickets == requests and wishes == 5 * requests
        return {"entries": entries, "wishes": wishes, "contacts": contacts, "exact": exact}
    states = list(Booking.objects.values_list("state", flat=True))
    confirmed, waiting = states.count("confirmed"), states.count("waiting")
    contacts = Booking.objects.values("contact").distinct().count()
    taken = Seats.objects.get().taken
    exact = confirmed == taken == min(seats, requests) and confirmed + waiting == contacts == requests
    return {"confirmed": confirmed, "waiting": waiting, "taken": taken, "contacts": contacts, "exact": exact}
