"""Placing and cancelling group orders (点单): a contact and a head-count, never a list of names."""

import datetime as dt
import secrets
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.offers.actions.sessions import cancel_session
from yizhan.offers.models import MenuItem
from yizhan.offers.words import MenuState, SessionState
from yizhan.people.actions import change_name, keep_until, require_runner
from yizhan.people.actions.contacts import contact_of_phone
from yizhan.people.models import Account, Contact, Subdistrict
from yizhan.people.words import ASSISTED, Channel
from yizhan.places.actions.claims import release
from yizhan.places.models import Station
from yizhan.rounds.actions.order_steps import take_step, tell_holders
from yizhan.rounds.models import GroupOrder
from yizhan.rounds.queries.orders import held_for, locked, meeting_of
from yizhan.rounds.rules import order_messages as messages
from yizhan.rounds.rules.order_numbers import month_prefix, order_number
from yizhan.rounds.rules.orders import (
    CANCEL,
    STANDING,
    Group,
    Wish,
    refuse_group,
    refuse_once_begun,
    refuse_silence,
    refuse_step,
    refuse_too_many_standing,
    refuse_unless_orderable,
    refuse_wishes,
)
from yizhan.rounds.words import OrderState


@transaction.atomic
def place_order(
    *,
    item: MenuItem,
    group: Group,
    wishes: Sequence[Wish],
    by: Account | None,
    station: Station | None = None,
    channel: Channel = Channel.WEB,
    is_example: bool = False,
) -> GroupOrder:
    """
    Order a course of the menu for a group; `by` is staff acting for a caller, None the contact online.

    Raises
    ------
    Refusal
        The item cannot be ordered, the group is too large, a time has passed, or the telephone has
        enough orders under way.
    """
    subdistrict = item.menu.subdistrict
    if channel in ASSISTED:
        require_runner(by=by, subdistrict=subdistrict)
    version = item.version
    refuse_unless_orderable(
        course=Phrase(version.title_zh, version.title_en or version.title_zh),
        published=item.menu.state == MenuState.PUBLISHED,
        orderable=item.is_orderable,
        retired=version.course.retired_at is not None,
    )
    refuse_group(organisation=group.organisation, head_count=group.head_count, capacity=version.capacity)
    refuse_wishes(wishes, now=clock.now())
    number = _next_number(subdistrict)
    contact = _contact(subdistrict, group, last_day=max(wish.ends_at for wish in wishes).date())
    standing = contact.orders.filter(state__in=STANDING)
    refuse_too_many_standing(standing.count())
    order = GroupOrder.objects.create(
        subdistrict=subdistrict,
        number=number,
        item=item,
        organisation=group.organisation.strip(),
        segment=group.segment,
        contact=contact,
        head_count=group.head_count,
        wished=[[wish.starts_at.isoformat(), wish.ends_at.isoformat()] for wish in wishes],
        station=station,
        note=group.note.strip(),
        channel=channel,
        placed_at=clock.now(),
        placed_by=by,
        secret=secrets.token_urlsafe(24),
        is_example=is_example,
    )
    take_step(order=order, state=OrderState.PLACED, verb="place_order", by=by, channel=str(channel))
    tell_holders(order=order, by=by, contact=messages.PLACED)
    return order


@transaction.atomic
def cancel_order(*, order: GroupOrder, by: Account | None, reason: str = "") -> GroupOrder:
    """
    Cancel an order and free what it holds; `by` is staff, who give a reason, or None: its contact.

    Whoever calls it for a contact has read the secret link.
    """
    if by is not None:
        require_runner(by=by, subdistrict=order.subdistrict)
        refuse_silence(reason)
    order = locked(order)
    refuse_step(order.state, STANDING, act=CANCEL)
    meeting = meeting_of(order)
    refuse_once_begun(meeting.starts_at if meeting is not None else None, now=clock.now())
    said = reason.strip()
    why: Phrase | str = said or messages.BY_CONTACT
    in_hand = order.state in {OrderState.DISPATCHED, OrderState.ACCEPTED}
    release(held_for=[held_for(order)], by=by)
    if meeting is not None and meeting.state == SessionState.PLANNED:
        shown = said or messages.BY_CONTACT.zh
        cancel_session(session=meeting, reason_zh=shown[:120], by=by)
    take_step(order=order, state=OrderState.CANCELLED, verb="cancel_order", by=by, note=said)
    to_provider = messages.PROVIDER_FREE if in_hand else None
    tell_holders(order=order, by=by, contact=messages.CANCELLED, provider=to_provider, reason=why)
    return order


@transaction.atomic
def forget_orders(*, contacts: Sequence[Contact], by: Account | None) -> None:  # noqa: ARG001 - every action says who
    """Cancel what erased contacts still have on order, and empty what only served to reach them."""
    own = GroupOrder.objects.filter(contact__in=[contact.pk for contact in contacts])
    for order in own.filter(state__in=STANDING):
        meeting = meeting_of(order)
        starts_at = meeting.starts_at if meeting is not None else order.starts_at
        if starts_at is None or starts_at > clock.now():
            cancel_order(order=order, by=None)
    own.update(secret="", note="")


def _contact(subdistrict: Subdistrict, group: Group, *, last_day: dt.date) -> Contact:
    """Return the contact of a telephone; unlike somebody who books a seat, it is no participant."""
    contact = contact_of_phone(subdistrict=subdistrict, phone=group.phone, by=None)
    if not contact.name:
        change_name(contact=contact, name=group.name, by=None)
    return keep_until(contact=contact, last_day=last_day, by=None)


def _next_number(subdistrict: Subdistrict) -> str:
    # Two who order at once are numbered one after the other.
    Subdistrict.objects.select_for_update().get(pk=subdistrict.pk)
    today = clock.now().date()
    this_month = GroupOrder.objects.filter(
        subdistrict=subdistrict, number__startswith=f"{month_prefix(today)}-"
    )
    last = this_month.aggregate(last=Max("number"))["last"]
    return order_number(today, int(last[5:9]) + 1 if last else 1)
