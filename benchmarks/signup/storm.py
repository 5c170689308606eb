"""
Applications per second through HTTP for one hot course, beside pgbench running the same statements.

One throw-away PostgreSQL with durable commits, one granian, one load generator, all on this machine; pgbench
runs in the same cluster before and after every storm, on the same tables, with the very statements that one
request was seen to run. `enter`: an entry with five wishes in a round that is drawn. `book`: a booking, first
come, first served. What is measured is also checked: every entry there once with all its wishes; exactly as
many confirmed as there are seats, everybody else waiting, no duplicate, no fault.

    python benchmarks/signup/storm.py --what enter
    python benchmarks/signup/storm.py --what book
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "script"), str(ROOT / "tests"), str(ROOT / "benchmarks" / "signup")]


@contextmanager
def cluster(*, durable):
    """A cluster whose commits survive a power cut, unlike the one the tests use, unless asked otherwise."""
    import with_postgresql

    folder = with_postgresql.programs()
    with_postgresql.FAST = "-c shared_buffers=256MB" + ("" if durable else " -c synchronous_commit=off")
    with with_postgresql.server(folder) as address:
        yield address, folder


def prepare(seats, contacts):
    """Migrate and fill: one offering of so many seats, so many people signed in."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "yizhan.config.settings"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    import crowd

    return crowd.make(seats=seats, contacts=contacts)


def bench(folder):
    """Where pgbench lies: beside the server, or in Debian's folder."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/pgbench")
    return next(path for path in [folder / "pgbench", *debian] if path.exists())


def pgbench(folder, address, script, *, seconds, clients):
    """Transactions per second of a script, and how many failed."""
    command = [str(bench(folder)), address, "-n", "-f", str(script), "-T", str(seconds)]
    command += ["-c", str(clients), "-j", "2", "-M", "simple"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return float(re.search(r"tps = ([0-9.]+)", done.stdout)[1])


@contextmanager
def granian(port, *, threads, workers):
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--no-ws"]
    command += ["--workers", str(workers), "--blocking-threads", str(threads), "--backpressure", "128"]
    command += ["yizhan.config.wsgi:application"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--what", choices=["enter", "book"], default="enter")
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--seats", type=int, default=20)
    parser.add_argument("--wide", type=int, default=64)
    parser.add_argument("--threads", type=int, default=6)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--not-durable", action="store_true", help="commits need not reach the disk")
    return parser.parse_args()


@dataclass(frozen=True)
class Ground:
    """What all runs stand on."""

    folder: Path
    address: str
    script: str
    server: int
    requests: list[bytes]


def bare(ground, asked):
    """Run pgbench once; rate, and the processor time of the database for each transaction."""
    import crowd
    from processor_time import used_by

    crowd.empty()
    began = used_by(ground.server)
    rate = pgbench(ground.folder, ground.address, ground.script, seconds=asked.seconds, clients=asked.clients)
    return rate, (used_by(ground.server) - began) / (rate * asked.seconds) * 1000


def stormed(ground, asked):
    """Send every request once through a granian of its own; rate, processor times, and what came of it."""
    import crowd
    import sending
    from processor_time import used_by

    crowd.empty()
    port = sending.free_port()
    with granian(port, threads=asked.threads, workers=asked.workers) as process:
        sending.wait_for(port)
        used = used_by(ground.server), used_by(process.pid)
        began = time.perf_counter()
        statuses = sending.storm(port, ground.requests, wide=asked.wide)
        seconds = time.perf_counter() - began
        costs = used_by(ground.server) - used[0], used_by(process.pid) - used[1]
    found = crowd.verdict(asked.seats, asked.requests, asked.what) | {"statuses": statuses}
    return asked.requests / seconds, [cost / asked.requests * 1000 for cost in costs], found


def main():
    asked = arguments()
    asked.clients = asked.threads * asked.workers
    with cluster(durable=not asked.not_durable) as (address, folder):
        os.environ["YIZHAN_DATABASE_URL"] = address
        made = prepare(asked.seats, max(asked.requests, 4000 * asked.seconds))
        import crowd
        import sending
        from processor_time import postmaster

        script = crowd.script(made, asked.what)
        sent = crowd.request_of(made, asked.what)
        requests = [sending.request(sent, cookies) for cookies in made.cookies[: asked.requests]]
        ground = Ground(folder, address, script, postmaster(address), requests)
        # Alternately, since a machine has moods; each storm stands between the two runs of pgbench beside it.
        bares, storms = [bare(ground, asked)], []
        for _ in range(asked.pairs):
            storms.append(stormed(ground, asked))
            bares.append(bare(ground, asked))
        count = crowd.statements(script)
    shares = [
        storm[0] / ((before[0] + after[0]) / 2)
        for storm, before, after in zip(storms, bares[:-1], bares[1:], strict=True)
    ]
    told = {
        "what": asked.what,
        "requests": asked.requests,
        "durable": not asked.not_durable,
        "load": round(os.getloadavg()[0], 1),
        "per_s": [round(storm[0]) for storm in storms],
        "pgbench_per_s": [round(each[0]) for each in bares],
        "shares": [round(share, 2) for share in shares],
        "median_share": round(statistics.median(shares), 3),
        "processor_ms": {
            "pgbench_database": round(statistics.median(each[1] for each in bares), 2),
            "database": round(statistics.median(storm[1][0] for storm in storms), 2),
            "web": round(statistics.median(storm[1][1] for storm in storms), 2),
        },
        "statements": count,
        "exact": all(storm[2]["exact"] for storm in storms),
        "last": storms[-1][2],
    }
    print(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main()
