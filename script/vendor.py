"""Fetch the map library named in the lock file, check it, and write the few files the portal serves."""

import base64
import hashlib
import io
import json
import sys
import tarfile
import urllib.request
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[1] / "src/yizhan/portal/static/vendor"
REGISTRY = "https://registry.npmjs.org"
# What the portal serves: the library, its worker, its styles, its licence; no source maps, no types.
KEPT = {
    "maplibre-gl": {
        "package/dist/maplibre-gl.mjs": "maplibre-gl.mjs",
        "package/dist/maplibre-gl-worker.mjs": "maplibre-gl-worker.mjs",
        "package/dist/maplibre-gl.css": "maplibre-gl.css",
        "package/LICENSE.txt": "LICENSE.txt",
    }
}
README = """# Files of others, served as they are

Written by `script/vendor.py` from `package.json` and `package-lock.json` in this folder. To take a newer
version: change `package.json`, run `npm install --package-lock-only` here, then `script/vendor.py`.
Nothing of Node runs on the server; the browser loads these files from the portal itself.

| package | version | licence | file | bytes | sha256 |
|---|---|---|---|---|---|
"""


def archive(name: str, locked: dict[str, str]) -> bytes:
    """Download one package and refuse it unless its hash is the locked one."""
    url = f"{REGISTRY}/{name}/-/{name}-{locked['version']}.tgz"
    with urllib.request.urlopen(url, timeout=60) as answer:
        packed = answer.read()
    algorithm, _, expected = locked["integrity"].partition("-")
    found = base64.b64encode(hashlib.new(algorithm, packed).digest()).decode()
    if found != expected:
        sys.exit(f"{url}: its {algorithm} is not the one in package-lock.json; nothing was written.")
    return packed


def main() -> None:
    """Refresh every package, then the table of what lies here."""
    lock = json.loads((VENDOR / "package-lock.json").read_text())["packages"]
    lines = []
    for name, files in KEPT.items():
        locked = lock[f"node_modules/{name}"]
        folder = VENDOR / name
        folder.mkdir(exist_ok=True)
        with tarfile.open(fileobj=io.BytesIO(archive(name, locked))) as packed:
            for inside, outside in files.items():
                member = packed.extractfile(inside)
                if member is None:
                    sys.exit(f"{name} has no {inside}.")
                content = member.read()
                (folder / outside).write_bytes(content)
                digest = hashlib.sha256(content).hexdigest()
                lines.append(
                    f"| {name} | {locked['version']} | {locked['license']} | `{name}/{outside}` "
                    f"| {len(content):,} | `{digest}` |"
                )
    (VENDOR / "README.md").write_text(README + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
