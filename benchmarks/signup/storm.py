"""
Applications per second through HTTP for one hot course, beside pgbench running the same statements.

One throw-away PostgreSQL with durable commits, one granian, one load generator, all on this machine; pgbench
runs in the same cluster right before and right after, on the same tables, with the very statements that one
request was seen to run. What is measured is also checked: exactly as many confirmed as there are seats,
everybody else waiting in order, no duplicate, no fault.

    python benchmarks/signup/storm.py --requests 5000 --seats 20
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager
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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", type=int, default=5000)
    parser.add_argument("--seats", type=int, default=20)
    parser.add_argument("--wide", type=int, default=64)
    parser.add_argument("--threads", type=int, default=6)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--not-durable", action="store_true", help="commits need not reach the disk")
    asked = parser.parse_args()
    with cluster(durable=not asked.not_durable) as (address, folder):
        os.environ["YIZHAN_DATABASE_URL"] = address
        made = prepare(asked.seats, max(asked.requests, 4000 * asked.seconds))
        import crowd
        import sending
        from processor_time import postmaster, used_by

        script = crowd.script(made)
        crowd.empty()
        server = postmaster(address)
        began = used_by(server)
        before = pgbench(folder, address, script, seconds=asked.seconds, clients=asked.threads)
        bare_ms = (used_by(server) - began) / (before * asked.seconds) * 1000
        crowd.empty()
        port = sending.free_port()
        with granian(port, threads=asked.threads, workers=asked.workers) as process:
            sending.wait_for(port)
            requests = [sending.request(made.slug, cookies) for cookies in made.cookies[: asked.requests]]
            used = used_by(server), used_by(process.pid)
            began = time.perf_counter()
            statuses = sending.storm(port, requests, wide=asked.wide)
            seconds = time.perf_counter() - began
            costs = used_by(server) - used[0], used_by(process.pid) - used[1]
        verdict = crowd.verdict(asked.seats)
        crowd.empty()
        after = pgbench(folder, address, script, seconds=asked.seconds, clients=asked.threads)
    rate = asked.requests / seconds
    told = {
        "requests": asked.requests,
        "seats": asked.seats,
        "durable": not asked.not_durable,
        "seconds": round(seconds, 2),
        "per_s": round(rate),
        "pgbench_per_s": [round(before), round(after)],
        "share": round(rate / ((before + after) / 2), 3),
        "processor_ms": {
            "pgbench_database": round(bare_ms, 2),
            "database": round(costs[0] / asked.requests * 1000, 2),
            "web": round(costs[1] / asked.requests * 1000, 2),
        },
        "statements": crowd.statements(script),
        "statuses": statuses,
        **verdict,
    }
    print(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main()
