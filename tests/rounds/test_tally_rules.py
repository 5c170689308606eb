"""Counters of several telephones merge without loss, in any order, however often; codes change."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.refusing import refused
from yizhan.foundation.clock import SHANGHAI
from yizhan.foundation.phrases import Phrase
from yizhan.offers.words import SessionState
from yizhan.rounds.rules.door_codes import Verifier, code_at, key_of, recognised, window_of
from yizhan.rounds.rules.season_reports import ClubCount, SeasonCount, sentence
from yizhan.rounds.rules.tallies import (
    DESK,
    Counter,
    attendance,
    correction,
    merged,
    refuse_counters,
    refuse_counting,
)

COUNTERS = st.dictionaries(
    st.sampled_from(["a", "b", "c", DESK]),
    st.builds(Counter, st.integers(0, 99), st.integers(0, 99)),
)
NOW = dt.datetime(2026, 3, 10, 18, 30, 5, tzinfo=SHANGHAI)
HALF_MINUTE = dt.timedelta(seconds=30)


@given(COUNTERS, COUNTERS, COUNTERS)
def test_merging_does_not_care_for_order_or_repetition(one, two, three):
    assert merged(one, two) == merged(two, one)
    assert merged(merged(one, two), three) == merged(one, merged(two, three))
    assert merged(one, one) == one
    assert merged(merged(one, two), one) == merged(one, two)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=60), st.randoms())
def test_no_tap_is_lost_however_the_telephones_send(taps, random):
    """Each telephone taps on; snapshots arrive in any order, some twice, the last at least once."""
    counted, sent = {}, []
    for device, is_in in taps:
        own = counted.get(device, Counter())
        counted[device] = Counter(own.came + is_in, own.corrected + (not is_in))
        sent.append({device: counted[device]})
    sent += random.choices(sent, k=len(sent)) if sent else []
    random.shuffle(sent)
    server = {}
    for snapshot in sent:
        server = merged(server, snapshot)
    assert server == counted
    assert attendance(server) == max(0, sum(1 if is_in else -1 for _, is_in in taps))


@given(COUNTERS, st.lists(st.integers(1, 4), max_size=5), st.integers(0, 500))
def test_a_typed_figure_becomes_the_attendance(counters, arrivals, figure):
    typed = correction(counters, arrivals, figure)
    assert merged(counters, {DESK: typed})[DESK] == typed
    assert attendance(counters | {DESK: typed}, arrivals) == max(figure, sum(arrivals))


@pytest.mark.parametrize(
    ("code", "counters"),
    [
        ("tally_unreadable", {"": Counter(1)}),
        ("tally_unreadable", {"名": Counter(1)}),
        ("tally_unreadable", {f"d{n}": Counter(1) for n in range(501)}),
        ("tally_out_of_range", {"a": Counter(-1)}),
        ("tally_out_of_range", {"a": Counter(0, 20_001)}),
    ],
)
def test_counters_no_page_makes_are_refused(code, counters):
    refused(code, refuse_counters, counters=counters)


def test_nobody_is_counted_too_early_or_when_cancelled():
    soon, later = NOW + dt.timedelta(hours=2), NOW + dt.timedelta(hours=2, seconds=1)
    refuse_counting(SessionState.PLANNED, starts_at=soon, now=NOW)
    ask = {"starts_at": later, "now": NOW}
    refused("session_too_early", refuse_counting, state=SessionState.PLANNED, **ask)
    refused("session_cancelled", refuse_counting, state=SessionState.CANCELLED, **ask)


def test_a_code_counts_for_its_own_half_minute_and_a_little_more():
    mine, other = (Verifier(number, key_of(f"secret {number}", 7), 1) for number in (1, 2))
    shown = code_at(mine.key, window_of(NOW))
    ask = {"shown": f"{shown[:3]} {shown[3:]}", "verifiers": [other, mine]}
    assert recognised(**ask, now=NOW) == mine
    assert recognised(**ask, now=NOW + HALF_MINUTE) == mine
    # A picture of the screen, sent to a friend a minute ago.
    refused("door_code_wrong", recognised, **ask, now=NOW + 2 * HALF_MINUTE)
    refused("door_code_wrong", recognised, **ask, now=NOW - 2 * HALF_MINUTE)


def test_a_code_opens_one_session_only():
    today, tomorrow = (Verifier(1, key_of("secret", session), 1) for session in (7, 8))
    shown = code_at(today.key, window_of(NOW))
    refused("door_code_wrong", recognised, shown=shown, verifiers=[tomorrow], now=NOW)


def club(name, *, held=1, people=10, is_example=False):
    return ClubCount(Phrase(name, f"{name}!"), is_example, held, people)


def test_a_season_is_said_in_one_sentence():
    season = Phrase("暑期社团", "Summer clubs")
    clubs = (club("编程", held=11, people=130), club("甲", is_example=True), club("乙", held=0, people=0))
    said = sentence(SeasonCount(season, clubs))
    assert said.zh == "暑期社团开设2个社团（编程等），开展12场次140人次活动。"
    assert said.en == "Summer clubs: 2 clubs (编程! and others), 12 sessions, 140 attendances."
    assert sentence(SeasonCount(season, ())).zh == "暑期社团还没有举行过场次。"
    assert club("少", people=3).published_people.zh == "不足 5"
