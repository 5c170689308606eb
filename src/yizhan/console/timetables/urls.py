"""Addresses of the timetables' pages for staff."""

from django.urls import URLPattern, path

from yizhan.console.timetables import board, computing_pages, lists, moves, printing, releases

_TIMETABLE = "timetables/<slug:slug>/"
_LESSON = f"{_TIMETABLE}lessons/<int:lesson>/"
urlpatterns: list[URLPattern] = [
    path("timetables/", lists.timetables, name="timetables"),
    path("timetables/new/", lists.new, name="new_timetable"),
    path(_TIMETABLE, board.board, name="timetable"),
    path(f"{_TIMETABLE}settings/", lists.settings, name="timetable_settings"),
    path(f"{_TIMETABLE}undo/", moves.undo, name="undo_lesson"),
    path(_LESSON, moves.lesson, name="timetable_lesson"),
    path(f"{_LESSON}lock/", moves.lock, name="lock_lesson"),
    path(f"{_LESSON}options.json", moves.options, name="lesson_options"),
    path(f"{_TIMETABLE}compute/", computing_pages.compute, name="compute_timetable"),
    path(f"{_TIMETABLE}computing/", computing_pages.watch, name="computing_timetable"),
    path(f"{_TIMETABLE}computing.json", computing_pages.progress, name="timetable_progress"),
    path(f"{_TIMETABLE}release/", releases.release, name="release_timetable"),
    path(f"{_TIMETABLE}changes/", releases.changes, name="timetable_changes"),
    path(f"{_TIMETABLE}changes/<int:number>/undo/", releases.undo, name="undo_timetable_release"),
    path(f"{_TIMETABLE}week/", printing.week, name="timetable_week"),
]
