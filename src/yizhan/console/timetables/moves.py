"""Moving a lesson by dragging or in a form, locking it, taking a change back; clashes are answered."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yizhan.console.desk import Desk, found, language, show, staff
from yizhan.console.templatetags.console import named
from yizhan.console.timetables.board import station_chosen, timetable_here
from yizhan.console.timetables.shapes import counts_words, shown
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import Lecturer
from yizhan.places.models import Room
from yizhan.plans.actions import lock_lesson, set_lesson, take_back
from yizhan.plans.bridge import Board, options_of
from yizhan.plans.models import Timetable, TimetableLesson


class RoomField(forms.ModelChoiceField):
    """A room with its station and seats."""

    def label_from_instance(self, obj: Any) -> str:
        """Return "station · room（seats）"."""
        return f"{named(obj.station)} · {named(obj)}（{obj.capacity}）"


class LecturerField(forms.ModelChoiceField):
    """A lecturer by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name in the reader's language."""
        return named(obj)


class LessonForm(forms.Form):
    """Slot, room and lecturer of one lesson."""

    slot = forms.TypedChoiceField(
        label=gettext_lazy("上课时段"), coerce=int, required=False, empty_value=None
    )
    room = RoomField(
        label=gettext_lazy("教室"),
        queryset=Room.objects.none(),
        required=False,
        empty_label=gettext_lazy("自动选一间"),
    )
    lecturer = LecturerField(
        label=gettext_lazy("教师（同一班级的每次课都会换）"), queryset=Lecturer.objects.none(), required=False
    )

    def __init__(self, entered: Any, *, board: Board, lesson: TimetableLesson) -> None:
        initial = {"slot": lesson.slot, "room": lesson.room_id, "lecturer": lesson.lecturer_id}
        super().__init__(entered, initial=initial)
        slots = [(index, slot.label(language())) for index, slot in enumerate(board.slots)]
        field, room, lecturer = self.fields["slot"], self.fields["room"], self.fields["lecturer"]
        assert isinstance(field, forms.TypedChoiceField)
        assert isinstance(room, RoomField)
        assert isinstance(lecturer, LecturerField)
        field.choices = [("", _("还不排")), *slots]
        room.queryset = Room.objects.filter(pk__in=[one.pk for one in board.rooms]).select_related("station")
        provider = lesson.offering.version.course.provider_id
        lecturer.queryset = Lecturer.objects.filter(provider=provider)


def lesson_here(timetable: Timetable, lesson: int) -> TimetableLesson:
    """Return a lesson of this timetable, or refuse."""
    rows = timetable.lessons.select_related(
        "timetable__subdistrict", "offering__version__course", "room__station", "lecturer"
    )
    row: TimetableLesson = found(rows, pk=lesson)
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def lesson(request: HttpRequest, desk: Desk, slug: str, lesson: int) -> HttpResponse:
    """Show one lesson with everything about it; on POST, place it."""
    timetable = timetable_here(desk, slug)
    row = lesson_here(timetable, lesson)
    board = Board(timetable)
    if request.method == "POST" and "dropped" in request.POST:
        return _dropped(request, desk.running(), row)
    form = LessonForm(request.POST if request.method == "POST" else None, board=board, lesson=row)
    if request.method == "POST" and form.is_valid():
        entered, desk = form.cleaned_data, desk.running()
        try:
            set_lesson(
                lesson=row,
                slot=entered["slot"],
                room=entered["room"],
                lecturer=entered["lecturer"],
                by=desk.account,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.say(language()))
        else:
            messages.success(request, _("已保存。"))
            return redirect("console:timetable", slug)
    index = next(n for n, one in enumerate(board.lessons) if one.pk == row.pk)
    context = {
        "timetable": timetable,
        "lesson": row,
        "form": form,
        "options": _options(board, index),
        "here": board.slots[row.slot].label(language()) if row.slot is not None else "",
    }
    status = 400 if form.is_bound and form.errors else 200
    return show(request, "console/timetables/lesson.html", context, status=status, page="timetables")


def _dropped(request: HttpRequest, desk: Desk, row: TimetableLesson) -> HttpResponse:
    """Place a lesson where it was dropped: a slot, at the station that is looked at."""
    slot = request.POST.get("slot", "")
    station = station_chosen(desk, request.POST.get("station", ""))
    return _answered(
        request,
        desk,
        row.timetable,
        lambda: set_lesson(
            lesson=row,
            slot=int(slot) if slot.isdecimal() and len(slot) < 6 else None,
            room=None,
            station=station,
            by=desk.account,
        ),
    )


@require_POST
@staff
def lock(request: HttpRequest, desk: Desk, slug: str, lesson: int) -> HttpResponse:
    """Lock a lesson where it is, or let it go."""
    row = lesson_here(timetable_here(desk.running(), slug), lesson)
    is_locked = request.POST.get("lock") == "yes"
    return _answered(
        request,
        desk,
        row.timetable,
        lambda: lock_lesson(lesson=row, is_locked=is_locked, by=desk.account),
    )


@require_POST
@staff
def undo(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Take the last change back."""
    row = timetable_here(desk.running(), slug)
    return _answered(request, desk, row, lambda: take_back(timetable=row, by=desk.account))


@require_safe
@staff
def options(request: HttpRequest, desk: Desk, slug: str, lesson: int) -> JsonResponse:  # noqa: ARG001 - a view's signature
    """Answer what would be broken in each slot, were the lesson there."""
    timetable = timetable_here(desk, slug)
    row = lesson_here(timetable, lesson)
    board = Board(timetable)
    index = next(n for n, one in enumerate(board.lessons) if one.pk == row.pk)
    return JsonResponse({"slots": _options(board, index)})


def _options(board: Board, index: int) -> list[dict[str, Any]]:
    found = []
    for slot, faults in zip(board.slots, options_of(board, index), strict=True):
        broken = [fault for fault in faults if fault.price is None]
        price = sum(fault.price or 0 for fault in faults)
        words = broken[0].say_why(language()) if broken else _("可以")
        if not broken and price:
            words = _("可以，未满足的愿望 %(price)s") % {"price": price}
        found.append({"slot": slot.label(language()), "ok": not broken, "words": words, "price": price})
    return found


def _answered(
    request: HttpRequest, desk: Desk, timetable: Timetable, deed: Callable[[], object]
) -> HttpResponse:
    """Do it, and answer with the board as it is now: as JSON for the script, else by going back to it."""
    refused = ""
    try:
        deed()
    except Refusal as refusal:
        refused = refusal.say(language())
    station = request.POST.get("station", "")
    if "application/json" not in request.headers.get("Accept", ""):
        if refused:
            messages.error(request, refused)
        address = reverse("console:timetable", args=[timetable.slug])
        return redirect(f"{address}?station={station}" if station else address)
    timetable.refresh_from_db()
    context = shown(timetable, station_chosen(desk, station)) | {"desk": desk}
    html = render_to_string("console/timetables/parts/board.html", context, request)
    return JsonResponse({"board": html, "told": refused or counts_words(context["counted"])})
