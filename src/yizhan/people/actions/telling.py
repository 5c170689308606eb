"""Tell people who hold seats: messages are written down with the deed, and sent afterwards."""

from collections.abc import Collection, Iterable

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from yizhan.foundation import clock
from yizhan.foundation.phrases import CHINESE, ENGLISH, Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.outside.texts import FileMailbox, TextGateway
from yizhan.people.actions.accounts import record, require_runner
from yizhan.people.models import Account, Contact, Message
from yizhan.people.queries import texts_to_send

#: So many refusals in one run mean that the gateway is out of order; the next run tries again.
REFUSED_AT_MOST = 5


def tell(*, contacts: Iterable[Contact], text: Phrase, by: Account | None, **facts: object) -> list[Message]:  # noqa: ARG001 - every action says who
    """
    Write a message to each contact; call it inside the transaction of the deed.

    Facts that are phrases are said in each language. Who was erased is told nothing. Landlines receive no
    texts: their messages wait on the desk's list of calls (`people.queries.calls_to_make`).
    """
    said = {"text_zh": text.say(CHINESE, **facts), "text_en": text.say(ENGLISH, **facts)}
    return Message.objects.bulk_create(
        Message(
            subdistrict_id=contact.subdistrict_id,
            contact=contact,
            phone=contact.phone,
            created_at=clock.now(),
            **said,
        )
        for contact in contacts
        if contact.phone
    )


def send_messages(*, by: Account | None) -> int:
    """
    Send what waits to be sent to mobile telephones, oldest first; returns how many were sent.

    Each is a transaction of its own: what was sent stays sent whatever comes after, and a message the
    gateway refuses does not hold up the others.
    """
    door, sent = gateway(by=by), 0
    refused: set[int] = set()
    while len(refused) < REFUSED_AT_MOST:
        message = _send_next(door, refused)
        if message is None:
            break
        if message.sent_at is None:
            refused.add(message.pk)
        sent += message.sent_at is not None
    return sent


@transaction.atomic
def _send_next(door: TextGateway, besides: Collection[int]) -> Message | None:
    """Send the oldest message but for these; `sent_at` stays empty where it is refused."""
    waiting = texts_to_send().exclude(pk__in=besides).select_for_update(skip_locked=True)
    message = waiting.first()
    if message is None:
        return None
    try:
        door.send(phone=message.phone, text=message.text_zh)
    except Refusal:
        return message
    message.sent_at = clock.now()
    message.save(update_fields=["sent_at"])
    return message


@transaction.atomic
def note_call(*, message: Message, by: Account | None) -> Message:
    """Note that staff told somebody by telephone what the message says."""
    require_runner(by=by, subdistrict=message.subdistrict)
    message.sent_at = clock.now()
    message.save(update_fields=["sent_at"])
    record(verb="note_call", subject=message, by=by, subdistrict=message.subdistrict)
    return message


def forget_letters(*, phones: Collection[str], by: Account | None) -> None:
    """Take what was sent to these telephones out of the mailbox of a laptop; servers keep none."""
    door = gateway(by=by)
    if isinstance(door, FileMailbox):
        door.forget(phones)


def gateway(*, by: Account | None) -> TextGateway:  # noqa: ARG001 - every action says who
    """Return the gateway named in the settings."""
    door: TextGateway = import_string(settings.TEXT_GATEWAY)(settings.HOME)
    return door
