"""A real server in a process of its own on the test's database, and many real requests at once."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from typing import Any

TOKEN = "t" * 32


def database_url() -> str:
    """Return the address of the database the tests use now."""
    from django.db import connection

    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    return f"postgres://{settings['USER']}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"


@contextmanager
def served(*, threads: int = 32) -> Iterator[int]:
    """Run granian, as `yizhan demo` does; gives its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--no-ws"]
    command += ["--blocking-threads", str(threads), "--backpressure", "256", "yizhan.config.wsgi:application"]
    environment = os.environ | {"YIZHAN_DATABASE_URL": database_url()}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.communicate(timeout=20)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise AssertionError(process.communicate()[1].decode())
        with suppress(OSError), closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
            connection.request("GET", "/api/openapi.json")
            connection.getresponse().read()
            return
        time.sleep(0.1)
    raise AssertionError("the server never answered")


def post(connection: HTTPConnection, path: str, body: Any, cookies: dict[str, str]) -> tuple[int, Any]:
    """Send one request; return the status and what was said."""
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    headers = {"Content-Type": "application/json", "Cookie": cookie, "X-CSRFToken": TOKEN}
    connection.request("POST", path, json.dumps(body), headers)
    answer = connection.getresponse()
    text = answer.read()
    return answer.status, json.loads(text) if text.startswith((b"{", b"[")) else text.decode()


def at_once(port: int, asked: list[tuple[str, Any, dict[str, str]]]) -> list[tuple[int, Any]]:
    """Send all requests in the same moment, each on a connection of its own; return the answers in order."""
    answers: list[tuple[int, Any]] = [(0, "no answer")] * len(asked)
    start = threading.Barrier(len(asked))

    def send(number: int) -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=120)
        connection.connect()
        start.wait(timeout=60)
        answers[number] = post(connection, *asked[number])
        connection.close()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(len(asked))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=180)
    return answers
