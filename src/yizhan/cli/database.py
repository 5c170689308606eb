"""The database behind the commands that need one: settings first, tables made where they are missing."""

import os
from pathlib import Path

import django
from django.core.management import call_command


def set_up_database(url: str | None = None) -> None:
    """
    Load the settings and bring the tables up to date; `url` names another database than the settings do.

    Models may be imported only after this.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yizhan.config.settings")
    if url is not None:
        os.environ["YIZHAN_DATABASE_URL"] = url
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def fresh_sqlite(path: Path) -> str:
    """Return the address of an SQLite file that does not exist yet; an old one is removed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for name in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        name.unlink(missing_ok=True)
    return f"sqlite:///{path}"
