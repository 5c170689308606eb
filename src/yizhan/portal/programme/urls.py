"""Addresses of the course menu and the course pages."""

from django.urls import path

from yizhan.portal.programme import downloads, views

urlpatterns = [
    path("menu/", views.menu, name="menu"),
    path("menu/<int:year>q<int:quarter>/", views.menu, name="menu_of"),
    path("menu/<int:year>q<int:quarter>.docx", downloads.word, name="menu_word"),
    path("menu/<int:year>q<int:quarter>.xlsx", downloads.excel, name="menu_excel"),
    path("courses/<slug:slug>/", views.course, name="course"),
]
