"""A relay of public randomness on this machine, which serves the rounds it is given."""

import contextlib
import http.server
import json
import threading

from yizhan.outside.drand import CHAIN_HASH


def as_json(beacon, **changed):
    return json.dumps(
        {"round": beacon.round, "randomness": beacon.randomness, "signature": beacon.signature, **changed}
    )


@contextlib.contextmanager
def relay_of(beacons):
    """Yield the running relay: `url` is where it is, `says` replaces its answer to everything."""
    rounds = {str(beacon.round): beacon for beacon in beacons}

    class Relay(http.server.BaseHTTPRequestHandler):
        says = None
        url = ""

        def do_GET(self):
            known = rounds.get(self.path.removeprefix(f"/{CHAIN_HASH}/public/"))
            status, body = type(self).says or ((200, as_json(known)) if known else (404, "{}"))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *args):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Relay) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        Relay.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield Relay
        finally:
            server.shutdown()
            thread.join()
