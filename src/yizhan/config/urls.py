"""Addresses: the public pages at the root, the staff's under /console/."""

from django.urls import include, path

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("console/", include("yizhan.console.urls")),
    path("", include("yizhan.portal.urls")),
]
