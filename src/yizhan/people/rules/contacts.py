"""What may be stored about somebody who holds a seat, in what form, and for how long."""

import datetime as dt
import re
import unicodedata

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal

#: Contacts are erased so many days after the last session they hold a seat in.
KEPT_DAYS = 30
#: A one-time code is good for so long, so many tries, and so many are sent to a telephone in an hour.
CODE_GOOD_FOR = dt.timedelta(minutes=10)
CODE_DIGITS = 6
TRIES = 5
CODES_AN_HOUR = 3
#: Codes are worthless long before; their rows are kept to count those of the last hour.
CODES_KEPT_FOR = dt.timedelta(hours=2)
#: A family that signs up together.
PARTICIPANTS = 12
LONGEST_NAME = 40

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
# Area code (010, 02x or four digits), number, and perhaps an extension.
_LANDLINE = re.compile(
    r"(010|02\d|0[3-9]\d{2})-?([2-9]\d{6,7})(?:(?:-|转|ext\.?|x)(\d{1,5}))?", re.IGNORECASE | re.ASCII
)
_ABROAD = re.compile(r"^(\+86|0086|86(?=1[3-9]\d{9}$))")

_BAD_PHONE = Phrase(
    "“{given}”不是可用的电话号码。请填 11 位手机号，或带区号的固定电话，例如 021-65950000。",
    "“{given}” is not a telephone number that can be used. Give a mobile number of 11 digits, or a landline"
    " with its area code, such as 021-65950000.",
)
_NO_TEXTS = Phrase(
    "固定电话收不到验证码。请填手机号，或打电话请工作人员代办，机会相同。",
    "A landline receives no codes. Give a mobile number, or telephone: staff will do it for you, with the"
    " same chance.",
)
_NO_NAME = Phrase("请填写姓名或称呼。", "Give a name, or how to call you.")
_LONG_NAME = Phrase("姓名最多 {most} 个字。", "A name has at most {most} characters.")
_NUMBERS = Phrase(
    "姓名里不要写数字；我们不需要证件号码。", "A name contains no digits; we need no identity numbers."
)
_NO_CONSENT = Phrase(
    "14 岁以下的孩子需要监护人同意才能报名。", "A child under 14 needs the consent of a guardian."
)
_MANY = Phrase("一个联系人最多带 {most} 位参加人。", "One contact signs up at most {most} people.")
_WAIT = Phrase(
    "这个号码一小时内已要过 {most} 次验证码，请稍后再试，或打电话请工作人员代办。",
    "This number has asked for {most} codes within an hour. Try again later, or telephone: staff will help.",
)
_WRONG_CODE = Phrase(
    "验证码不对、已用过或已过期。请再看一遍短信，或重新获取。",
    "The code is wrong, used or too old. Look at the text message again, or ask for a new one.",
)
_TAKEN_PHONE = Phrase("这个号码已经登记给另一位联系人。", "This number already belongs to another contact.")


def normalised_phone(given: str) -> str:
    """
    Return a Chinese number in the one form in which it is stored, or raise a `Refusal`.

    Examples
    --------
    >>> normalised_phone("+86 138 1234-1234")
    '13812341234'
    >>> normalised_phone("（021）6595 0000 转 8012")
    '021-65950000-8012'
    """
    text = unicodedata.normalize("NFKC", given).replace("–", "-").replace("—", "-")
    text = re.sub(r"[\s().·]", lambda found: "-" if found.group() == ")" else "", text)
    text = re.sub(r"-+", "-", text).strip("-")
    local = _ABROAD.sub("", text).strip("-")
    if _MOBILE.fullmatch(local.replace("-", "")):
        return local.replace("-", "")
    with_area = local if local.startswith("0") or local == text else f"0{local}"
    found = _LANDLINE.fullmatch(with_area)
    if found is None:
        raise Refusal("bad_phone", _BAD_PHONE, given=given.strip()[:30])
    return "-".join(part for part in found.groups() if part)


def receives_texts(phone: str) -> bool:
    """Whether a stored number is a mobile telephone."""
    return _MOBILE.fullmatch(phone) is not None


def refuse_without_texts(phone: str) -> None:
    """Raise a `Refusal` for a telephone that receives no text messages."""
    if not receives_texts(phone):
        raise Refusal("phone_receives_no_texts", _NO_TEXTS)


def checked_name(given: str) -> str:
    """Return a name without spaces around it, or raise a `Refusal`; digits are refused."""
    name = " ".join(unicodedata.normalize("NFKC", given).replace("\x00", "").split())
    if not name:
        raise Refusal("name_missing", _NO_NAME)
    if len(name) > LONGEST_NAME:
        raise Refusal("name_too_long", _LONG_NAME, most=LONGEST_NAME)
    if any(character.isdigit() for character in name):
        raise Refusal("name_with_digits", _NUMBERS)
    return name


def refuse_without_consent(*, is_child: bool, guardian_consents: bool) -> None:
    """Raise a `Refusal` for a child whose guardian has not consented."""
    if is_child and not guardian_consents:
        raise Refusal("consent_missing", _NO_CONSENT)


def refuse_another(*, standing: int) -> None:
    """Raise a `Refusal` where a contact already has as many participants as there may be."""
    if standing >= PARTICIPANTS:
        raise Refusal("too_many_participants", _MANY, most=PARTICIPANTS)


def refuse_more_codes(*, last_hour: int) -> None:
    """Raise a `Refusal` for a telephone that asked often enough."""
    if last_hour >= CODES_AN_HOUR:
        raise Refusal("too_many_codes", _WAIT, most=CODES_AN_HOUR)


def wrong_code() -> Refusal:
    """Return the one answer to every code that does not fit, whatever the reason."""
    return Refusal("wrong_code", _WRONG_CODE)


def phone_taken() -> Refusal:
    """Return the answer where a number belongs to somebody else."""
    return Refusal("phone_taken", _TAKEN_PHONE)


def erased_on(last_day: dt.date) -> dt.date:
    """Return the day on which a contact is erased whose last session is on `last_day`."""
    return last_day + dt.timedelta(days=KEPT_DAYS)
