"""
Bounded shortest paths on the contracted graph, compiled: the inner loops of everything on foot.

Dijkstra's algorithm (Numerische Mathematik 1, 1959) with a binary heap and lazy deletion, stopped at a
distance. Memory of one search is reused by the next: only what was touched is cleared, so the cost of a
search is that of the junctions it settles, whatever the size of the city.
"""

from typing import NamedTuple

import numba
import numpy as np

from yizhan.planning.walking.chains import Chains, Floats, Integers

#: Entries the list of pairs begins with; it doubles when full.
_FIRST_PAIRS = 1 << 12


class Net(NamedTuple):
    """The contracted graph as the compiled loops want it; see `Chains`."""

    start: Integers
    neighbour: Integers
    via: Integers
    via_m: Floats
    a: Integers
    b: Integers
    chain_m: Floats


class Spots(NamedTuple):
    """Points on the network: chain, metres from its `a`, and metres from the door to the street."""

    chain: Integers
    offset_m: Floats
    access_m: Floats


class Rows(NamedTuple):
    """Things that lie along chains in compressed rows: of chain c, start[c]:start[c + 1]."""

    start: Integers
    item: Integers
    offset_m: Floats


class Memory(NamedTuple):
    """What a search writes: distances (infinite where it did not come), how it came, its heap, its trace."""

    dist: Floats
    came: Integers
    key: Floats
    value: Integers
    touched: Integers


def net_of(chains: Chains) -> Net:
    """Return the contracted graph for the compiled loops."""
    return Net(
        chains.start, chains.neighbour, chains.via, chains.length_m[chains.via],
        chains.a, chains.b, chains.length_m,
    )  # fmt: skip


def rows_along(chains: int, chain: Integers, offset_m: Floats) -> Rows:
    """Return things by chain, each row in the order of offsets."""
    order = np.lexsort((offset_m, chain))
    start = np.concatenate([[0], np.cumsum(np.bincount(chain, minlength=chains))])
    return Rows(start, order, offset_m[order])


@numba.njit(cache=True)
def fresh(net: Net) -> Memory:
    """Return memory for searches on a net."""
    junctions, most = len(net.start) - 1, len(net.via) + 4
    return Memory(
        np.full(junctions, np.inf),
        np.full(junctions, -1, np.int64),
        np.empty(most),
        np.empty(most, np.int64),
        np.empty(junctions, np.int64),
    )


@numba.njit(cache=True)
def _push(memory: Memory, size: int, key: float, value: int) -> None:
    keys, values = memory.key, memory.value
    place = size
    while place > 0:
        parent = (place - 1) >> 1
        if keys[parent] <= key:
            break
        keys[place], values[place] = keys[parent], values[parent]
        place = parent
    keys[place], values[place] = key, value


@numba.njit(cache=True)
def _pop(memory: Memory, size: int) -> None:
    """Take the first entry off a heap of `size`."""
    keys, values = memory.key, memory.value
    last = size - 1
    key, value = keys[last], values[last]
    place = 0
    while True:
        child = 2 * place + 1
        if child >= last:
            break
        if child + 1 < last and keys[child + 1] < keys[child]:
            child += 1
        if keys[child] >= key:
            break
        keys[place], values[place] = keys[child], values[child]
        place = child
    keys[place], values[place] = key, value


@numba.njit(cache=True)
def settle(  # noqa: PLR0917 - compiled functions take no keywords
    net: Net, spots: Spots, one: int, limit: float, memory: Memory
) -> int:
    """Search from spot `one` up to `limit` metres; return how many junctions were reached (`touched`)."""
    dist, came, touched = memory.dist, memory.came, memory.touched
    chain, reached, size = spots.chain[one], 0, 0
    for end in range(2):
        node = net.b[chain] if end else net.a[chain]
        metres = net.chain_m[chain] - spots.offset_m[one] if end else spots.offset_m[one]
        metres += spots.access_m[one]
        if metres <= limit and metres < dist[node]:
            if dist[node] == np.inf:
                touched[reached] = node
                reached += 1
            dist[node], came[node] = metres, -1
            _push(memory, size, metres, node)
            size += 1
    while size > 0:
        near, node = memory.key[0], memory.value[0]
        _pop(memory, size)
        size -= 1
        if near > dist[node]:
            continue
        for place in range(net.start[node], net.start[node + 1]):
            metres = near + net.via_m[place]
            other = net.neighbour[place]
            if metres <= limit and metres < dist[other]:
                if dist[other] == np.inf:
                    touched[reached] = other
                    reached += 1
                dist[other], came[other] = metres, place
                _push(memory, size, metres, other)
                size += 1
    return reached


@numba.njit(cache=True)
def clear(memory: Memory, reached: int) -> None:
    """Forget the last search."""
    for place in range(reached):
        memory.dist[memory.touched[place]] = np.inf


@numba.njit(cache=True)
def _seen_loop(via: Integers, first: int, place: int) -> bool:
    """Whether the chain at `place` of a row stands earlier in it: a loop stands there twice."""
    for earlier in range(first, place):  # noqa: SIM110 - generators do not compile
        if via[earlier] == via[place]:
            return True
    return False


@numba.njit(cache=True)
def pairs(  # noqa: C901, PLR0917 - one compiled loop; compiled functions take no keywords
    net: Net, sources: Spots, targets: Spots, along: Rows, limit: float
) -> tuple[Integers, Integers, Floats]:
    """Return every target within `limit` metres of every source: row starts, targets, metres."""
    memory = fresh(net)
    start = np.zeros(len(sources.chain) + 1, np.int64)
    target, metres = np.empty(_FIRST_PAIRS, np.int64), np.empty(_FIRST_PAIRS)
    count = 0
    for one in range(len(sources.chain)):
        reached = settle(net, sources, one, limit, memory)
        home = sources.chain[one]
        for step in range(-1, reached):
            node = memory.touched[step] if step >= 0 else -1
            first = net.start[node] if step >= 0 else 0
            last = net.start[node + 1] if step >= 0 else 1
            for place in range(first, last):
                # The source's own chain comes first and once: it may be walked without meeting a junction.
                chain = home if step < 0 else net.via[place]
                if step >= 0:
                    other = net.neighbour[place]
                    if chain == home or (other < node and memory.dist[other] < np.inf):
                        continue
                    if other == node and _seen_loop(net.via, net.start[node], place):
                        continue
                near, far, whole = memory.dist[net.a[chain]], memory.dist[net.b[chain]], net.chain_m[chain]
                for item in range(along.start[chain], along.start[chain + 1]):
                    offset = along.offset_m[item]
                    found = min(near + offset, far + whole - offset)
                    if step < 0:
                        direct = abs(offset - sources.offset_m[one]) + sources.access_m[one]
                        found = min(found, direct)
                    found += targets.access_m[along.item[item]]
                    if found <= limit:
                        if count == len(target):
                            target = np.concatenate((target, np.empty(count, np.int64)))
                            metres = np.concatenate((metres, np.empty(count)))
                        target[count], metres[count] = along.item[item], found
                        count += 1
        clear(memory, reached)
        start[one + 1] = count
    return start, target[:count], metres[:count]


@numba.njit(cache=True)
def _inner_nodes(inside: Rows, chain: int, ahead: float, behind: float) -> int:
    """Return how many nodes inside a chain lie up to `ahead` metres from its a, or from `behind` on."""
    nodes = 0
    for place in range(inside.start[chain], inside.start[chain + 1]):
        nodes += inside.offset_m[place] <= ahead or inside.offset_m[place] >= behind
    return nodes


@numba.njit(cache=True)
def sizes(net: Net, sources: Spots, inside: Rows, limit: float) -> tuple[Floats, Integers]:
    """Return, for every source, the metres of street and the number of nodes within `limit` metres."""
    memory = fresh(net)
    dist, metres = memory.dist, np.zeros(len(sources.chain))
    nodes = np.zeros(len(sources.chain), np.int64)
    for one in range(len(sources.chain)):
        reached = settle(net, sources, one, limit, memory)
        home = sources.chain[one]
        length, count = _on_home_chain(net, sources, one, inside, limit, memory)
        count += reached
        for step in range(reached):
            node = memory.touched[step]
            free = limit - dist[node]
            for place in range(net.start[node], net.start[node + 1]):
                chain, other = net.via[place], net.neighbour[place]
                # Each chain is seen to once, from its first end; `back` is below zero where the search did
                # not come. No tuple of arrays is passed to a function here: it would cost more than the rest.
                back = limit - dist[other]
                if chain == home or (other < node and back >= 0):
                    continue
                if other == node and _seen_loop(net.via, net.start[node], place):
                    continue
                whole, come = net.via_m[place], free + max(0.0, back)
                length += min(whole, come)
                if come >= whole:
                    count += inside.start[chain + 1] - inside.start[chain]
                elif inside.start[chain] < inside.start[chain + 1]:
                    ahead, behind = (free, back) if net.a[chain] == node else (back, free)
                    count += _inner_nodes(inside, chain, ahead, whole - behind)
        metres[one], nodes[one] = length, count
        clear(memory, reached)
    return metres, nodes


@numba.njit(cache=True)
def _on_home_chain(  # noqa: PLR0917 - compiled functions take no keywords
    net: Net, sources: Spots, one: int, inside: Rows, limit: float, memory: Memory
) -> tuple[float, int]:
    """Return metres and inner nodes of the source's own chain: from its ends and from the source itself."""
    chain, offset = sources.chain[one], sources.offset_m[one]
    whole, free = net.chain_m[chain], limit - sources.access_m[one]
    inner = inside.offset_m[inside.start[chain] : inside.start[chain + 1]]
    if free < 0:
        return 0.0, 0
    low, high = max(0.0, offset - free), min(whole, offset + free)
    ahead = min(low, limit - memory.dist[net.a[chain]])
    behind = min(whole - high, limit - memory.dist[net.b[chain]])
    nodes = 0
    for place in inner:
        nodes += place <= ahead or place >= whole - behind or low <= place <= high
    return high - low + max(0.0, ahead) + max(0.0, behind), nodes
