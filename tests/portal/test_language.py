"""English is complete, and stays so."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.test import Client
from django.utils.translation.template import templatize

import yizhan
from factories.towns import Town
from pages import PAGES

SOURCE = Path(yizhan.__file__).parent
KEYWORDS = dict.fromkeys(("_", "gettext", "gettext_lazy")) | {"ngettext": (1, 2)}
CHINESE = re.compile(r"[\u3400-\u9fff]")


def catalogue() -> Catalog:
    with (SOURCE / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file)


def phrases() -> set[str]:
    """Return every Chinese phrase of the screens: in code and in templates."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        with path.open("rb") as file:
            found |= {_first(message) for _, message, _, _ in extract("python", file, keywords=KEYWORDS)}
    for path in SOURCE.rglob("*.html"):
        code = templatize(path.read_text(), origin=str(path)).encode()
        found |= {
            _first(message) for _, message, _, _ in extract("python", io.BytesIO(code), keywords=KEYWORDS)
        }
    return {phrase for phrase in found if CHINESE.search(phrase)}


def _first(message: object) -> str:
    return str(message[0]) if isinstance(message, tuple) else str(message)


def test_every_phrase_has_an_english_translation() -> None:
    english = catalogue()
    missing = sorted(phrase for phrase in phrases() if not (found := english.get(phrase)) or not found.string)
    assert missing == []


def test_placeholders_survive_translation() -> None:
    for message in catalogue():
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        asked = set(re.findall(r"%\(\w+\)[sd]", _first(message.id)))
        for string in strings:
            assert not message.id or set(re.findall(r"%\(\w+\)[sd]", string)) == asked, message.id


@pytest.mark.parametrize("page", [page for page in PAGES if "poster" not in page])
def test_english_page_shows_no_chinese_but_the_link_back(client: Client, town: Town, page: str) -> None:
    html = client.get(f"/en{page}").content.decode()
    html = re.sub(r'<(\w+)[^>]* lang="zh-Hans"[^>]*>.*?</\1>', "", html, flags=re.DOTALL)
    html = html.replace('<b aria-hidden="true">驿</b>', "")
    assert CHINESE.findall(html) == []
