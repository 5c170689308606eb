"""ITC-2007 files: read, written, or refused by row and field."""

import pytest

from yizhan.foundation.refusals import BadInput
from yizhan.outside.itc2007 import read_ctt, read_sol, solution_text

GOOD = """Name: Toy
Courses: 2
Rooms: 2
Days: 2
Periods_per_day: 3
Curricula: 1
Constraints: 1

COURSES:
art wu 2 2 30
ink li 1 1 10

ROOMS:
hall 40
hut 12

CURRICULA:
q1 2 art ink

UNAVAILABILITY_CONSTRAINTS:
ink 1 2

END.
"""


def written(tmp_path, content, name="toy.ctt"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_instance_is_read(tmp_path):
    read = read_ctt(written(tmp_path, GOOD))
    assert (read.name, read.days, read.periods) == ("Toy", 2, 3)
    assert [(row.name, row.teacher, row.lectures, row.min_days, row.students) for row in read.courses] == [
        ("art", "wu", 2, 2, 30),
        ("ink", "li", 1, 1, 10),
    ]
    assert (list(read.rooms), list(read.seats), read.curricula) == (
        ["hall", "hut"],
        [40, 12],
        [("q1", [0, 1])],
    )
    assert read.available.tolist() == [[True] * 6, [True] * 5 + [False]]


def test_windows_lines_and_spaces_are_fine(tmp_path):
    assert read_ctt(written(tmp_path, GOOD.replace("\n", " \r\n"))).name == "Toy"


@pytest.mark.parametrize(
    ("old", "new", "code", "row", "field"),
    [
        (GOOD, "", "file_empty", None, None),
        ("Rooms: 2", "Halls: 2", "header_malformed", 3, "Rooms"),
        ("Rooms: 2", "Rooms: two", "number_wrong", 3, "Rooms"),
        ("Days: 2", "Days: 0", "number_wrong", 4, "Days"),
        ("Periods_per_day: 3", "Periods_per_day: 61", "number_wrong", 5, "Periods_per_day"),
        ("Courses: 2", "Courses: 3", "rows_missing", None, "COURSES"),
        ("Courses: 2", "Courses: 1", "section_missing", 11, None),
        ("Constraints: 1", "Constraints: 2", "rows_missing", None, "UNAVAILABILITY_CONSTRAINTS"),
        ("Constraints: 1", "Constraints: 0", "rows_left", 21, None),
        ("ROOMS:", "HALLS:", "section_missing", 13, None),
        ("ink li 1 1 10", "ink li 1 1", "cells_wrong", 11, None),
        ("ink li 1 1 10", "art li 1 1 10", "label_repeated", 11, "course"),
        ("ink li 1 1 10", "ink li 1.5 1 10", "number_wrong", 11, "lectures"),
        ("ink li 1 1 10", "ink li 0 1 10", "number_wrong", 11, "lectures"),
        ("ink li 1 1 10", "ink li 1 3 10", "number_wrong", 11, "min_days"),
        ("ink li 1 1 10", "ink li 1 1 -4", "number_wrong", 11, "students"),
        ("ink li 1 1 10", "ink li 1 1 ²", "number_wrong", 11, "students"),
        ("hut 12", "hall 12", "label_repeated", 15, "room"),
        ("hut 12", "hut many", "number_wrong", 15, "capacity"),
        ("q1 2 art ink", "q1 2 art tea", "label_unknown", 18, None),
        ("q1 2 art ink", "q1 3 art ink", "cells_wrong", 18, None),
        ("q1 2 art ink", "q1 2 art art", "label_repeated", 18, "courses"),
        ("q1 2 art ink", "q1", "number_wrong", 18, "courses"),
        ("ink 1 2\n", "tea 1 2\n", "label_unknown", 21, None),
        ("ink 1 2\n", "ink 2 2\n", "number_wrong", 21, "day"),
        ("ink 1 2\n", "ink 1 3\n", "number_wrong", 21, "period"),
        ("END.", "", "file_ends", None, None),
        ("END.", "more", "rows_left", 23, None),
        ("art wu 2", "art wu 30000", "number_wrong", 10, "lectures"),
    ],
)
def test_malformed_instance_names_row_and_field(tmp_path, old, new, code, row, field):
    with pytest.raises(BadInput) as refused:
        read_ctt(written(tmp_path, GOOD.replace(old, new)))
    assert (refused.value.code, refused.value.row, refused.value.field) == (code, row, field)
    assert refused.value.say("zh")
    assert refused.value.say("en")


def test_too_large_instance_is_refused(tmp_path):
    large = GOOD.replace("Days: 2", "Days: 9000").replace("Periods_per_day: 3", "Periods_per_day: 60")
    with pytest.raises(BadInput) as refused:
        read_ctt(written(tmp_path, large))
    assert refused.value.code == "too_large"


def test_solution_goes_out_and_comes_back(tmp_path):
    instance = read_ctt(written(tmp_path, GOOD))
    text = solution_text(instance, [0, 4, 2], [0, 0, 1])
    assert text == "art hall 0 0\nart hall 1 1\nink hut 0 2\n"
    assert read_sol(written(tmp_path, text, "toy.sol"), instance) == ([0, 4, 2], [0, 0, 1])


def test_lectures_without_a_row_have_no_place(tmp_path):
    instance = read_ctt(written(tmp_path, GOOD))
    assert read_sol(written(tmp_path, "ink hut 0 2\n", "a.sol"), instance) == ([-1, -1, 2], [-1, -1, 1])


@pytest.mark.parametrize(
    ("text", "code", "row"),
    [
        ("", "file_empty", None),
        ("art hall 0\n", "cells_wrong", 1),
        ("tea hall 0 0\n", "label_unknown", 1),
        ("art shed 0 0\n", "label_unknown", 1),
        ("art hall 2 0\n", "number_wrong", 1),
        ("art hall 0 x\n", "number_wrong", 1),
        ("ink hall 0 0\nink hall 0 1\n", "lecture_beyond", 2),
    ],
)
def test_malformed_solution_names_the_row(tmp_path, text, code, row):
    instance = read_ctt(written(tmp_path, GOOD))
    with pytest.raises(BadInput) as refused:
        read_sol(written(tmp_path, text, "toy.sol"), instance)
    assert (refused.value.code, refused.value.row) == (code, row)
    assert refused.value.say("zh")
