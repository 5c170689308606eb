"""A laptop needs no settings; a server refuses to start without its own."""

import os
import subprocess
import sys

import pytest

SERVER = {
    "YIZHAN_MODE": "server",
    "YIZHAN_SECRET_KEY": "long and random, as far as this test is concerned 1234567890",
    "YIZHAN_HOSTS": "yizhan.example",
    "YIZHAN_DATABASE_URL": "postgres://nobody@localhost/yizhan",
}


def ask(script: str, tmp_path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("YIZHAN_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-c", script],
        env=clean
        | {"YIZHAN_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "yizhan.config.settings"}
        | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("missing", ["YIZHAN_SECRET_KEY", "YIZHAN_HOSTS", "YIZHAN_DATABASE_URL"])
def test_server_refuses_to_start_without(missing, tmp_path):
    given = {name: value for name, value in SERVER.items() if name != missing}
    done = ask("import yizhan.config.settings", tmp_path, **given)
    assert done.returncode != 0
    assert f"{missing} is not set" in done.stderr


def manage(*words: str) -> str:
    return f"from django.core.management import execute_from_command_line as run; run({['manage', *words]!r})"


def test_server_passes_djangos_own_deployment_check(tmp_path):
    done = ask(manage("check", "--deploy", "--fail-level", "ERROR"), tmp_path, **SERVER)
    assert done.returncode == 0, done.stderr
    warned = {word.strip("?:() ") for word in done.stderr.split() if word.startswith("(security.")}
    # Whether subdomains are covered and the list of browsers joined is the host's to decide.
    assert warned <= {"security.W005", "security.W021"}


def test_server_serves_compressed_files(tmp_path):
    done = ask(manage("collectstatic", "--noinput", "--verbosity", "0"), tmp_path, **SERVER)
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "static").rglob("maplibre-gl*.gz"))


def test_laptop_keeps_its_secret_to_itself(tmp_path):
    done = ask("import yizhan.config.settings as s; print(len(s.SECRET_KEY), s.DEBUG)", tmp_path)
    assert done.stdout.split()[1] == "False"
    secret = tmp_path / "secret_key"
    assert secret.stat().st_mode & 0o077 == 0
    again = ask("import yizhan.config.settings as s; print(s.SECRET_KEY)", tmp_path)
    assert again.stdout.strip() == secret.read_text()


def test_faults_are_told_with_their_traceback(tmp_path):
    script = """
import django, sys
django.setup()
from django.test import Client
from yizhan.portal import views
from django.conf import settings
settings.ALLOWED_HOSTS = ["*"]
views.subdistrict_here = lambda: 1 / 0
print(Client(raise_request_exception=False).get("/").status_code)
"""
    done = ask(script, tmp_path)
    assert done.stdout.strip() == "500", done.stderr
    assert "Traceback" in done.stderr
    assert "ZeroDivisionError" in done.stderr
