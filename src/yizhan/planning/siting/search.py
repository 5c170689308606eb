"""Branch and bound on Lagrangian bounds: proves the best plan of an instance, or how good it is."""

import heapq
import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from yizhan.foundation.clock import Stopwatch
from yizhan.planning.siting.arrays import FREE, IN, OUT, Aim, Descent, Flags, Floats, Longs, States
from yizhan.planning.siting.instance import Instance
from yizhan.planning.siting.relaxation import charge_unit, descend
from yizhan.planning.siting.saddle import converge, start
from yizhan.planning.siting.shrinking import shrink
from yizhan.planning.siting.starting import annealed, first_plans, plan_near, plans_around

#: bound, objective (both of the instance), seconds
Report = Callable[[float, float, float], None]

#: Entries of the rows scanned in one call of the bound; some tenths of a second.
_WORK = 50_000_000

#: Step factor, failures that shorten it, factor at which to stop: at the root and at other nodes.
_THOROUGH = (1.5, 20.0, 1e-3)
_BRIEF = (0.3, 4.0, 0.1)

#: Plans are annealed so often at the root where the gap is wider than this part, then once in so many entries
#: of the rows of nodes.
_ANNEALINGS, _WIDE, _PAUSE = 4, 0.002, 2_000_000

#: Subgradient steps go on while they leave no more than this part of the gap; steps towards the linear
#: relaxation go on until they leave more than that.
_WORTHWHILE, _HARDLY = 0.8, 0.995

#: Steps towards the linear relaxation between two looks, how many looks, subgradient steps at each, and the
#: part of the gap to which its two sides are brought together.
_CHUNK, _CHUNKS, _LOOKS, _CLOSE = 200, 15, 10, 0.01

#: An instance is shrunk once no more than this part of its free options is left.
_SHRUNK = 0.7


@dataclass(slots=True)
class Search:
    """What the search knows so far; `opened` are options of the problem."""

    root: Instance
    watch: Stopwatch
    report: Report | None = None
    value: float = -math.inf
    opened: tuple[int, ...] | None = None
    bound: float = math.inf
    slack: float = 0.0
    ceiling: float = math.inf
    nodes: int = 0
    seed: int = 0
    looked: int = 0
    annealings: int = 0
    annealing_s: float = 0.0
    merit: Floats | None = None

    def offer(self, instance: Instance, chosen: Flags, value: float) -> None:
        """Keep a plan worth `value` (offset not included) if it is strictly better than the best so far."""
        value += instance.offset
        if value > self.value + max(self.slack, 1e-12 * abs(value)):
            self.value = value
            self.opened = tuple(sorted(instance.original[chosen].tolist()))
            self.tell()

    @property
    def in_steps(self) -> bool:
        """Whether objectives differ by at least one grain, so that bounds may be cut down to the next."""
        return self.root.grain > 2 * self.slack

    @property
    def cutoff(self) -> float:
        """The greatest bound under which nothing better than the best plan can hide."""
        if self.opened is None:
            return -math.inf
        if self.in_steps:
            return self.value + self.root.grain - 2 * self.slack
        return self.value + 0.4e-9 * max(1.0, abs(self.value))

    def tell(self) -> None:
        """Report bound and objective."""
        if self.report is not None:
            self.report(self.bound, self.value, self.watch.seconds)


@dataclass(slots=True, order=True)
class _Node:
    """A part of the plans not yet excluded; the one with the greatest bound is looked at first."""

    rank: tuple[float, int]
    bound: float = field(compare=False)
    instance: Instance = field(compare=False)
    state: States = field(compare=False)
    price: Floats = field(compare=False)
    charge: float = field(compare=False)


def prove(search: Search) -> None:
    """Search until the bound meets the best plan or the time is over; results are left in `search`."""
    instance = search.root
    search.slack, search.ceiling = _rounding(instance)
    for chosen, value in first_plans(instance):
        search.offer(instance, chosen, value)
    open_nodes = [_Node((0.0, 0), math.inf, instance, instance.state, _first_prices(instance), 0.0)]
    while open_nodes and not (search.watch.over and search.nodes):
        node = heapq.heappop(open_nodes)
        search.bound = min(search.bound, max(node.bound, search.value))
        if node.bound <= search.cutoff:
            open_nodes.clear()
            break
        for child in _explore(search, node):
            if child.bound > search.cutoff:
                heapq.heappush(open_nodes, child)
        search.nodes += 1
        search.looked += 1 + len(node.instance.rows.value)
        if search.looked > _pause(search):
            search.tell()
            _anneal(search)
            search.looked = 0
    _conclude(search, open_nodes)


def _conclude(search: Search, open_nodes: list[_Node]) -> None:
    """Set the bound proved: of the nodes left, or of what was cut off."""
    proved = max([node.bound + search.slack for node in open_nodes], default=-math.inf)
    if search.opened is not None:
        proved = max(proved, search.value if search.in_steps else search.cutoff)
    search.bound = min(search.bound, proved)
    if search.in_steps and math.isfinite(search.bound):
        grain, shift = search.root.grain, search.root.offset
        search.bound = math.floor((search.bound - shift + search.slack) / grain + 1e-12) * grain + shift
        search.bound = max(search.bound, search.value)
    search.tell()


def _explore(search: Search, node: _Node) -> list[_Node]:
    """Bound a node, fix what cannot be otherwise, and return its children (none when it is hopeless)."""
    instance = node.instance
    bound, found = _bound(search, node, thorough=search.nodes == 0)
    bound = min(node.bound, bound)
    if search.nodes == 0 and bound > search.cutoff and math.isfinite(bound):
        _look_around(search, node, found, bound)
        search.merit = found.bound_in
        for _ in range(_ANNEALINGS):
            if bound - search.value > _WIDE * (search.value - instance.offset):
                _anneal(search)
    if bound <= search.cutoff or math.isinf(bound):
        return []
    state = _fixed(node, found, search.cutoff - node.instance.offset)
    if state is None:
        return []
    free = np.flatnonzero(state == FREE)
    if not len(free):
        return _leaf(search, node, state)
    if search.watch.over:
        return [_child(search, node, bound, state)]
    branch = _branching(free, bound - node.instance.offset, found)
    children = []
    for choice, limit in ((IN, found.bound_in[branch]), (OUT, found.bound_out[branch])):
        next_state = state.copy()
        next_state[branch] = choice
        children.append(_child(search, node, min(bound, float(limit) + node.instance.offset), next_state))
    return children


def _look_around(search: Search, node: _Node, found: Descent, bound: float) -> None:
    """Look for better plans among the options the bound cannot well do without."""
    if search.opened is None:
        return
    instance = node.instance
    opened = np.isin(instance.original, np.array(search.opened, dtype=np.int64))
    enough = bound - instance.offset - (search.root.grain if search.in_steps else 0.0) + 2 * search.slack
    for chosen, value in plans_around(instance, opened, found.bound_in, enough=enough, seed=search.seed):
        search.offer(instance, chosen, value)
        if search.watch.over:
            return


def _anneal(search: Search) -> None:
    """Anneal from the best plan, among the options that the root's bound lets a better one hold."""
    if search.opened is None or search.merit is None or search.watch.left_s < search.annealing_s:
        return
    began = search.watch.seconds
    instance = search.root
    state = np.where(search.merit <= search.cutoff - instance.offset, OUT, instance.state).astype(np.int8)
    opened = np.isin(instance.original, np.array(search.opened, dtype=np.int64))
    seed, first = search.seed + search.annealings, not search.annealings
    search.annealings += 1
    search.offer(instance, *annealed(instance, opened, state, first=first, seed=seed))
    search.annealing_s = search.watch.seconds - began


def _pause(search: Search) -> int:
    """Return how many entries of rows are looked at between two annealings, more where the gap is narrow."""
    wide = search.bound - search.value > _WIDE * (search.value - search.root.offset)
    return _PAUSE if wide else 8 * _PAUSE


def _leaf(search: Search, node: _Node, state: States) -> list[_Node]:
    """Offer the only plan left in a node, if it is one."""
    instance = node.instance
    chosen = state == IN
    taken = np.bincount(instance.options.site[chosen], minlength=len(instance.limits.kept))
    count, cost = int(chosen.sum()), float(instance.options.cost[chosen].sum())
    kept = bool(np.all(taken[instance.limits.kept] == 1))
    if kept and instance.limits.fewest <= count <= instance.limits.most and cost <= instance.limits.budget:
        near = plan_near(instance, chosen)
        if near is not None:
            search.offer(instance, *near)
    return []


def _child(search: Search, node: _Node, bound: float, state: States) -> _Node:
    """Return a node below `node`, on a shrunken instance once many options are fixed."""
    instance, price = node.instance, node.price
    before = int(np.count_nonzero(instance.state == FREE))
    if int(np.count_nonzero(state == FREE)) <= _SHRUNK * before:
        instance, price = shrink(instance, state, price)
        state = instance.state
    search.nodes += 1
    return _Node((-bound, -search.nodes), bound, instance, state, price, node.charge)


def _bound(search: Search, node: _Node, *, thorough: bool) -> tuple[float, Descent]:
    """Improve the prices of a node for a while, or until its bound is hopeless."""
    instance, count = node.instance, node.instance.n_options
    found = Descent(
        price=node.price.copy(),
        charge=np.array([node.charge]),
        control=np.array(_THOROUGH if thorough else _BRIEF),
        bound_in=np.full(count, np.inf),
        bound_out=np.full(count, np.inf),
        chosen=np.zeros(count, dtype=np.bool_),
    )
    rounds = max(5, min(100 if thorough else 40, _WORK // max(1, len(instance.rows.value))))
    lowest, before = _stepped(search, node, found, rounds=rounds), math.inf
    while thorough and _wide(search, lowest) and not search.watch.over:
        behind = lowest + instance.offset - search.value
        if behind > _WORTHWHILE * before:
            lowest = _relaxed(search, node, found, lowest)
            break
        before = behind
        lowest = min(lowest, _stepped(search, node, found, rounds=rounds))
    node.price, node.charge = found.price, float(found.charge[0])
    return lowest + instance.offset, found


def _stepped(search: Search, node: _Node, found: Descent, *, rounds: int) -> float:
    """Improve prices by subgradient steps and offer the plan nearest to the choice met; return the bound."""
    instance = node.instance
    target, stop = search.value - instance.offset, search.cutoff - instance.offset
    aim = Aim(target, stop, search.ceiling - instance.offset, rounds)
    lowest = float(descend(instance.model._replace(state=node.state), found, aim))
    if math.isfinite(lowest):
        near = plan_near(instance, found.chosen)
        if near is not None:
            search.offer(instance, *near)
    return lowest


def _wide(search: Search, lowest: float) -> bool:
    """Whether a bound of the root leaves room for a better plan."""
    search.bound = min(search.bound, lowest + search.root.offset + search.slack)
    search.tell()
    return math.isfinite(lowest) and lowest + search.root.offset > search.cutoff


def _relaxed(search: Search, node: _Node, found: Descent, lowest: float) -> float:
    """Bring prices of the root to those of the linear relaxation; return the best bound met."""
    instance = node.instance
    model = instance.model._replace(state=node.state)
    unit = charge_unit(model)
    saddle = start(model, found.price, float(found.charge[0]) * unit)
    rounds = max(20, min(_CHUNK, _WORK // max(1, len(instance.rows.value))))
    best = found.price.copy(), float(found.charge[0])
    for number in range(_CHUNKS):
        before = lowest + instance.offset - search.value
        made = converge(model, saddle, rounds, _CLOSE * max(0.0, before))
        found.price[:], found.charge[0] = saddle.price, saddle.charge[0] / unit
        found.control[:] = _BRIEF
        met = _stepped(search, node, found, rounds=_LOOKS)
        if met < lowest:
            lowest, best = met, (found.price.copy(), float(found.charge[0]))
        behind = lowest + instance.offset - search.value
        if not _wide(search, lowest) or made < rounds or search.watch.over:
            break
        if number and behind > _HARDLY * before:
            break
    found.price[:], found.charge[0] = best
    return lowest


def _fixed(node: _Node, found: Descent, cutoff: float) -> States | None:
    """Return the state with every option fixed that cannot be otherwise; None when nothing better is left."""
    limits, site, state = node.instance.limits, node.instance.options.site, node.state
    free = state == FREE
    must = free & (found.bound_out <= cutoff)
    never = free & (found.bound_in <= cutoff)
    if bool(np.any(must & never)):
        return None
    result = state.copy()
    result[must] = IN
    result[never] = OUT
    taken = np.bincount(site[result == IN], minlength=len(limits.kept))
    if bool(np.any(taken > 1)) or int(taken.sum()) > limits.most:
        return None
    result[(result == FREE) & (taken[site] > 0)] = OUT
    if int(taken.sum()) == limits.most:
        result[result == FREE] = OUT
    return result


def _branching(free: Longs, bound: float, found: Descent) -> int:
    """Return the free option whose two branches both lower the bound most."""
    tiny = 1e-6 * max(1.0, abs(bound))
    drop_in = np.clip(bound - found.bound_in[free], tiny, 1e150)
    drop_out = np.clip(bound - found.bound_out[free], tiny, 1e150)
    return int(free[int(np.argmax(drop_in * drop_out))])


def _first_prices(instance: Instance) -> Floats:
    """Share the best value of each row among the options that can serve it."""
    pointer = instance.rows.pointer
    return instance.rows.value[pointer[:-1]] / np.maximum(1, np.diff(pointer))


def _rounding(instance: Instance) -> tuple[float, float]:
    """Return the rounding error allowed for (docs/methods/siting.md) and the greatest bound it covers."""
    longest = int(np.diff(instance.columns.pointer).max(initial=0))
    terms = instance.n_rows + instance.n_options + longest + 8
    best = instance.rows.value[instance.rows.pointer[:-1]]
    most = float(best.sum() + np.abs(instance.options.base).sum())
    error = 4.0 * np.finfo(np.float64).eps * terms * max(1.0, most + abs(instance.offset))
    return float(error), 2.0 * most + instance.offset
