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
from yizhan.rounds.models import Booking, Seats
from yizhan.rounds.words import Method


@dataclass(frozen=True)
class Crowd:
    """One offering, and the cookies of everybody who wants it."""

    offering: int
    slug: str
    cookies: list[dict[str, str]]
    contacts: list[tuple[int, int]]  # with their participants


def make(*, seats, contacts):
    offering = make_offering(sign_up=SignUp.FIRST_COME, seats=seats)
    make_seats(offering, total=seats)
    make_session(offering, clock.now() + dt.timedelta(days=30))
    make_round(offering, method=Method.FIRST_COME)
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
        cookies,
        [(row.pk, person.pk) for row, person in zip(rows, people, strict=True)],
    )


def script(made):
    """Write the statements of one request, as they were seen, as a script of pgbench for the next contact."""
    contact, participant = made.contacts[-1]
    cookies = made.cookies[-1]
    client = Client(headers={"X-CSRFToken": "t" * 32, "host": "localhost"})
    client.cookies.load(cookies)
    # Nearly everybody waits, so the request that is written down does too.
    total = Seats.objects.get().total
    Seats.objects.update(total=0)
    with CaptureQueriesContext(connection) as seen:
        body = json.dumps({"offering": made.slug})
        assert client.post("/api/bookings", body, content_type="application/json").status_code == 201
    Seats.objects.update(total=total)
    booking = Booking.objects.get(contact=contact).pk
    lines = ["SELECT nextval('storm') AS contact \\gset"]
    for query in seen.captured_queries:
        text = " ".join(query["sql"].split())
        text = text.replace(f"'{cookies['sessionid']}'", "('storm' || lpad(:contact::text, 27, '0'))")
        text = re.sub(rf"\b{contact}\b", ":contact", text)
        assert contact == participant
        text = re.sub(rf"VALUES \({booking}, ", "VALUES (:id, ", text)
        text = re.sub(rf'"id" < {booking}\b', '"id" < :id', text)
        lines.append(text + (" \\gset" if "INSERT INTO rounds_booking " in text else ";"))
    with connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE storm")
    handle, path = tempfile.mkstemp(suffix=".sql")
    os.write(handle, "\n".join(lines).encode())
    os.close(handle)
    Path(path).chmod(0o644)
    return path


def statements(path):
    """Return how many statements a script has, without the one that chooses the contact."""
    return len(Path(path).read_text().splitlines()) - 1


def empty():
    """Give everything back, for the next run."""
    Booking.participants.through.objects.all().delete()
    Booking.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("ALTER SEQUENCE storm RESTART")
        cursor.execute("VACUUM ANALYZE")


def verdict(seats):
    """Count what the storm left behind."""
    states = Booking.objects.order_by("id").values_list("state", flat=True)
    confirmed = sum(state == "confirmed" for state in states)
    return {
        "confirmed": confirmed,
        "waiting": sum(state == "waiting" for state in states),
        "taken": Seats.objects.get().taken,
        "exact": confirmed == seats == Seats.objects.get().taken,
        "contacts": Booking.objects.values("contact").distinct().count(),
    }
