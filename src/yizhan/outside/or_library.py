"""Reads the p-median files of the OR-Library: `n m p`, then one edge a line."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import shortest_path

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import BadInput
from yizhan.outside.tables import file_text

#: All distances of so many vertices take 1.8 GB.
MOST_VERTICES = 15_000
_LONGEST = 1e12

_EMPTY = Phrase("文件是空的", "the file is empty")
_HEADER = Phrase("第一行应是“顶点数 边数 p”三个整数", "the first line must be three whole numbers: n m p")
_SIZE = Phrase(
    "{n} 个顶点太多，最多 {most} 个（所有距离要放进内存）",
    "{n} vertices are too many, at most {most}: all distances must fit into memory",
)
_P = Phrase("p = {p} 不在 1 与 {n} 之间", "p = {p} is not between 1 and {n}")
_EDGE = Phrase("应是“起点 终点 长度”三个数", "three numbers wanted: u v cost")
_VERTEX = Phrase("顶点 {vertex} 不在 1 与 {n} 之间", "vertex {vertex} is not between 1 and {n}")
_LENGTH = Phrase("长度 {length} 不是 0 到 1e12 之间的数", "length {length} is not a number from 0 to 1e12")
_FEWER = Phrase("应有 {wanted} 条边，只有 {found} 条", "{wanted} edges announced, {found} found")
_PARTS = Phrase(
    "图不连通：从顶点 1 到不了顶点 {vertex}",
    "the graph falls apart: vertex {vertex} cannot be reached from vertex 1",
)


@dataclass(frozen=True, slots=True, eq=False)
class PMedianFile:
    """A p-median instance: `distances[vertex, vertex]` along shortest paths, and how many to open."""

    distances: NDArray[np.float64]
    p: int


def read_p_median(path: Path | str) -> PMedianFile:
    """
    Return the shortest-path distances and p of an OR-Library p-median file.

    An edge given again replaces the earlier one, as the library prescribes.

    Raises
    ------
    BadInput
        The file is absent or malformed, or the graph is not connected.

    References
    ----------
    .. [1] Beasley (1990), OR-Library, Journal of the Operational Research Society 41(11), 1069-1072.
    """
    file = str(path)
    lines = [(number, line.split()) for number, line in enumerate(file_text(file).splitlines(), start=1)]
    lines = [(number, words) for number, words in lines if words]
    if not lines:
        raise BadInput("file_empty", _EMPTY, file=file)
    n, m, p = _header(file, *lines[0])
    edges: dict[tuple[int, int], float] = {}
    for number, words in lines[1 : m + 1]:
        u, v, length = _edge(file, number, words, n=n)
        edges[min(u, v), max(u, v)] = length
    if len(lines) - 1 < m:
        raise BadInput("edges_missing", _FEWER, file=file, wanted=m, found=len(lines) - 1)
    return PMedianFile(_all_pairs(file, edges, n=n), p)


def _header(file: str, row: int, words: list[str]) -> tuple[int, int, int]:
    try:
        n, m, p = map(int, words)
    except ValueError:
        raise BadInput("header_malformed", _HEADER, file=file, row=row) from None
    if n < 1 or m < 0:
        raise BadInput("header_malformed", _HEADER, file=file, row=row)
    if n > MOST_VERTICES:
        raise BadInput("too_many_vertices", _SIZE, file=file, row=row, field="n", n=n, most=MOST_VERTICES)
    if not 1 <= p <= n:
        raise BadInput("p_out_of_range", _P, file=file, row=row, field="p", p=p, n=n)
    return n, m, p


def _edge(file: str, row: int, words: list[str], *, n: int) -> tuple[int, int, float]:
    try:
        u, v, length = int(words[0]), int(words[1]), float(words[2])
    except (ValueError, IndexError):
        raise BadInput("edge_malformed", _EDGE, file=file, row=row) from None
    if len(words) != 3:
        raise BadInput("edge_malformed", _EDGE, file=file, row=row)
    for vertex in (u, v):
        if not 1 <= vertex <= n:
            raise BadInput("vertex_out_of_range", _VERTEX, file=file, row=row, vertex=vertex, n=n)
    if not 0 <= length <= _LONGEST:
        raise BadInput("length_out_of_range", _LENGTH, file=file, row=row, length=words[2])
    return u - 1, v - 1, length


def _all_pairs(file: str, edges: dict[tuple[int, int], float], *, n: int) -> NDArray[np.float64]:
    ends = np.array(list(edges), dtype=np.int64).reshape(-1, 2)
    lengths = np.array(list(edges.values()), dtype=np.float64)
    links = csr_array((lengths, (ends[:, 0], ends[:, 1])), shape=(n, n))  # a length of 0 stays an edge
    distances = np.asarray(shortest_path(links, method="D", directed=False))
    np.fill_diagonal(distances, 0.0)
    if not bool(np.all(np.isfinite(distances))):
        vertex = int(np.argmax(~np.isfinite(distances[0]))) + 1
        raise BadInput("graph_disconnected", _PARTS, file=file, vertex=vertex)
    return distances
