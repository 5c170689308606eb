"""What moves and chains say they change is what a full count finds."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.timetabling.instances import random_problem
from yizhan.planning.timetabling import recount
from yizhan.planning.timetabling.annealing import Best, Mix, Walk, anneal
from yizhan.planning.timetabling.arrays import model_of
from yizhan.planning.timetabling.chains import LONGEST
from yizhan.planning.timetabling.conflicts import placed
from yizhan.planning.timetabling.moves import settle, totals
from yizhan.planning.timetabling.rules import broken_rules
from yizhan.planning.timetabling.timetable import Rule


def walk_from(model, spot, n_rooms: int, seed: int) -> Walk:
    state = settle(model, spot // n_rooms, spot % n_rooms, n_rooms)
    now = np.array(totals(model, state))
    best = Best(state.slot.copy(), state.room.copy(), now.copy())
    return Walk(
        state, now, best, np.array([2 * seed + 1], dtype=np.uint64), np.zeros((LONGEST, 4), dtype=np.int64)
    )


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0, 60, 256]))
def test_small_changes_add_up_to_a_full_count(seed, chains):
    problem = random_problem(seed)
    model, n_rooms = model_of(problem), len(problem.rooms)
    spot = placed(model, n_rooms)
    if (spot < 0).any():
        return
    walk = walk_from(model, spot, n_rooms, seed)
    for heat in (20.0, 1.0):
        anneal(
            model,
            walk,
            Mix(chains=chains, same_room=(256 - chains) // 3, shared_room=(256 - chains) // 3, clash=10),
            heat,
            200,
        )
        counted = recount(problem, walk.state.slot, walk.state.room)
        broken = broken_rules(problem, counted)
        assert tuple(totals(model, walk.state)) == tuple(walk.now)
        assert walk.now[1] == counted.objective
        assert {each.kind for each in broken} <= {Rule.CLASHES, Rule.TRAVEL}
        assert walk.now[0] == len(broken)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_best_is_what_it_says(seed):
    problem = random_problem(seed)
    model, n_rooms = model_of(problem), len(problem.rooms)
    spot = placed(model, n_rooms)
    if (spot < 0).any():
        return
    walk = walk_from(model, spot, n_rooms, seed)
    anneal(model, walk, Mix(chains=30, same_room=30, shared_room=60, clash=10), 2.0, 500)
    counted = recount(problem, walk.best.slot, walk.best.room)
    assert walk.best.value.tolist() == [len(broken_rules(problem, counted)), counted.objective]
