"""Several at once: real threads with connections of their own."""

import threading
from collections.abc import Callable

from django.db import DatabaseError, connections

from yizhan.foundation.refusals import Refusal


def race(*acts: Callable[[], object]) -> list[Exception | None]:
    """Run each act in a thread and connection of its own, all at once; return what each raised."""
    start = threading.Barrier(len(acts))
    outcomes: list[Exception | None] = [None] * len(acts)

    def run(number: int) -> None:
        try:
            start.wait(timeout=30)
            acts[number]()
        except (DatabaseError, Refusal) as error:
            outcomes[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes
