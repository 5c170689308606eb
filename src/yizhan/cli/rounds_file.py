"""Reads `rounds.toml`: sign-up rounds with invented people, carried out by the usual actions."""

import datetime as dt
import random
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import BadInput, Refusal
from yizhan.offers.actions.sessions import plan_sessions
from yizhan.offers.models import CourseVersion, Offering
from yizhan.offers.rules.sessions import Times
from yizhan.offers.words import OfferingKind, SignUp
from yizhan.outside.drand import Beacon
from yizhan.people.actions import add_participant, erase_due, find_contact
from yizhan.people.models import Contact, Subdistrict
from yizhan.people.words import Channel
from yizhan.places.models import Station
from yizhan.plans.actions.draws import draw_round, freeze_round
from yizhan.rounds.actions.bookings import confirm, give_back, lapse_overdue
from yizhan.rounds.actions.entering import enter
from yizhan.rounds.actions.rounds import announce_round, finish_round, prepare_round
from yizhan.rounds.actions.seats import open_seats
from yizhan.rounds.actions.waiting import run_waiting_lists
from yizhan.rounds.models import Booking, SignUpRound
from yizhan.rounds.rules.windows import RoundTerms
from yizhan.rounds.words import BookingState, Randomness

_UNREADABLE = Phrase(zh="无法读取（{reason}）", en="cannot be read ({reason})")
_WRONG = Phrase(zh="有误：{reason}", en="is wrong: {reason}")
_HOUR = dt.timedelta(hours=1)
#: Of ten who are offered a seat, so many confirm, so many give it back; the rest let it lapse.
_CONFIRM, _GIVE_BACK = 6, 2
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_CHANNELS = (Channel.WEB, Channel.WEB, Channel.WEB, Channel.PHONE, Channel.COUNTER, Channel.PAPER)


def store_rounds(file: Path, subdistrict: Subdistrict) -> list[SignUpRound]:
    """Carry out every round of a file up to the present, or nothing; then erase whose day has come."""
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput("rounds_unreadable", _UNREADABLE, file=str(file), reason=error) from error
    with transaction.atomic():
        rounds = [_stored(file, item, subdistrict) for item in content.get("round", [])]
        _open_first_come(subdistrict)
        erase_due(today=clock.now().date(), by=None)
    return rounds


def _stored(file: Path, item: Mapping[str, Any], subdistrict: Subdistrict) -> SignUpRound:
    try:
        return _Round(item, subdistrict).carried_out()
    except (Refusal, KeyError, TypeError, ValueError) as error:
        field = f"round {item.get('slug', '?')}"
        raise BadInput("rounds_wrong", _WRONG, file=str(file), field=field, reason=error) from error


def _open_first_come(subdistrict: Subdistrict) -> None:
    """Open the seats of what needs no draw; a fifth is kept for telephone and counter for two days."""
    for offering in subdistrict.offerings.filter(sign_up=SignUp.FIRST_COME, is_public=True, seat_count=None):
        open_seats(offering=offering, held_percent=20, hold_until=clock.now() + 48 * _HOUR, by=None)


class _Round:
    """One round of the file, its times and its chance."""

    def __init__(self, item: Mapping[str, Any], subdistrict: Subdistrict) -> None:
        self.item = item
        self.subdistrict = subdistrict
        self.chance = random.Random(item["seed"])
        self.terms = _terms(item)

    def carried_out(self) -> SignUpRound:
        """Prepare, announce, let people enter; draw and answer where that lies in the past."""
        present, terms = clock.now(), self.terms
        assert terms.draw_at is not None
        assert terms.confirm_until is not None
        with clock.standing_at(terms.opens_at - _HOUR):
            made = self._announced()
        with clock.standing_at(min(present, terms.closes_at) - _HOUR):
            self._let_enter(made)
        if terms.draw_at >= present:
            return made
        with clock.standing_at(terms.closes_at + _HOUR):
            freeze_round(sign_up_round=made, source_name=self.item.get("source", ""), by=None)
        with clock.standing_at(terms.draw_at + _HOUR):
            draw_round(sign_up_round=made, by=None, **self._randomness())
        if terms.confirm_until < present:
            self._let_answer(made)
            lapse_overdue(by=None)
        return SignUpRound.objects.get(pk=made.pk)

    def _announced(self) -> SignUpRound:
        made = prepare_round(
            subdistrict=self.subdistrict,
            slug=self.item["slug"],
            name_zh=self.item["name_zh"],
            name_en=self.item["name_en"],
            terms=self.terms,
            offerings=self._offerings(),
            is_example=True,
            by=None,
        )
        return announce_round(sign_up_round=made, by=None)

    def _offerings(self) -> list[Offering]:
        if "past_classes" in self.item:
            return [self._past_class(row) for row in self.item["past_classes"]]
        free = self.subdistrict.offerings.filter(
            # Clubs have seasons of their own, and some have begun.
            kind=OfferingKind.CLASS,
            sign_up=SignUp.DRAW,
            is_public=True,
            round_offering=None,
        )
        if "classes" in self.item:
            return [free.get(slug=slug) for slug in self.item["classes"]]
        return list(free.order_by("slug"))

    def _past_class(self, row: Mapping[str, Any]) -> Offering:
        """Open a class of a menu long gone; it is not shown among today's."""
        versions = CourseVersion.objects.filter(
            course__subdistrict=self.subdistrict, course__slug=row["course"]
        )
        version = versions.exclude(reviewed_at=None).latest("number")
        offering = Offering.objects.create(
            subdistrict=self.subdistrict,
            slug=row["slug"],
            kind=OfferingKind.CLASS,
            version=version,
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            station=Station.objects.get(subdistrict=self.subdistrict, slug=row["station"]),
            seats=row["seats"],
            is_example=True,
        )
        starts = [row["first"] + week * dt.timedelta(weeks=1) for week in range(version.lessons)]
        lesson = dt.timedelta(minutes=version.minutes)
        plan_sessions(offering=offering, times=[Times(one, one + lesson) for one in starts], by=None)
        return offering

    def _let_enter(self, made: SignUpRound) -> None:
        offerings = [row.offering for row in made.round_offerings.select_related("offering")]
        for number in range(self.item["people"]):
            contact = self._contact(number)
            participants = list(contact.participants.all())
            most = min(self.terms.wishes_at_most, len(offerings))
            # Some are wished for by nearly everybody, as in life.
            weights = [1 / rank for rank in range(1, len(offerings) + 1)]
            wishes = _drawn(self.chance, offerings, weights, self.chance.randint(1, most))
            channel = self.chance.choice(_CHANNELS)
            enter(
                sign_up_round=made,
                contact=contact,
                participants=participants,
                wishes=wishes,
                channel=channel,
                by=None,
            )

    def _contact(self, number: int) -> Contact:
        phone = f"1390000{self.item['seed']}{number:03d}"
        contact = find_contact(
            subdistrict=self.subdistrict, phone=phone, name=f"示例居民{_called(number)}", by=None
        )
        if number % 8 == 7 and contact.participants.count() == 1:
            add_participant(contact=contact, name=f"示例家人{_called(number)}", by=None)
        return contact

    def _randomness(self) -> dict[str, Any]:
        beacon = self.item.get("beacon")
        return {"beacon": Beacon(**beacon)} if beacon else {"typed": self.item["value"]}

    def _let_answer(self, made: SignUpRound) -> None:
        """Most confirm, some give back, some forget; what is free goes down the waiting list."""
        assert self.terms.confirm_until is not None
        with clock.standing_at(self.terms.confirm_until - _HOUR):
            self._answers(made)
            run_waiting_lists(by=None)
        with clock.standing_at(self.terms.confirm_until + _HOUR):
            run_waiting_lists(by=None)
            self._answers(made)
            finish_round(sign_up_round=made, by=None)

    def _answers(self, made: SignUpRound) -> None:
        offered = Booking.objects.filter(offering__round_offering__round=made, state=BookingState.OFFERED)
        for booking in offered.select_related("offering__subdistrict").order_by("pk"):
            answer = self.chance.randrange(10)
            if answer < _CONFIRM and not _has_seat(booking, made):
                confirm(booking=booking, by=None)
            elif answer < _CONFIRM + _GIVE_BACK:
                give_back(booking=booking, by=None)


def _called(number: int) -> str:
    """Return a name without digits for so many people: 甲子, 甲丑 and so on."""
    return _STEMS[number // 12 % 10] + _BRANCHES[number % 12]


def _has_seat(booking: Booking, made: SignUpRound) -> bool:
    """Whether the contact has as many seats as the round allows, without this one."""
    mine = Booking.objects.filter(contact=booking.contact_id, offering__round_offering__round=made)
    others = mine.filter(state__in=[BookingState.OFFERED, BookingState.CONFIRMED]).exclude(pk=booking.pk)
    return others.count() >= made.seats_a_person


def _drawn(
    chance: random.Random, offerings: Sequence[Offering], weights: Sequence[float], count: int
) -> list[Offering]:
    """Return so many different offerings, heavier ones likelier."""
    left = list(zip(offerings, weights, strict=True))
    chosen = []
    for _ in range(count):
        pair = chance.choices(left, [weight for _, weight in left])[0]
        left.remove(pair)
        chosen.append(pair[0])
    return chosen


def _terms(item: Mapping[str, Any]) -> RoundTerms:
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    opens = item["opens_at"] if "opens_at" in item else now - item["opened_hours_ago"] * _HOUR
    closes = opens + item["open_hours"] * _HOUR
    draw = item["draw_at"] if "draw_at" in item else closes + item["draw_after_hours"] * _HOUR
    return RoundTerms(
        opens_at=opens,
        closes_at=closes,
        draw_at=draw,
        confirm_until=draw + item["confirm_hours"] * _HOUR,
        randomness=Randomness.TYPED if "value" in item else Randomness.DRAND,
    )
