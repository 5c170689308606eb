"""One-time codes: six digits by text message, of which only a keyed digest is kept, and not for long."""

import secrets

from django.db import connection, transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from yizhan.foundation import clock
from yizhan.foundation.phrases import CHINESE, Phrase
from yizhan.people.actions.contacts import contact_of_phone
from yizhan.people.actions.telling import gateway
from yizhan.people.models import Account, Contact, SignInCode, Subdistrict
from yizhan.people.queries import codes_of_last_hour, phone_digest
from yizhan.people.rules.contacts import (
    CODE_DIGITS,
    CODE_GOOD_FOR,
    TRIES,
    normalised_phone,
    refuse_more_codes,
    refuse_without_texts,
    wrong_code,
)

_CODE = Phrase(
    "【{place}】验证码 {code}，{minutes} 分钟内有效，只用于报名登录。工作人员不会向您索要。",
    "[{place}] Code {code}, good for {minutes} minutes, only to sign in for sign-up. Staff never ask for it.",
)


def send_code(*, subdistrict: Subdistrict, phone: str, by: Account | None) -> SignInCode:
    """
    Send a code to a mobile telephone; known and unknown numbers are answered alike.

    Raises
    ------
    Refusal
        The number is none (`bad_phone`), a landline (`phone_receives_no_texts`), asked too often
        (`too_many_codes`), or nothing can be sent (`no_gateway`).
    """
    phone = normalised_phone(phone)
    refuse_without_texts(phone)
    digits = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    row = _new_code(subdistrict, phone, digits)
    minutes = int(CODE_GOOD_FOR.total_seconds() // 60)
    text = _CODE.say(CHINESE, place=subdistrict.name_zh, code=digits, minutes=minutes)
    # Straight to the gateway: the code itself is written down nowhere.
    gateway(by=by).send(phone=phone, text=text)
    return row


def sign_in(*, subdistrict: Subdistrict, phone: str, code: str, by: Account | None) -> Contact:
    """Return the contact of a telephone whose code was typed, made where new; `wrong_code` otherwise."""
    phone = normalised_phone(phone)
    row = SignInCode.objects.filter(subdistrict=subdistrict, phone=phone).first()
    if row is None or not _counted(row):
        raise wrong_code()
    typed = "".join(character for character in code if not character.isspace())
    if not constant_time_compare(_digest(phone, typed), row.digest):
        raise wrong_code()
    with transaction.atomic():
        if not SignInCode.objects.filter(pk=row.pk, used_at=None).update(used_at=clock.now()):
            raise wrong_code()
        return contact_of_phone(subdistrict=subdistrict, phone=phone, by=by)


@transaction.atomic
def _new_code(subdistrict: Subdistrict, phone: str, digits: str) -> SignInCode:
    _queue_up(phone)
    now = clock.now()
    refuse_more_codes(last_hour=codes_of_last_hour(subdistrict, phone, now=now))
    return SignInCode.objects.create(
        subdistrict=subdistrict,
        phone=phone,
        digest=_digest(phone, digits),
        created_at=now,
        expires_at=now + CODE_GOOD_FOR,
    )


def _queue_up(phone: str) -> None:
    """Let those who ask for one number at once be counted one after the other; SQLite does so by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            key = int(phone_digest(phone)[:15], 16)
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _counted(row: SignInCode) -> bool:
    """Count a try, before looking whether it fits; False where none is left."""
    good = SignInCode.objects.filter(pk=row.pk, used_at=None, expires_at__gt=clock.now(), tries__lt=TRIES)
    return good.update(tries=F("tries") + 1) == 1


def _digest(phone: str, digits: str) -> str:
    return salted_hmac("yizhan.people.codes", f"{phone}:{digits}", algorithm="sha256").hexdigest()
