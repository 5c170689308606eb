"""Public randomness: the published vectors, forged ones, and relays that fail in every way."""

import datetime as dt
import json

import pytest

from instances.relay import as_json, relay_of
from shared import shared
from yizhan.foundation.refusals import BadInput, Refusal
from yizhan.outside import drand
from yizhan.outside.beacons import HttpBeacons, RecordedBeacons, beacon_from_json, read_beacon
from yizhan.outside.drand import Beacon, round_after, round_at, time_of_round, verified


@pytest.fixture(scope="module")
def vectors():
    return json.loads(shared("suites/lottery/drand_vectors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def rounds(vectors):
    return {
        row["round"]: Beacon(row["round"], row["signature"], row["randomness"])
        for row in vectors["quicknet_rounds"]
    }


@pytest.fixture
def relay(rounds):
    with relay_of(rounds.values()) as relay:
        yield relay


def test_facts_are_the_published_ones(vectors):
    quicknet = vectors["quicknet"]
    assert (quicknet["chain_hash"], quicknet["public_key"]) == (drand.CHAIN_HASH, drand.PUBLIC_KEY)
    assert quicknet["genesis_time"] == drand.GENESIS.timestamp()
    assert (quicknet["period_s"], quicknet["dst"].encode()) == (drand.PERIOD_S, drand.DOMAIN)


def test_times_are_the_published_ones(vectors):
    for row in vectors["quicknet_rounds"]:
        assert time_of_round(row["round"]).timestamp() == row["time"]
        assert round_at(time_of_round(row["round"])) == row["round"]


def test_published_rounds_are_genuine(rounds):
    assert [verified(beacon, wanted=number) for number, beacon in rounds.items()] == list(rounds.values())


def test_round_after_a_moment_is_not_out_yet():
    moment = dt.datetime(2026, 3, 1, 12, 0, 1, tzinfo=dt.UTC)
    number = round_after(moment)
    assert time_of_round(number) > moment >= time_of_round(number - 1)
    assert round_after(time_of_round(5)) == 6
    assert round_after(drand.GENESIS - dt.timedelta(days=1)) == 1


def test_moment_before_the_first_round_is_refused():
    with pytest.raises(Refusal, match="before"):
        round_at(drand.GENESIS - dt.timedelta(seconds=1))


def test_signature_of_another_round_is_refused(rounds):
    """The hash fits, the signature is genuine, but it signs another round."""
    stolen = Beacon(1000, rounds[1001].signature, rounds[1001].randomness)
    with pytest.raises(Refusal) as refusal:
        verified(stolen)
    assert refusal.value.code == "beacon_forged"


def test_altered_signature_is_refused_whatever_its_hash(rounds):
    import hashlib

    genuine = bytes.fromhex(rounds[1000].signature)
    for bit in (0, 1, 2, 100, 383):
        altered = bytearray(genuine)
        altered[bit // 8] ^= 1 << bit % 8
        beacon = Beacon(1000, altered.hex(), hashlib.sha256(altered).hexdigest())
        with pytest.raises(Refusal) as refusal:
            verified(beacon)
        assert refusal.value.code == "beacon_forged"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"randomness": "00" * 32}, "beacon_randomness"),
        ({"signature": "zz" * 48}, "beacon_signature"),
        ({"signature": ""}, "beacon_signature"),
        ({"round": 0}, "no_such_round"),
        ({"round": 1001}, "beacon_round"),
    ],
)
def test_altered_beacon_is_refused_in_both_languages(rounds, changed, code):
    beacon = beacon_from_json(as_json(rounds[1000], **changed), file="beacon.json")
    with pytest.raises(Refusal) as refusal:
        verified(beacon, wanted=1000)
    assert refusal.value.code == code
    assert refusal.value.say("zh") != refusal.value.say("en")


@pytest.fixture(params=["relay", "record"])
def source(request, rounds, relay):
    """The client and its fake keep one contract."""
    return HttpBeacons([relay.url]) if request.param == "relay" else RecordedBeacons(rounds.values())


def test_source_gives_a_known_round(source, rounds):
    assert source.beacon(1002) == rounds[1002]


def test_source_refuses_an_unknown_round(source):
    with pytest.raises(Refusal) as refusal:
        source.beacon(7)
    assert refusal.value.code == "beacon_unreachable"
    assert "7" in refusal.value.say("zh")


def test_record_believes_nothing_either(rounds):
    with pytest.raises(Refusal):
        RecordedBeacons([Beacon(1000, rounds[1001].signature, rounds[1001].randomness)]).beacon(1000)


def test_next_relay_is_asked_when_one_fails(relay, rounds):
    dead = "http://127.0.0.1:9"
    assert HttpBeacons([dead, relay.url], timeout_s=2).beacon(1000) == rounds[1000]


@pytest.mark.parametrize(
    "says",
    [
        (200, "<html>"),
        (200, "[]"),
        (200, '{"round": 1000}'),
        (200, '{"round": true}'),
        (500, "{x}"),
        (200, ""),
    ],
)
def test_relay_that_talks_nonsense_is_refused(relay, says):
    relay.says = says
    with pytest.raises(Refusal) as refusal:
        HttpBeacons([relay.url]).beacon(1000)
    assert refusal.value.code == "beacon_unreachable"
    assert relay.url in refusal.value.say("en")
    assert refusal.value.say("zh") != refusal.value.say("en")


def test_relay_that_lies_is_not_believed(relay, rounds):
    relay.says = (200, as_json(rounds[1001], round=1000))
    with pytest.raises(Refusal, match="public key"):
        HttpBeacons([relay.url]).beacon(1000)


@pytest.mark.parametrize("urls", [[], ["file:///etc/hostname"], ["nonsense"]])
def test_address_that_is_none_is_refused(urls):
    with pytest.raises(Refusal):
        HttpBeacons(urls).beacon(1000)


def test_file_is_read(tmp_path, rounds):
    path = tmp_path / "beacon.json"
    path.write_text(as_json(rounds[1000]), encoding="utf-8")
    assert read_beacon(path) == rounds[1000]


@pytest.mark.parametrize(
    ("text", "field"),
    [("nothing", None), ("3", "round"), ('{"round": "1"}', "round"), ('{"round": 1}', "signature")],
)
def test_malformed_file_is_refused(tmp_path, text, field):
    path = tmp_path / "beacon.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refusal:
        read_beacon(path)
    assert (refusal.value.file, refusal.value.field) == (str(path), field)


def test_checking_randomness_leaves_deep_nesting_refusable():
    with pytest.raises(RecursionError):
        json.loads("[" * 100_000)
