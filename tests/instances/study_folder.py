"""A copy of the demonstration's study folder that a test may break."""

import shutil
from pathlib import Path

DEMO = Path(__file__).resolve().parents[2] / "demo" / "north_bund"


def copied(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    folder.mkdir()
    for name in ("plan.toml", "sites.csv", "streets.osm"):
        shutil.copy(DEMO / name, folder / name)
    return folder


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
