"""Expecting a refusal that people can read."""

from collections.abc import Callable

import pytest

from yizhan.foundation.refusals import Refusal


def refused(code: str, act: Callable[..., object], /, **named: object) -> Refusal:
    """Call, expect a refusal with this code, and that it can be said in both languages."""
    with pytest.raises(Refusal) as refusal:
        act(**named)
    assert refusal.value.code == code
    assert "{" not in refusal.value.say("zh") + refusal.value.say("en")
    return refusal.value
