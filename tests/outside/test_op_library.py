"""Orienteering files: read, or refused by row."""

import pytest

from yizhan.foundation.refusals import Refusal
from yizhan.outside.op_library import read_orienteering


def test_the_first_point_is_the_start_and_worth_nothing(tmp_path):
    path = tmp_path / "tour.txt"
    path.write_text("15\t1\n0 0 9\n3 4 0\n0 4 7\n")
    read = read_orienteering(path)
    assert (read.limit, read.worth.tolist(), read.distances[0].tolist()) == (15, [0, 0, 7], [0, 5, 4])


@pytest.mark.parametrize(
    ("text", "code", "row"),
    [
        ("", "file_empty", None),
        ("15\n0 0 0\n1 1 0", "header_malformed", 1),
        ("15 2\n0 0 0\n1 1 0", "several_paths", 1),
        ("15 1\n0 0 0\n1 one 0", "point_malformed", 3),
        ("15 1\n0 0 0\n1 1 -4", "point_malformed", 3),
        ("15 1\n0 0 0\n1 nan 4", "point_malformed", 3),
        ("15 1\n0 0 0", "points_missing", None),
    ],
)
def test_malformed_files_are_refused_by_row(tmp_path, text, code, row):
    path = tmp_path / "tour.txt"
    path.write_text(text)
    with pytest.raises(Refusal) as refusal:
        read_orienteering(path)
    assert (refusal.value.code, getattr(refusal.value, "row", None)) == (code, row)
    assert "tour.txt" in refusal.value.say("zh")
