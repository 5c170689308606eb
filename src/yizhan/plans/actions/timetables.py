"""Writes about timetables: drafting, placing lessons by hand, locking, taking back, computing."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import Lecturer, Offering
from yizhan.people.actions import record, require_runner
from yizhan.people.models import Account, Subdistrict
from yizhan.places.models import Room, Station
from yizhan.plans.bridge import Board, Progress, SolvedTimetable, named, recount_board, solve_board
from yizhan.plans.models import Timetable, TimetableLesson
from yizhan.plans.rules.releases import refuse_empty_undo, refuse_placing, refuse_room_of_others
from yizhan.plans.rules.timetables import (
    MOST_WEEKLY,
    Draft,
    Slot,
    checked_slots,
    choices_from,
    choices_to,
    refuse_term,
    slots_from,
)
from yizhan.plans.words import RunStatus

#: So many changes can be taken back.
MOST_UNDO = 30

_TAKEN = Phrase("已有网址代号为“{slug}”的时间表，请换一个。", "There is a timetable at '{slug}' already.")
_NO_CLASSES = Phrase("请至少选一个班级。", "Choose at least one class.")
_WEEKLY = Phrase("每周次数应在 1 与 {most} 之间。", "Lessons a week must be from 1 to {most}.")
_OTHERS = Phrase("“{name}”不属于这个街道。", "{name} belongs to another sub-district.")
_CHANGED = Phrase(
    "计算期间时间表被修改了，答案没有保存；请重新计算。",
    "The timetable was changed while it was being computed, so the answer was not kept; compute it again.",
)

#: A lesson's key, slot, room, lecturer, lock: as they were before a change.
_Former = list[Any]


@transaction.atomic
def draft_timetable(
    *,
    subdistrict: Subdistrict,
    draft: Draft,
    classes: Sequence[tuple[Offering, int]],
    by: Account | None,
    is_example: bool = False,
) -> Timetable:
    """Start a timetable of these classes, each with its lessons a week; no lesson has a place yet."""
    require_runner(by=by, subdistrict=subdistrict)
    refuse_term(draft.first_day, draft.last_day)
    ordered = checked_slots(draft.slots)
    _refuse_classes(subdistrict, classes)
    if subdistrict.timetables.filter(slug=draft.slug).exists():
        raise Refusal("timetable_taken", _TAKEN, slug=draft.slug)
    timetable = Timetable.objects.create(
        subdistrict=subdistrict,
        slug=draft.slug,
        name_zh=draft.name_zh,
        name_en=draft.name_en,
        first_day=draft.first_day,
        last_day=draft.last_day,
        slots=[slot.stored() for slot in ordered],
        settings=choices_to(draft.choices),
        is_example=is_example,
    )
    _add_lessons(timetable, classes)
    record(
        verb="draft_timetable",
        subject=timetable,
        by=by,
        subdistrict=subdistrict,
        lessons=sum(weekly for _, weekly in classes),
    )
    return timetable


@transaction.atomic
def change_timetable(
    *, timetable: Timetable, settings: Mapping[str, Any], slots: Iterable[Slot], by: Account | None
) -> Timetable:
    """Change prices, choices and slots; lessons keep their times, unless their slot is gone."""
    require_runner(by=by, subdistrict=timetable.subdistrict)
    choices, ordered = choices_from(settings), checked_slots(slots)
    timetable = _locked_row(timetable)
    before, former = timetable.settings, slots_from(timetable.slots)
    place = {slot: index for index, slot in enumerate(ordered)}
    for lesson in timetable.lessons.all():
        if lesson.slot is not None:
            lesson.slot = place.get(former[lesson.slot])
            lesson.save(update_fields=["slot"])
    timetable.settings = choices_to(choices)
    timetable.slots = [slot.stored() for slot in ordered]
    timetable.undo = []
    _forget_answer(timetable)
    record(
        verb="change_timetable",
        subject=timetable,
        by=by,
        subdistrict=timetable.subdistrict,
        before=before,
        after=timetable.settings,
    )
    return timetable


@transaction.atomic
def set_lesson(
    *,
    lesson: TimetableLesson,
    slot: int | None,
    room: Room | None,
    by: Account | None,
    lecturer: Lecturer | None = None,
    station: Station | None = None,
) -> TimetableLesson:
    """
    Place a lesson by hand; without a room it keeps its own, or gets the first that suits.

    With a station it gets a room of that station, unless it is in one. What clashes is shown, not refused:
    half a move is a step to a good timetable. A lecturer is set for all lessons of the class.
    """
    timetable = _locked_row(lesson.timetable)
    require_runner(by=by, subdistrict=timetable.subdistrict)
    lesson = timetable.lessons.select_related("offering", "room").get(pk=lesson.pk)
    called = named(lesson.offering)
    refuse_placing(is_locked=lesson.is_locked, lesson=called, slot=slot, n_slots=len(timetable.slots))
    if room is not None:
        is_here = room.station.subdistrict_id == timetable.subdistrict_id
        refuse_room_of_others(is_here=is_here, room=named(room))
    changed = [lesson]
    if lecturer is not None and lecturer.pk != lesson.lecturer_id:
        changed = list(timetable.lessons.filter(offering=lesson.offering))
    _remember(timetable, changed)
    if lecturer is not None:
        timetable.lessons.filter(offering=lesson.offering).update(lecturer=lecturer)
    lesson.slot, lesson.room = slot, room or lesson.room
    lesson.save(update_fields=["slot", "room"])
    is_elsewhere = station is not None and (lesson.room is None or lesson.room.station_id != station.pk)
    if room is None and slot is not None and (lesson.room is None or is_elsewhere):
        lesson.room = _first_room(timetable, lesson, station) or lesson.room
        lesson.save(update_fields=["room"])
    _count_edition(timetable)
    words = slots_from(timetable.slots)[slot].label("zh") if slot is not None else ""
    record(
        verb="set_lesson",
        subject=timetable,
        by=by,
        subdistrict=timetable.subdistrict,
        lesson=str(lesson),
        slot=words,
        room=str(lesson.room or ""),
    )
    return lesson


@transaction.atomic
def lock_lesson(*, lesson: TimetableLesson, is_locked: bool, by: Account | None) -> TimetableLesson:
    """Keep a lesson where it is while computing, or let it go; the old bound no longer holds."""
    timetable = _locked_row(lesson.timetable)
    require_runner(by=by, subdistrict=timetable.subdistrict)
    lesson = timetable.lessons.select_related("offering").get(pk=lesson.pk)
    if lesson.is_locked == is_locked:
        return lesson
    _remember(timetable, [lesson])
    lesson.is_locked = is_locked
    lesson.save(update_fields=["is_locked"])
    _forget_answer(timetable)
    record(
        verb="lock_lesson" if is_locked else "unlock_lesson",
        subject=timetable,
        by=by,
        subdistrict=timetable.subdistrict,
        lesson=str(lesson),
    )
    return lesson


@transaction.atomic
def take_back(*, timetable: Timetable, by: Account | None) -> Timetable:
    """Undo the last change of places or locks, by hand or by computing."""
    timetable = _locked_row(timetable)
    require_runner(by=by, subdistrict=timetable.subdistrict)
    refuse_empty_undo(steps=len(timetable.undo))
    lessons = {lesson.pk: lesson for lesson in timetable.lessons.all()}
    is_lock = False
    for pk, slot, room, lecturer, is_locked in timetable.undo.pop():
        lesson = lessons.get(pk)
        if lesson is None:
            continue
        is_lock |= lesson.is_locked != is_locked
        lesson.slot, lesson.room_id, lesson.lecturer_id, lesson.is_locked = slot, room, lecturer, is_locked
        lesson.save()
    if is_lock:
        _forget_answer(timetable)
    _count_edition(timetable)
    record(verb="take_back_lesson", subject=timetable, by=by, subdistrict=timetable.subdistrict)
    return timetable


def compute_timetable(
    *, timetable: Timetable, by: Account | None, progress: Progress | None = None
) -> Timetable:
    """Compute where lessons go (outside any transaction: it may take a while) and store the answer."""
    require_runner(by=by, subdistrict=timetable.subdistrict)
    timetable.refresh_from_db()
    board = Board(timetable)
    solved = solve_board(board, progress=progress)
    with transaction.atomic():
        edition = timetable.edition
        timetable = _locked_row(timetable)
        if timetable.edition != edition:
            raise Refusal("timetable_changed", _CHANGED)
        _place_all(timetable, board, solved)
        timetable.status = RunStatus(solved.status)
        timetable.objective, timetable.bound, timetable.gap = solved.objective, solved.bound, solved.gap
        timetable.seconds, timetable.input_hash = solved.seconds, solved.input_hash
        timetable.computed_at = clock.now()
        timetable.report = {"conflicts": list(solved.conflicts)}
        if solved.slots is not None:
            timetable.report |= _broken_wishes(board, solved)
        _count_edition(timetable)
        record(
            verb="compute_timetable",
            subject=timetable,
            by=by,
            subdistrict=timetable.subdistrict,
            status=solved.status,
            objective=solved.objective,
            bound=solved.bound,
            input_hash=solved.input_hash,
        )
    return timetable


def _refuse_classes(subdistrict: Subdistrict, classes: Sequence[tuple[Offering, int]]) -> None:
    if not classes:
        raise Refusal("classes_missing", _NO_CLASSES)
    for offering, weekly in classes:
        if offering.subdistrict_id != subdistrict.pk:
            raise Refusal("class_elsewhere", _OTHERS, name=named(offering))
        if not 1 <= weekly <= MOST_WEEKLY:
            raise Refusal("weekly_out_of_range", _WEEKLY, most=MOST_WEEKLY)


def _add_lessons(timetable: Timetable, classes: Sequence[tuple[Offering, int]]) -> None:
    TimetableLesson.objects.bulk_create(
        TimetableLesson(timetable=timetable, offering=offering, number=number, lecturer=offering.lecturer)
        for offering, weekly in classes
        for number in range(1, weekly + 1)
    )


def _locked_row(timetable: Timetable) -> Timetable:
    """Return the timetable as it is now; two who change it do so one after the other."""
    rows = Timetable.objects.select_for_update(of=("self",)).select_related("subdistrict")
    return rows.get(pk=timetable.pk)


def _first_room(timetable: Timetable, lesson: TimetableLesson, station: Station | None) -> Room | None:
    """Return the first room (of a station) in which nothing is broken, else the first that suits at all."""
    board = Board(timetable)
    index = next(n for n, one in enumerate(board.lessons) if one.pk == lesson.pk)
    course, slot = board.course_of[index], board.slot_of[index]
    taken = {room for at, room in zip(board.slot_of, board.room_of, strict=True) if at == slot}
    here = [n for n, room in enumerate(board.rooms) if station is None or room.station_id == station.pk]
    suits = [room for room in here if board.why_not_there(course, room) is None] or here
    own = lesson.offering.station_id
    suits.sort(key=lambda room: (board.rooms[room].station_id != own, board.rooms[room].capacity))
    free = (n for n in suits if n not in taken and board.why_not_used(course, n, slot) is None)
    best = next(free, suits[0] if suits else None)
    return None if best is None else board.rooms[best]


def _remember(timetable: Timetable, lessons: Iterable[TimetableLesson]) -> None:
    """Keep where lessons are, so that the change about to be made can be taken back."""
    former: list[_Former] = [
        [one.pk, one.slot, one.room_id, one.lecturer_id, one.is_locked] for one in lessons
    ]
    timetable.undo = [*timetable.undo, former][-MOST_UNDO:]


def _place_all(timetable: Timetable, board: Board, solved: SolvedTimetable) -> None:
    if solved.slots is None or solved.rooms is None:
        return
    moved = []
    for lesson, slot, room in zip(board.lessons, solved.slots, solved.rooms, strict=True):
        if (lesson.slot, lesson.room_id) != (slot, board.rooms[room].pk):
            moved.append((lesson, slot, board.rooms[room]))
    if moved:
        _remember(timetable, (lesson for lesson, _, _ in moved))
    for lesson, slot, place in moved:
        lesson.slot, lesson.room = slot, place
        lesson.save(update_fields=["slot", "room"])


def _broken_wishes(board: Board, solved: SolvedTimetable) -> dict[str, Any]:
    counted = recount_board(board, slots=solved.slots, rooms=solved.rooms)
    return {"parts": dict(counted.parts), "wishes": [wish.stored() for wish in counted.wishes]}


def _forget_answer(timetable: Timetable) -> None:
    """Drop an answer that no longer belongs to the question."""
    timetable.status = RunStatus.DRAFT
    timetable.objective = timetable.bound = timetable.gap = timetable.seconds = None
    timetable.report, timetable.input_hash, timetable.computed_at = {}, "", None
    _count_edition(timetable)


def _count_edition(timetable: Timetable) -> None:
    timetable.edition += 1
    timetable.save()
