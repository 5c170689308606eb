"""The command line is documented, or the build fails."""

import importlib.util
from pathlib import Path

import click
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("cli_reference", ROOT / "script" / "cli_reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_reference_is_up_to_date(script):
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == script.reference()


def test_every_command_ends_its_help_with_an_example(script):
    silent = [
        name
        for name, command, _ in script.everything()
        if not isinstance(command, click.Group) and "Example: " not in (command.help or "")
    ]
    assert silent == []
