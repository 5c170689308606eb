"""OR-Library p-median files: read, or refused by row."""

import pytest

from yizhan.foundation.refusals import BadInput
from yizhan.outside.or_library import read_p_median


def test_later_duplicate_replaces_earlier_edge(tmp_path):
    path = tmp_path / "p.txt"
    path.write_text(" 3 3 1\n1 2 9\n2 3 4\n2 1 5\n")
    read = read_p_median(path)
    assert read.p == 1
    assert read.distances.tolist() == [[0, 5, 9], [5, 0, 4], [9, 4, 0]]


def test_edge_of_length_zero_is_an_edge(tmp_path):
    path = tmp_path / "p.txt"
    path.write_text("2 1 1\n1 2 0\n")
    assert read_p_median(path).distances.tolist() == [[0, 0], [0, 0]]


@pytest.mark.parametrize(
    ("content", "code", "row"),
    [
        ("", "file_empty", None),
        ("3 2\n", "header_malformed", 1),
        ("a b c\n", "header_malformed", 1),
        ("3 2 4\n", "p_out_of_range", 1),
        ("3 2 1\n1 2 3\n", "edges_missing", None),
        ("3 2 1\n1 2 3\n1 4 3\n", "vertex_out_of_range", 3),
        ("3 2 1\n1 2 -3\n2 3 1\n", "length_out_of_range", 2),
        ("3 2 1\n1 2 nan\n2 3 1\n", "length_out_of_range", 2),
        ("3 2 1\n\n1 2 x\n2 3 1\n", "edge_malformed", 3),
        ("3 2 1\n1 2\n2 3 1\n", "edge_malformed", 2),
        ("3 1 1\n1 2 3\n", "graph_disconnected", None),
    ],
)
def test_malformed_file_names_the_row(tmp_path, content, code, row):
    path = tmp_path / "p.txt"
    path.write_text(content)
    with pytest.raises(BadInput) as refused:
        read_p_median(path)
    assert (refused.value.code, refused.value.row) == (code, row)
    assert refused.value.say("zh")
