"""The search: a start by matching, then annealing that cools down over the time allowed."""

from collections.abc import Callable

import numpy as np

from yizhan.foundation.clock import Stopwatch
from yizhan.planning.timetabling.annealing import Best, Mix, Walk, anneal
from yizhan.planning.timetabling.arrays import Model
from yizhan.planning.timetabling.chains import LONGEST
from yizhan.planning.timetabling.conflicts import placed
from yizhan.planning.timetabling.moves import settle, totals

#: Heat at the start and at the end, in units of price.
_HOT, _COLD = 4.0, 0.2

#: Steps planned for each second allowed: what one core of 2024 makes with something left over.
_STEPS_A_SECOND = 5_000_000

#: Steps between two looks at the clock.
_STRETCH = 20_000

#: Few chains are enough: each is worth many moves and costs as much.
_MIX = Mix(chains=10, same_room=20, shared_room=60, clash=100)

#: As long as there are clashes: hotter, so that prices matter little beside them.
_UNTANGLING = Mix(chains=40, same_room=20, shared_room=0, clash=60)
_UNTANGLING_HOT, _UNTANGLING_COLD = 30.0, 1.0
#: Stretches from the one to the other, over and over.
_ROUND = 100


class Search:
    """Lessons moving about; `best` is the best timetable met."""

    def __init__(self, model: Model, n_rooms: int, *, seed: int) -> None:
        spot = placed(model, n_rooms)
        slot, room = spot // n_rooms, spot % n_rooms
        self.model, self.n_rooms = model, n_rooms
        self.best = Best(slot.copy(), room.copy(), np.array([len(slot) ** 2, 0], dtype=np.int64))
        self.chance = np.random.SeedSequence(seed).generate_state(1, np.uint64) | np.uint64(1)
        self.walk = self._from_best()

    def _from_best(self) -> Walk:
        """Return a walk that starts at the best timetable met."""
        state = settle(self.model, self.best.slot, self.best.room, self.n_rooms)
        now = np.array(totals(self.model, state), dtype=np.int64)
        self.best.value[:] = now
        return Walk(state, now, self.best, self.chance, np.zeros((LONGEST, 4), dtype=np.int64))

    @property
    def price(self) -> int | None:
        """The price of the best timetable that keeps every rule; None as long as there is none."""
        clashes, price = self.best.value.tolist()
        return None if clashes else int(price)

    def run(self, watch: Stopwatch, *, enough: int, tell: Callable[[int | None], None]) -> None:
        """Cool down until the steps or the time are over, or a timetable costs no more than `enough`."""
        planned = max(1, round(min(watch.limit_s, 1e6) * _STEPS_A_SECOND / _STRETCH))
        started = self.untangle(watch, planned)
        before, span = watch.seconds, max(1e-3, watch.left_s)
        for done in range(started, planned):
            if watch.over or (self.price is not None and self.price <= enough):
                break
            share = max((done - started) / (planned - started), (watch.seconds - before) / span)
            heat = _HOT * (_COLD / _HOT) ** share
            self.stretch(heat)
            if done % 50 == 0:
                tell(self.price)
        tell(self.price)

    def stretch(self, heat: float, steps: int = _STRETCH) -> None:
        """Try a stretch of moves at one heat."""
        anneal(self.model, self.walk, _MIX, heat, steps)

    def untangle(self, watch: Stopwatch, most: int) -> int:
        """Look for a first timetable without clashes; return how many stretches that took."""
        for done in range(most):
            if self.price is not None or watch.over:
                most = done
                break
            heat = _UNTANGLING_HOT * (_UNTANGLING_COLD / _UNTANGLING_HOT) ** (done % _ROUND / _ROUND)
            anneal(self.model, self.walk, _UNTANGLING, heat, _STRETCH)
        self.walk = self._from_best()
        return most
