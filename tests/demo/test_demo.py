"""The demonstration, as a stranger builds it: schematic, and on the real streets."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from shared import shared

ROOT = Path(__file__).resolve().parents[2]


def build(home: Path, *words: object) -> subprocess.CompletedProcess[str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("YIZHAN_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-c", "from yizhan.cli import main; main()", "demo", "--no-serve", *map(str, words)],
        env={**inherited, "YIZHAN_HOME": str(home), "YIZHAN_LANG": "en"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize("real", [False, True], ids=["schematic", "real streets"])
def test_demonstration_is_built_and_proved(tmp_path, real):
    words = []
    if real:
        words = ["--osm", shared("data/north_bund_streets.osm.pbf")]
        words += ["--area", shared("data/north_bund_study_area.geojson")]
    done = build(tmp_path, "--json", *words)
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert (summary["stations"], summary["points_inside_stations"]) == (7, 1)
    assert summary["schematic"] is not real
    assert len(summary["scenarios"]) >= 3
    for scenario in summary["scenarios"]:
        assert scenario["status"] == "optimal"
        assert scenario["gap"] == 0
        assert scenario["covered"]["5"] <= scenario["covered"]["10"] <= scenario["covered"]["15"]


def test_demonstration_tells_its_progress_and_its_summary(tmp_path):
    done = build(tmp_path)
    assert done.returncode == 0, done.stderr
    assert "computing scenario 'As it stands'" in done.stderr
    assert "7 stations" in done.stdout
    assert "15 min" in done.stdout


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def test_demonstration_is_served(tmp_path):
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("YIZHAN_", "DJANGO_"))}
    home = f"http://127.0.0.1:{(port := free_port())}"
    script = ["-c", "from yizhan.cli import main; main()", "demo", "--port", str(port)]
    environment = {**inherited, "YIZHAN_HOME": str(tmp_path), "YIZHAN_LANG": "en"}
    with subprocess.Popen([sys.executable, *script], env=environment, cwd=ROOT) as server:
        try:
            pages = ["/", "/en/", "/rest/", "/stations/builders-home/", "/console/sign-in/"]
            assert [fetched(home + page) for page in pages] == [200] * len(pages)
        finally:
            server.terminate()


def fetched(address: str) -> int:
    """Return the status of a page, waiting for the server to come up."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(address) as answer:
                return answer.status
        except urllib.error.HTTPError as refused:
            return refused.code
        except urllib.error.URLError:
            time.sleep(0.2)
    return 0


def test_demonstration_refuses_to_run_on_a_server(tmp_path, monkeypatch):
    inherited = {**os.environ, "YIZHAN_MODE": "server", "YIZHAN_LANG": "zh", "YIZHAN_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", "from yizhan.cli import main; main()", "demo", "--no-serve"],
        env=inherited,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "本机模式" in done.stderr


def test_broken_streets_leave_the_old_demonstration_as_it_was(tmp_path):
    broken, before = tmp_path / "broken.osm.pbf", tmp_path / "demo.sqlite3"
    broken.write_bytes(b"nonsense")
    before.write_bytes(b"what stood here before")
    done = build(tmp_path, "--osm", broken)
    assert done.returncode == 2
    assert "broken.osm.pbf" in done.stderr
    assert "Traceback" not in done.stderr
    assert before.read_bytes() == b"what stood here before"
    assert not list(tmp_path.glob("demo.sqlite3.new*"))


def test_home_that_cannot_be_used_is_refused(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    done = build(tmp_path / "file")
    assert done.returncode == 2
    assert "YIZHAN_HOME" in done.stderr
    assert "Traceback" not in done.stderr


def test_schematic_streets_are_what_the_drawing_draws():
    folder = ROOT / "demo" / "north_bund"
    drawn = subprocess.run(
        [sys.executable, "-c", "import draw_streets; print(draw_streets.osm(), end='')"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert drawn.stdout == (folder / "streets.osm").read_text(encoding="utf-8")
