"""Addresses of courses, menus, classes and providers in the console."""

from django.urls import path

from yizhan.console.programme import classes, courses, importing, menus, moving, providers, supply

_MENU = "menus/<int:year>q<int:quarter>"
_COURSE = "courses/<slug:slug>/"
urlpatterns = [
    path("menus/", menus.menus, name="menus"),
    path("menus/template.xlsx", importing.template, name="course_template"),
    path(f"{_MENU}/", menus.menu, name="menu"),
    path(f"{_MENU}.docx", menus.word, name="menu_word"),
    path(f"{_MENU}.xlsx", menus.excel, name="menu_excel"),
    path(f"{_MENU}/items/", menus.add, name="add_items"),
    path(f"{_MENU}/order/", menus.arrange, name="arrange_items"),
    path(f"{_MENU}/items/<int:item>/", menus.change, name="change_item"),
    path(f"{_MENU}/items/<int:item>/class/", classes.new, name="new_class"),
    path(f"{_MENU}/import/", importing.import_page, name="import_courses"),
    path(f"{_MENU}/<slug:step>/", moving.move, name="move_menu"),
    path("classes/<slug:slug>/", classes.one, name="class"),
    path("classes/<slug:slug>/drop/", classes.drop, name="drop_class"),
    path("classes/<slug:slug>/cancel/<int:session>/", classes.cancel, name="cancel_session"),
    path("courses/", courses.courses, name="courses"),
    path("courses/new/", courses.new, name="new_course"),
    path("courses/reviews/", courses.reviews, name="reviews"),
    path(_COURSE, courses.course, name="course"),
    path(f"{_COURSE}class/", courses.class_differently, name="change_course"),
    path(f"{_COURSE}version/", courses.write, name="write_version"),
    path(f"{_COURSE}retire/", courses.retire, name="retire_course"),
    path("providers/", providers.providers, name="providers"),
    path("providers/<slug:slug>/", providers.provider, name="provider"),
    path("lecturers/<int:lecturer>/", providers.lecturer, name="lecturer"),
    path("supply/", supply.supply, name="supply"),
    path("supply/lecturers/<int:lecturer>/", supply.lecturer, name="supply_lecturer"),
]
