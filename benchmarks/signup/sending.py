"""A load generator that costs little beside what it measures: raw sockets, requests made beforehand."""

import json
import selectors
import socket
import time
from collections import Counter
from http.client import HTTPConnection

TOKEN = "t" * 32


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port):
    for _ in range(300):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/api/rounds")
            connection.getresponse().read()
            connection.close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server never answered")


def request(asked, cookies):
    """Return one whole request as bytes."""
    verb, path, body = asked
    body = json.dumps(body).encode()
    head = [
        f"{verb} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        f"X-CSRFToken: {TOKEN}",
        "Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()),
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join([*head, "", ""]).encode() + body


def storm(port, requests, *, wide):
    """Send all requests over so many connections at once, the next when one is free; return the statuses."""
    left = iter(requests)
    statuses = Counter()
    chooser = selectors.DefaultSelector()
    for _ in range(wide):
        first = next(left, None)
        if first is None:
            break
        there = socket.create_connection(("127.0.0.1", port))
        there.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        there.sendall(first)
        chooser.register(there, selectors.EVENT_READ, bytearray())
    standing = len(chooser.get_map())
    while standing:
        for key, _ in chooser.select(timeout=60):
            if not _answered(key, statuses):
                continue
            following = next(left, None)
            if following is None:
                chooser.unregister(key.fileobj)
                key.fileobj.close()
                standing -= 1
            else:
                key.fileobj.sendall(following)
    return {str(status): count for status, count in sorted(statuses.items())}


def _answered(key, statuses):
    """Read what came; return whether a whole answer is there, and count its status."""
    got = key.fileobj.recv(65536)
    if not got:
        raise SystemExit("the server closed the connection")
    key.data.extend(got)
    head, blank, body = bytes(key.data).partition(b"\r\n\r\n")
    if not blank:
        return False
    lines = head.lower().split(b"\r\n")
    length = next((int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length:")), None)
    whole = len(body) >= length if length is not None else body.endswith(b"0\r\n\r\n")
    if whole:
        statuses[int(head[9:12])] += 1
        key.data.clear()
    return whole
