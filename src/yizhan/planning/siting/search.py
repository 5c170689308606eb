"""Branch and bound on Lagrangian bounds: proves the best plan of an instance, or how good it is."""

import heapq
import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from yizhan.foundation.clock import Stopwatch
from yizhan.planning.siting.instance import FREE, IN, OUT, Instance
from yizhan.planning.siting.local_search import climb
from yizhan.planning.siting.relaxation import Flags, Floats, States, descend
from yizhan.planning.siting.shrinking import shrink

#: bound, objective (both of the instance), seconds
Report = Callable[[float, float, float], None]

#: Entries of the rows scanned in one call of the bound; some tenths of a second.
_WORK = 50_000_000


@dataclass(slots=True)
class Search:
    """What the search knows so far; the plan as options of the root instance's problem."""

    root: Instance
    watch: Stopwatch
    report: Report | None = None
    value: float = -math.inf
    opened: tuple[int, ...] | None = None
    bound: float = math.inf
    slack: float = 0.0
    nodes: int = 0

    def offer(self, instance: Instance, chosen: Flags, value: float) -> None:
        """Keep a feasible choice if it is strictly better than the best so far."""
        if value > self.value + max(self.slack, 1e-12 * abs(value)):
            self.value = value
            self.opened = tuple(sorted(instance.original[chosen].tolist()))
            self.tell()

    def hopeless(self, bound: float) -> bool:
        """Return whether no plan under this bound can be better than the best so far."""
        return bound <= self.cutoff

    @property
    def cutoff(self) -> float:
        """The greatest bound under which nothing better can hide."""
        if self.opened is None:
            return -math.inf
        if self.root.grain > 2 * self.slack:
            return self.value + self.root.grain - 2 * self.slack
        return self.value + 0.4e-9 * max(1.0, abs(self.value))

    def tell(self) -> None:
        """Report bound and objective."""
        if self.report is not None:
            self.report(self.bound, self.value, self.watch.seconds)


@dataclass(slots=True, order=True)
class _Node:
    """A part of the choices not yet excluded; the one with the greatest bound is looked at first."""

    rank: tuple[float, int]
    bound: float = field(compare=False)
    instance: Instance = field(compare=False)
    state: States = field(compare=False)
    price: Floats = field(compare=False)
    charge: float = field(compare=False)


@dataclass(slots=True)
class _Relaxed:
    """What one round of the bound found."""

    bound: float
    bound_in: Floats
    bound_out: Floats
    chosen: Flags
    frequency: Floats


def prove(search: Search) -> None:
    """Search until the bound meets the best plan or the time is over; results are left in `search`."""
    instance = search.root
    search.slack = _rounding(instance)
    _start(search, instance)
    node = _Node((0.0, 0), math.inf, instance, instance.state, _first_prices(instance), 0.0)
    open_nodes = [node]
    while open_nodes and not search.watch.over:
        node = heapq.heappop(open_nodes)
        search.bound = min(search.bound, max(node.bound, search.value))
        if search.hopeless(node.bound):
            open_nodes.clear()
            break
        for child in _explore(search, node):
            if not search.hopeless(child.bound):
                heapq.heappush(open_nodes, child)
        search.nodes += 1
        if search.nodes % 64 == 0:
            search.tell()
    _conclude(search, open_nodes)


def _conclude(search: Search, open_nodes: list[_Node]) -> None:
    """Set the bound proved: of the nodes left, or of what was cut off."""
    proved = max([node.bound for node in open_nodes], default=-math.inf)
    if search.opened is not None:
        cut = search.value if search.root.grain > 2 * search.slack else search.cutoff
        proved = max(proved, cut)
    search.bound = min(search.bound, proved)
    search.tell()


def _explore(search: Search, node: _Node) -> list[_Node]:
    """Bound a node, fix what cannot be otherwise, and return its children (none when it is hopeless)."""
    is_root = search.nodes == 0
    relaxed = _bound(search, node, thorough=is_root)
    bound = min(node.bound, relaxed.bound)
    if search.hopeless(bound) or math.isinf(bound):
        return []
    state = fixed(node.instance, node.state, relaxed, search.cutoff)
    if state is None:
        return []
    free = np.flatnonzero(state == FREE)
    if not len(free):
        _polish(search, node.instance, state == IN)
        return []
    if search.watch.over:
        return [_child(search, node, bound, state)]
    branch = _branching(free, bound, relaxed)
    children = []
    for choice, limit in ((IN, relaxed.bound_in[branch]), (OUT, relaxed.bound_out[branch])):
        next_state = state.copy()
        next_state[branch] = choice
        children.append(_child(search, node, min(bound, float(limit)), next_state))
    return children


def _child(search: Search, node: _Node, bound: float, state: States) -> _Node:
    """Return a node below `node`, on a shrunken instance once many options are fixed."""
    instance, price = node.instance, node.price
    before = int(np.count_nonzero(instance.state == FREE))
    if int(np.count_nonzero(state == FREE)) <= 0.7 * before:
        instance, price = shrink(instance, state, price)
        state = instance.state
    search.nodes += 1
    return _Node((-bound, -search.nodes), bound, instance, state, price, node.charge)


def _bound(search: Search, node: _Node, *, thorough: bool) -> _Relaxed:
    """Improve the prices of a node until they stop improving, or its bound is hopeless."""
    instance = node.instance
    count = instance.n_options
    found = _Relaxed(
        math.inf, np.full(count, np.inf), np.full(count, np.inf), np.zeros(count, np.bool_), np.zeros(count)
    )
    price, charge = node.price.copy(), np.array([node.charge])
    control = np.array([1.5, 20.0, 1e-3]) if thorough else np.array([0.5, 6.0, 0.1])
    per_call = max(5, min(100 if thorough else 40, _WORK // max(1, len(instance.value))))
    while True:
        lowest = descend(
            instance.pointer, instance.column, instance.value, instance.base, instance.cost, node.state,
            instance.site, instance.site_start, instance.kept, instance.fewest, instance.most,
            instance.budget, price, charge, search.value - instance.offset, search.cutoff - instance.offset,
            per_call, control, found.bound_in, found.bound_out, found.chosen, found.frequency,
        )  # fmt: skip
        found.bound = min(found.bound, lowest)
        _polish(search, instance, found.chosen)
        if not thorough or control[0] < control[2] or search.watch.over:
            break
        if lowest + instance.offset <= search.cutoff:
            break
        if math.isinf(search.bound) or search.nodes == 0:
            search.bound = min(search.bound, found.bound + instance.offset + search.slack)
            search.tell()
    node.price, node.charge = price, float(charge[0])
    found.bound += instance.offset
    found.bound_in += instance.offset
    found.bound_out += instance.offset
    return found


def fixed(instance: Instance, state: States, relaxed: _Relaxed, cutoff: float) -> States | None:
    """Return `state` with every option fixed that cannot be otherwise; None when nothing better is left."""
    free = state == FREE
    must = free & (relaxed.bound_out <= cutoff)
    never = free & (relaxed.bound_in <= cutoff)
    if bool(np.any(must & never)):
        return None
    result = state.copy()
    result[must] = IN
    result[never] = OUT
    taken = np.bincount(instance.site[result == IN], minlength=len(instance.kept))
    if bool(np.any(taken > 1)) or int(taken.sum()) > instance.most:
        return None
    result[(result == FREE) & (taken[instance.site] > 0)] = OUT
    if int(taken.sum()) == instance.most:
        result[result == FREE] = OUT
    return result


def _branching(free: Floats, bound: float, relaxed: _Relaxed) -> int:
    """Return the free option whose two branches both lower the bound most."""
    drop_in = np.minimum(bound - relaxed.bound_in[free], 1e300)
    drop_out = np.minimum(bound - relaxed.bound_out[free], 1e300)
    tiny = 1e-6 * max(1.0, abs(bound))
    score = np.maximum(drop_in, tiny) * np.maximum(drop_out, tiny)
    return int(free[int(np.argmax(score))])


def _start(search: Search, instance: Instance) -> None:
    """Find a first plan: greedy by value, and by value per cost where a budget binds; then swaps."""
    for per_cost in (False, True) if math.isfinite(instance.budget) else (False,):
        chosen = cheapest_start(instance)
        if chosen is not None:
            _climb(instance, chosen, per_cost=per_cost, swap=False)
            _polish(search, instance, chosen)


def cheapest_start(instance: Instance) -> Flags | None:
    """Return the cheapest choice that keeps what must be kept and opens enough sites; None if none fits."""
    chosen = instance.state == IN
    taken = np.zeros(len(instance.kept), dtype=np.bool_)
    taken[instance.site[chosen]] = True
    order = np.lexsort((instance.site, instance.cost, ~instance.kept[instance.site]))
    for option in order.tolist():
        site = int(instance.site[option])
        needed = bool(instance.kept[site]) or int(taken.sum()) < instance.fewest
        if needed and not taken[site] and instance.state[option] != OUT:
            chosen[option] = taken[site] = True
    fits = float(instance.cost[chosen].sum()) <= instance.budget
    enough = instance.fewest <= int(taken.sum()) <= instance.most
    return chosen if fits and enough and bool(np.all(taken[instance.kept])) else None


def _polish(search: Search, instance: Instance, chosen: Flags) -> None:
    """Make a choice feasible where needed, improve it by swaps, and offer it."""
    chosen = chosen.copy()
    if float(instance.cost[chosen].sum()) > instance.budget:
        start = cheapest_start(instance)
        if start is None:
            return
        profitable = np.flatnonzero(chosen & ~start)
        for option in profitable[np.argsort(instance.cost[profitable], kind="stable")].tolist():
            same_site = bool(np.any(start & (instance.site == instance.site[option])))
            if (
                not same_site
                and int(start.sum()) < instance.most
                and float(instance.cost[start].sum()) + float(instance.cost[option]) <= instance.budget
            ):
                start[option] = True
        chosen = start
    if int(chosen.sum()) < instance.fewest:
        return
    value = _climb(instance, chosen, per_cost=False, swap=True)
    search.offer(instance, chosen, value + instance.offset)


def _climb(instance: Instance, chosen: Flags, *, per_cost: bool, swap: bool) -> float:
    return float(
        climb(
            instance.pointer,
            instance.column,
            instance.value,
            instance.column_pointer,
            instance.column_row,
            instance.column_value,
            instance.base,
            instance.cost,
            instance.state,
            instance.site,
            instance.kept,
            instance.most,
            instance.budget,
            per_cost,
            swap,
            chosen,
            10_000,
        )  # fmt: skip
    )


def _first_prices(instance: Instance) -> Floats:
    """Share the best value of each row among the options that can serve it."""
    length = np.diff(instance.pointer)
    return instance.value[instance.pointer[:-1]] / np.maximum(1, length)


def _rounding(instance: Instance) -> float:
    """Bound the rounding error of a bound; see docs/methods/siting.md."""
    longest = int(np.diff(instance.column_pointer).max(initial=0))
    terms = instance.n_rows + instance.n_options + longest + 8
    most = float(instance.value[instance.pointer[:-1]].sum() + np.abs(instance.base).sum()) + abs(
        instance.offset
    )
    return 4.0 * np.finfo(np.float64).eps * terms * max(1.0, most)
