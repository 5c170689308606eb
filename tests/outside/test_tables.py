"""CSV files from people: what is read, and how it is refused."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.foundation.refusals import BadInput
from yizhan.outside.tables import read_columns, read_table


@pytest.fixture
def written(tmp_path: Path):
    def write(content: str | bytes, name: str = "people.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize(
    "content",
    [
        "id,x\n甲,1.5\n",
        "\ufeffid,x\r\n甲,1.5\r\n",
        "ID, X \n 甲 , 1.5 \n\n\n",
        "\n\nid;x\n甲;1.5",
        "other\tid\tx\n?\t甲\t1.5\n",
        '"id","x","note"\n"甲","1.5","a, ""b"""\n',
    ],
)
def test_row_is_read_from_every_usual_form(written, content):
    (row,) = read_table(written(content), required=("id", "x"))
    assert (row.text("id"), row.number("x")) == ("甲", 1.5)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_row_is_read_in_every_usual_encoding(written, encoding):
    (row,) = read_table(written("id,x\n四川北路,2\n".encode(encoding)), required=("id", "x"))
    assert row.text("id") == "四川北路"


@pytest.mark.parametrize(
    ("content", "code", "row", "field"),
    [
        ("", "file_empty", None, None),
        ("\n \n", "file_empty", None, None),
        ("id,x\n", "file_without_rows", None, None),
        ("id,y\na,1\n", "column_missing", 1, "x"),
        ("id,x,X\na,1,2\n", "column_twice", 1, "x"),
        ("id,x\na,1,2\n", "row_too_long", 2, None),
        ('id,x\na,1\nb,"1\n', "file_not_csv", 3, None),
        ("id,x\na,1\nb\n", "value_missing", 3, "x"),
        ("id,x\na,1\n\nb,\n", "value_missing", 4, "x"),
        ("id,x\na,one\n", "not_a_number", 2, "x"),
        ("id,x\na,1_000\n", "not_a_number", 2, "x"),
        ("id,x\na,nan\n", "not_finite", 2, "x"),
        ("id,x\na,-inf\n", "not_finite", 2, "x"),
        ('id,x\n"a\nb",1\nc,-1\n', "too_small", 4, "x"),
        ("id,x\na,1001\n", "too_large", 2, "x"),
    ],
)
@pytest.mark.parametrize("by_columns", [True, False])
def test_bad_file_names_row_and_field(written, content, code, row, field, by_columns):
    path = written(content)

    def read():
        if by_columns:
            read_columns(path, required=("id", "x")).numbers("x", minimum=0, maximum=1000)
        for each in read_table(path, required=("id", "x")):
            each.number("x", minimum=0, maximum=1000)

    with pytest.raises(BadInput) as refused:
        read()
    assert (refused.value.code, refused.value.row, refused.value.field) == (code, row, field)
    assert refused.value.file == str(path)
    assert str(path) in refused.value.say("zh")
    assert str(path) in refused.value.say("en")


def test_absent_file_and_folder_are_refused(tmp_path):
    with pytest.raises(BadInput, match="no such file"):
        read_table(tmp_path / "none.csv", required=("id",))
    with pytest.raises(BadInput, match="cannot be read"):
        read_table(tmp_path, required=("id",))


def test_bytes_of_no_encoding_are_refused(written):
    with pytest.raises(BadInput, match="encoding"):
        read_table(written(b"id,x\n\xff\xff\xff,1\n"), required=("id",))


def test_repeated_identifier_names_both_rows(written):
    table = read_columns(written("id\na\nb\n\na\n"), required=("id",))
    with pytest.raises(BadInput) as refused:
        table.identifiers("id")
    assert (refused.value.row, refused.value.facts["first"]) == (5, 2)


def test_default_fills_empty_cells_and_absent_columns(written):
    table = read_columns(written("id,w\na,\nb,2\n"), required=("id",), optional=("w", "v"))
    assert table.numbers("w", default=1).tolist() == [1.0, 2.0]
    assert table.numbers("v", default=7).tolist() == [7.0, 7.0]
    assert table.row(0).number("w", default=1) == 1.0


def test_choice_and_whole_number_refuse_others(written):
    (row,) = read_table(written("level,n\ncentre,2.5\n"), required=("level", "n"))
    assert row.choice("level", ("centre", "point")) == "centre"
    with pytest.raises(BadInput, match="not one of: point"):
        row.choice("level", ("point",))
    with pytest.raises(BadInput, match="whole"):
        row.whole("n")


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_columns_and_rows_read_the_same_numbers(tmp_path_factory, numbers):
    path = tmp_path_factory.mktemp("numbers") / "n.csv"
    path.write_text("x\n" + "".join(f"{number!r}\n" for number in numbers))
    by_column = read_columns(path, required=("x",)).numbers("x")
    by_row = [row.number("x") for row in read_table(path, required=("x",))]
    assert np.array_equal(by_column, by_row)
    assert by_row == numbers
    assert all(map(math.isfinite, by_row))
