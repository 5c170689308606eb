"""
Five thousand real requests for twenty seats, on SQLite and on PostgreSQL: exactly twenty, the rest in order.

    python benchmarks/signup/rush.py sqlite
    python script/with_postgresql.py python benchmarks/signup/rush.py
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "benchmarks" / "signup")]
REQUESTS, SEATS, WIDE = 5000, 20, 64


def main():
    with tempfile.TemporaryDirectory() as folder:
        if "sqlite" in sys.argv[1:]:
            os.environ["YIZHAN_DATABASE_URL"] = f"sqlite:///{folder}/rush.sqlite3"
        import storm

        made = storm.prepare(SEATS, REQUESTS)
        import crowd
        import sending

        port = sending.free_port()
        with storm.granian(port, threads=6, workers=1):
            sending.wait_for(port)
            requests = [sending.request(crowd.request_of(made, "book"), cookies) for cookies in made.cookies]
            began = time.perf_counter()
            statuses = sending.storm(port, requests, wide=WIDE)
            seconds = time.perf_counter() - began
        told = {"seconds": round(seconds, 1), "per_s": round(REQUESTS / seconds), "statuses": statuses}
        print(json.dumps(told | crowd.verdict(SEATS, REQUESTS, "book")))


if __name__ == "__main__":
    main()
