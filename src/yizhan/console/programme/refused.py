"""What a rule refuses is said where the person is: beside the form, or above the page they came from."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from yizhan.console.desk import language
from yizhan.foundation.refusals import Refusal


def accepted(form: forms.Form, act: Callable[[], Any]) -> Any:
    """Do it and return what came of it; a refusal goes into the form, and None is returned."""
    try:
        return act()
    except Refusal as refusal:
        form.add_error(None, refusal.say(language()))
        return None


def done(request: HttpRequest, act: Callable[[], object], *, told: str) -> bool:
    """Do it and say so above the next page; a refusal is said there instead."""
    try:
        act()
    except Refusal as refusal:
        messages.error(request, refusal.say(language()))
        return False
    if told:
        messages.success(request, told)
    return True
