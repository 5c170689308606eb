"""
Draw and check a round of the size of Shanghai's night school in 2023, in one process.

    .venv/bin/python benchmarks/signup/allocate.py [ENTRIES] [WISHES] [OFFERINGS]

Popularity falls like 1/rank; a tenth of the entries are parties of two, one in twenty has a lowered weight;
every offering has 12 weekly sessions on one of 21 mornings, afternoons and evenings. Kernels are compiled
before the clock starts.
"""

import resource
import secrets
import sys
import time

import numpy as np

from yizhan.planning.sharing import DrawProblem, Offering, Source, SourceKind, faults
from yizhan.planning.sharing.entry_list import canonical_text, list_hash
from yizhan.planning.sharing.ranks import drawn_order
from yizhan.planning.sharing.serving import allocate

BLOCK = 10_000
RANDOMNESS = "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd"  # quicknet round 1000


def offerings(count: int) -> tuple[Offering, ...]:
    def times(index: int) -> tuple[tuple[str, str], ...]:
        day, start = index % 7, ("09:30", "14:00", "18:30")[index // 7 % 3]
        end = f"{int(start[:2]) + 1:02d}{start[2:]}"
        dates = (np.datetime64("2023-09-04") + day + 7 * week for week in range(12))
        return tuple((f"{date}T{start}", f"{date}T{end}") for date in dates)

    return tuple(Offering(f"c{index:04d}", 23 + index % 2, times(index)) for index in range(count))


def wished(rng: np.random.Generator, popularity: np.ndarray, entries: int, wishes: int) -> np.ndarray:
    """Return distinct wishes, each next one drawn in proportion to its popularity (exponential clocks)."""
    arrival = rng.exponential(size=(entries, len(popularity))) / popularity
    return np.argsort(arrival, axis=1)[:, :wishes].copy()


def round_of(entries: int, wishes: int, count: int, *, seed: int = 0) -> DrawProblem:
    rng = np.random.default_rng(seed)
    popularity = rng.permutation(1.0 / np.arange(1, count + 1))
    chosen = np.concatenate(
        [wished(rng, popularity, min(BLOCK, entries - start), wishes) for start in range(0, entries, BLOCK)]
    )
    return DrawProblem(
        slug="benchmark",
        source=Source(SourceKind.DRAND, "1000"),
        offerings=offerings(count),
        tickets=sorted({secrets.token_hex(8) for _ in range(entries)}),
        size=np.where(rng.random(entries) < 0.1, 2, 1),
        slips=np.where(rng.random(entries) < 0.05, 1, 2),
        tier=np.zeros(entries, dtype=np.int64),
        most=np.full(entries, 2),
        wish_start=np.arange(0, entries * wishes + 1, wishes),
        wishes=chosen.astype(np.int64).ravel(),
        cap=2,
    )


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(entries: int = 650_000, wishes: int = 5, count: int = 390) -> None:
    small = round_of(50, 3, 10)
    allocate(small, drawn_order(small, RANDOMNESS))
    problem = round_of(entries, wishes, count)
    print(f"{entries:,} entries x {wishes} wishes over {count} offerings, {int(problem.seats.sum()):,} seats")
    print(f"peak memory before the draw (making the instance): {peak_mb():,.0f} MB")
    began = time.perf_counter()
    order = drawn_order(problem, RANDOMNESS)
    hashed = time.perf_counter()
    allocation = allocate(problem, order)
    served = time.perf_counter()
    wrong = faults(allocation, randomness=RANDOMNESS)
    checked = time.perf_counter()
    print(f"hash and sort {hashed - began:.2f} s, allocate {served - hashed:.2f} s")
    print(f"check {checked - served:.2f} s")
    print(f"in all {checked - began:.2f} s, faults: {wrong}, peak memory {peak_mb():,.0f} MB")
    text = canonical_text(problem)
    print(f"list {len(text) / 1e6:.1f} MB, {list_hash(text)[:16]}..., {time.perf_counter() - checked:.2f} s")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
