"""The database behind the commands that need one: settings first, tables made where they are missing."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connections

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal

_HOME = Phrase(
    "数据文件夹无法使用：{file}（{reason}）；可用 YIZHAN_HOME 另指一个",
    "the data folder cannot be used: {file} ({reason}); name another with YIZHAN_HOME",
)


def set_up_database(url: str | None = None) -> None:
    """
    Load the settings and bring the tables up to date; `url` names another database than the settings do.

    Models may be imported only after this.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yizhan.config.settings")
    if url is not None:
        os.environ["YIZHAN_DATABASE_URL"] = url
    try:
        django.setup()
    except OSError as error:
        raise Refusal("home_unusable", _HOME, file=error.filename, reason=error.strerror) from error
    call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def sqlite_anew(path: Path) -> Iterator[str]:
    """
    Yield the address of an empty SQLite file; it takes the place of `path` only if all goes well.

    Until then, and after any failure, what was at `path` stays as it was.
    """
    draft = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _remove(draft)
    except OSError as error:
        raise Refusal("home_unusable", _HOME, file=error.filename, reason=error.strerror) from error
    try:
        yield f"sqlite:///{draft}"
        connections.close_all()
        _remove(path)
        draft.replace(path)
    finally:
        connections.close_all()
        _remove(draft)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
