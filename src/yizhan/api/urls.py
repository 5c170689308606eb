"""Addresses of the interface, the same in every language; its description is `openapi.json`."""

from django.urls import URLPattern, URLResolver, path

from yizhan.api.door import api

urlpatterns: list[URLPattern | URLResolver] = [path("", api.urls)]
