"""The search: a start by matching, then annealing that cools down over the time allowed."""

from collections.abc import Callable

import numpy as np

from yizhan.foundation.clock import Stopwatch
from yizhan.planning.timetabling.annealing import Best, anneal
from yizhan.planning.timetabling.arrays import Model
from yizhan.planning.timetabling.conflicts import placed
from yizhan.planning.timetabling.moves import settle, totals

#: Heat at the start and at the end, in units of price.
_HOT, _COLD = 6.0, 0.15

#: Steps the search plans for each second allowed; fewer than any machine of today makes.
_STEPS_A_SECOND = 1_500_000

#: Steps between two looks at the clock.
_STRETCH = 20_000

#: What one clash costs beside the price of wishes.
_CLASH = 100


class Search:
    """Lessons moving about; `best` is the best timetable met."""

    def __init__(self, model: Model, n_rooms: int, *, seed: int) -> None:
        self.model = model
        spot = placed(model, n_rooms)
        self.state = settle(model, spot // n_rooms, spot % n_rooms, n_rooms)
        self.now = np.array(totals(model, self.state), dtype=np.int64)
        self.best = Best(self.state.slot.copy(), self.state.room.copy(), self.now.copy())
        self.chance = np.random.SeedSequence(seed).generate_state(1, np.uint64) | np.uint64(1)

    @property
    def price(self) -> int | None:
        """The price of the best timetable that keeps every rule; None as long as there is none."""
        clashes, price = self.best.value.tolist()
        return None if clashes else int(price)

    def run(self, watch: Stopwatch, *, enough: int, tell: Callable[[int | None], None]) -> None:
        """Cool down until the steps or the time are over, or a timetable costs no more than `enough`."""
        planned = max(1, round(min(watch.limit_s, 1e6) * _STEPS_A_SECOND / _STRETCH))
        for done in range(planned):
            if watch.over or (self.price is not None and self.price <= enough):
                break
            share = max(done / planned, watch.seconds / watch.limit_s)
            heat = _HOT * (_COLD / _HOT) ** share
            anneal(self.model, self.state, self.best, self.now, heat, _STRETCH, _CLASH, self.chance)
            if done % 50 == 0:
                tell(self.price)
        tell(self.price)
