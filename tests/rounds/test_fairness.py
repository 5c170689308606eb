"""The fairness report: right where it is shown, silent where it would point at somebody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.offers import make_offering
from factories.rounds import make_booking, make_contact, make_round, make_seats
from yizhan.foundation import clock
from yizhan.people.words import Channel
from yizhan.rounds.models import Entry
from yizhan.rounds.queries.fairness import fairness
from yizhan.rounds.rules.hiding import FEWEST, hidden
from yizhan.rounds.words import BookingState

counts = st.integers(0, 40).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))
tables = st.dictionaries(st.sampled_from(["web", "phone", "counter", "paper"]), counts, min_size=1)


@given(tables)
def test_no_small_number_is_shown_nor_worked_out(table):
    shown = hidden(table)
    missing = [name for name, (entries, _) in shown.items() if entries is None]
    assert len(missing) != 1 or len(table) == 1
    silent = [name for name, (_, seated) in shown.items() if seated is None]
    assert len(silent) != 1 or len(table) == 1
    for entries, seated in shown.values():
        assert entries is None or entries >= FEWEST
        assert seated is None or all(number == 0 or number >= FEWEST for number in (seated, entries - seated))


@pytest.mark.django_db
def test_channels_are_counted_as_the_draw_gave():
    offering = make_offering(seats=40)
    make_seats(offering, total=40)
    around = make_round(offering, confirm_until=clock.now())
    for number in range(24):
        contact = make_contact(offering.subdistrict)
        entry = Entry.objects.create(
            round=around,
            ticket=f"T{number}",
            contact=contact,
            channel=Channel.PHONE if number % 2 else Channel.WEB,
            entered_at=clock.now(),
        )
        if number < 12:
            fields = {"state": BookingState.LAPSED, "answer_until": around.confirm_until, "entry": entry}
            make_booking(offering, contact, **fields)
        elif number < 20:
            make_booking(offering, contact, state=BookingState.WAITING, entry=entry)
    report = fairness(around)
    assert (report.entries, report.seated) == (24, 12)
    assert [(each.name, each.entries, each.seated) for each in report.by_channel] == [
        ("phone", 12, 6),
        ("web", 12, 6),
    ]
    assert [(each.name, each.entries) for each in report.by_size] == [("1", 24)]
