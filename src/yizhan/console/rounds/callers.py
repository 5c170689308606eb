"""The desk for callers: by telephone, counter or paper people get the same, and a note says who did it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yizhan.console.desk import Desk, found, language, show, staff
from yizhan.console.rounds.caller_form import EntryForm, entered_wishes, people_entered
from yizhan.console.rounds.standing import held_for_desk
from yizhan.console.templatetags.console import named
from yizhan.foundation import clock
from yizhan.foundation.refusals import Refusal
from yizhan.people.actions import (
    change_name,
    change_phone,
    erase_now,
    find_contact,
    note_call,
    record,
)
from yizhan.people.models import Contact, Message
from yizhan.people.queries import calls_to_make, contact_by_phone
from yizhan.people.rules.contacts import normalised_phone
from yizhan.people.words import ASSISTED, Channel
from yizhan.rounds.actions.bookings import confirm, give_back
from yizhan.rounds.actions.claiming import book_first_come
from yizhan.rounds.actions.entering import enter, withdraw_entry
from yizhan.rounds.actions.waiting import offer_next
from yizhan.rounds.models import Booking
from yizhan.rounds.queries.bookings import entries_of
from yizhan.rounds.queries.rounds import open_rounds, with_offerings
from yizhan.rounds.queries.times import clashes_with_held

CHANNELS = [channel for channel in Channel if channel in ASSISTED]


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def callers(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Find a contact by telephone, or begin a new one; list the calls to make."""
    desk.running()
    wrong, phone, is_new = "", request.POST.get("phone", "")[:40], False
    if request.method == "POST":
        try:
            phone = normalised_phone(phone)
            contact = contact_by_phone(desk.place, phone)
            name = request.POST.get("name", "")
            if contact is None and name.strip():
                contact = find_contact(subdistrict=desk.place, phone=phone, name=name, by=desk.account)
        except Refusal as refusal:
            wrong, contact = refusal.say(language()), None
        else:
            is_new = contact is None
        if contact is not None:
            record(verb="look_up_contact", subject=contact, by=desk.account, subdistrict=desk.place)
            return redirect("console:caller", contact.pk)
    context = {
        "phone": phone,
        "is_new": is_new,
        "wrong": wrong,
        "calls": calls_to_make(desk.place)[:50],
        "tab": "callers",
    }
    return show(request, "console/rounds/callers.html", context, status=400 if wrong else 200, page="rounds")


@require_safe
@staff
def caller(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Show one contact: what they hold, and every act they could do themselves."""
    return _caller(request, _contact(desk, number))


@require_POST
@staff
def enter_wishes(request: HttpRequest, desk: Desk, number: int, slug: str) -> HttpResponse:
    """Enter ranked wishes for a caller; the odds are those of everybody."""
    contact = _contact(desk, number)
    row = found(with_offerings(open_rounds(desk.place, now=clock.now())), slug=slug)
    form = EntryForm(request.POST)
    try:
        people = people_entered(request.POST, contact, by=desk.account)
        wished = entered_wishes(request.POST, row)
        entry = enter(
            sign_up_round=row,
            contact=contact,
            participants=people,
            wishes=wished,
            channel=form.channel,
            by=desk.account,
        )
    except Refusal as refusal:
        return _caller(request, contact, wrong=refusal.say(language()))
    messages.success(request, _("志愿已登记，票号 %(ticket)s。") % {"ticket": entry.ticket})
    for wish, held in clashes_with_held(people, wished):
        words = _("“%(wish)s”与已报的“%(held)s”时间冲突，摇中后只能二选一。")
        messages.warning(request, words % {"wish": named(wish), "held": named(held)})
    return redirect("console:caller", number)


@require_POST
@staff
def book(request: HttpRequest, desk: Desk, number: int, slug: str) -> HttpResponse:
    """Book a seat for a caller where first come is first served."""
    contact = _contact(desk, number)
    offering = found(desk.place.offerings.filter(is_public=True).select_related("subdistrict"), slug=slug)
    form = EntryForm(request.POST)
    try:
        people = people_entered(request.POST, contact, by=desk.account)
        booking = book_first_come(
            offering=offering, contact=contact, participants=people, channel=form.channel, by=desk.account
        )
    except Refusal as refusal:
        return _caller(request, contact, wrong=refusal.say(language()))
    messages.success(
        request, _("%(name)s：%(state)s") % {"name": named(offering), "state": booking.get_state_display()}
    )
    return redirect("console:caller", number)


@require_POST
@staff
def answer(request: HttpRequest, desk: Desk, number: int, booking: int) -> HttpResponse:
    """Confirm or give back for a caller."""
    contact = _contact(desk, number)
    row = found(_bookings(contact), pk=booking)
    try:
        if request.POST.get("act") == "confirm":
            confirm(booking=row, by=desk.account)
            messages.success(request, _("已确认。"))
        else:
            give_back(booking=row, by=desk.account)
            offer_next(offering=row.offering, by=desk.account)
            messages.success(request, _("已退还，名额转给候补的下一位。"))
    except Refusal as refusal:
        messages.error(request, refusal.say(language()))
    return redirect("console:caller", number)


@require_POST
@staff
def withdraw(request: HttpRequest, desk: Desk, number: int, entry: int) -> HttpResponse:
    """Withdraw a caller's entry before the close."""
    contact = _contact(desk, number)
    row = found(entries_of(contact).select_related("round__subdistrict"), pk=entry)
    try:
        withdraw_entry(entry=row, by=desk.account)
        messages.success(request, _("志愿已撤回。"))
    except Refusal as refusal:
        messages.error(request, refusal.say(language()))
    return redirect("console:caller", number)


@require_POST
@staff
def correct(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Correct a caller's name or number, or erase them on request."""
    contact = _contact(desk, number)
    try:
        if request.POST.get("act") == "erase":
            erase_now(contact=contact, by=desk.account)
            messages.success(request, _("已按本人要求删除。"))
            return redirect("console:callers")
        if request.POST.get("phone", "").strip():
            change_phone(contact=contact, phone=request.POST["phone"], by=desk.account)
        if request.POST.get("name", "").strip():
            change_name(contact=contact, name=request.POST["name"], by=desk.account)
        messages.success(request, _("已更正。"))
    except Refusal as refusal:
        messages.error(request, refusal.say(language()))
    return redirect("console:caller", number)


@require_POST
@staff
def called(request: HttpRequest, desk: Desk, message: int) -> HttpResponse:
    """Note that somebody without texts was told by telephone."""
    row = found(Message.objects.filter(subdistrict=desk.running().place, sent_at=None), pk=message)
    note_call(message=row, by=desk.account)
    messages.success(request, _("已记下：电话通知过了。"))
    return redirect("console:callers")


def _contact(desk: Desk, number: int) -> Contact:
    here = Contact.objects.filter(subdistrict=desk.running().place, erased_at=None)
    contact: Contact = found(here.select_related("subdistrict"), pk=number)
    return contact


def _bookings(contact: Contact) -> Any:
    return Booking.objects.filter(contact=contact).select_related("offering__subdistrict", "contact")


def _caller(request: HttpRequest, contact: Contact, *, wrong: str = "") -> HttpResponse:
    context = held_for_desk(contact) | {
        "contact": contact,
        "family": list(contact.participants.exclude(name="")),
        "channels": CHANNELS,
        "wrong": wrong,
        "tab": "callers",
    }
    return show(request, "console/rounds/caller.html", context, status=400 if wrong else 200, page="rounds")
