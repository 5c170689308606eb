"""Import the yearly holiday notice from a file."""

import json
from pathlib import Path

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import BadInput
from yizhan.people.models import Account
from yizhan.places.actions.calendars import import_calendar
from yizhan.places.models import CalendarYear

_UNREADABLE = Phrase("文件无法读取（{why}）", "cannot be read ({why})")
_NOT_JSON = Phrase("不是 JSON 文件（{why}）", "is not a JSON file ({why})")


def import_calendar_file(path: Path, *, by: Account | None = None) -> tuple[CalendarYear, bool]:
    """Store the notice in a holiday-cn JSON file; returns the year, and whether anything changed."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise BadInput("unreadable", _UNREADABLE, file=path.name, why=error.strerror) from None
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput("not_json", _NOT_JSON, file=path.name, why=str(error)) from None
    return import_calendar(content=content, file=path.name, by=by)
