"""Somebody signed in, as the portal's sign-in leaves the session."""

import datetime as dt
from collections.abc import Callable
from importlib import import_module

import pytest


@pytest.fixture
def cookies_of() -> Callable[..., dict[str, str]]:
    """Return what makes a session for a contact, with the token against requests from other sites."""
    from django.conf import settings

    from yizhan.api.signed_in import UNTIL, WHO
    from yizhan.foundation import clock

    engine = import_module(settings.SESSION_ENGINE)

    def sign_in(contact) -> dict[str, str]:
        session = engine.SessionStore()
        session[WHO] = contact.pk
        session[UNTIL] = (clock.now() + dt.timedelta(hours=1)).isoformat()
        session.create()
        return {"sessionid": session.session_key, "csrftoken": "t" * 32}

    return sign_in
