"""Addresses: Chinese at the root, English under /en/; the staff's pages under console/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

# The language is part of the address, so that nobody needs a cookie to read.
urlpatterns = [
    path("", include("yizhan.portal.addresses_without_language")),
    path("api/", include("yizhan.api.urls")),
    *i18n_patterns(
        path("console/", include("yizhan.console.urls")),
        path("", include("yizhan.portal.urls")),
        prefix_default_language=False,
    ),
]
handler404 = "yizhan.portal.refusals.not_found"
handler500 = "yizhan.portal.refusals.broken"
