#!/usr/bin/env python3
"""
Run a command beside a throw-away PostgreSQL: `script/with_postgresql.py COMMAND [ARGUMENT …]`.

Exports YIZHAN_DATABASE_URL, stops the server whatever happens, and exits with the command's code.
Exit code 77: PostgreSQL is not installed.
"""

import contextlib
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

NOT_INSTALLED = 77
NOT_FOUND = 127
USAGE = 2
TOOLS = ("initdb", "pg_ctl", "postgres")
# Nothing here outlives the command, so nothing needs to survive a power cut.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def folders() -> Iterator[Path]:
    """Where the programs may lie: the path, Debian's folders (newest first), what pg_config says."""
    yield from (Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder)
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(debian, key=lambda folder: _version(folder.parent.name), reverse=True)
    for root in ("/opt/homebrew/opt", "/usr/local/opt"):
        yield from sorted(Path(root).glob("postgresql*/bin"), reverse=True)
    config = shutil.which("pg_config")
    if config:
        said = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        yield Path(said.stdout.strip())


def _version(name: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", name))


def programs() -> Path | None:
    """Return the first folder that holds all programs needed."""
    for folder in folders():
        if all((folder / tool).exists() for tool in TOOLS):
            return folder
    return None


def server_account() -> pwd.struct_passwd | None:
    """Return who runs the server: PostgreSQL refuses root, so root lends it another name."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise SystemExit("PostgreSQL refuses to run as root, and there is neither 'postgres' nor 'nobody'.")


def run_as(account: pwd.struct_passwd | None, *command: str, cwd: str) -> None:
    """Run a program of the server quietly; its output is shown where it fails."""
    identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, **identity
    )
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def server(folder: Path) -> Iterator[str]:
    """Run a new cluster in a temporary folder; gives its address."""
    account = server_account()
    with tempfile.TemporaryDirectory(prefix="yizhan-postgresql-", ignore_cleanup_errors=True) as home:
        if account:
            os.chown(home, account.pw_uid, account.pw_gid)
        cluster, log, port = f"{home}/cluster", f"{home}/log", free_port()
        control = (str(folder / "pg_ctl"), "-D", cluster)
        initdb = (str(folder / "initdb"), "-D", cluster, "-U", "yizhan", "-A", "trust", "-E", "UTF8")
        run_as(account, *initdb, "--locale=C", "--no-sync", cwd=home)
        # Loopback and a random port: a socket's path would be too long in some temporary folders.
        options = f"-p {port} -h 127.0.0.1 -c unix_socket_directories='' {FAST}"
        try:
            run_as(account, *control, "-l", log, "-o", options, "-w", "start", cwd=home)
            yield f"postgres://yizhan@127.0.0.1:{port}/postgres"
        finally:
            if Path(cluster, "postmaster.pid").exists():
                run_as(account, *control, "-m", "immediate", "-w", "stop", cwd=home)


def main(command: list[str]) -> int:
    """Start, run, stop; return the exit code."""
    if not command:
        print(__doc__, file=sys.stderr)
        return USAGE
    folder = programs()
    if folder is None:
        print(
            "PostgreSQL is not installed: initdb, pg_ctl and postgres were sought on the PATH, in "
            "/usr/lib/postgresql/*/bin and where pg_config points.\n"
            "没有安装 PostgreSQL。Debian: apt-get install postgresql",
            file=sys.stderr,
        )
        return NOT_INSTALLED
    # A killed script must still stop its server.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    if shutil.which(command[0]) is None:
        print(f"{command[0]}: no such command", file=sys.stderr)
        return NOT_FOUND
    with server(folder) as address:
        done = subprocess.run(command, env={**os.environ, "YIZHAN_DATABASE_URL": address}, check=False)
    return done.returncode if done.returncode >= 0 else 128 - done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
