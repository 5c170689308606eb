"""CSV files from people: any usual encoding, typed cells, and refusals that name file, row and field."""

import csv
import io
import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import BadInput

_ABSENT = Phrase("文件不存在", "no such file")
_UNREADABLE = Phrase("文件无法读取（{reason}）", "the file cannot be read ({reason})")
_EMPTY = Phrase("文件是空的", "the file is empty")
_NO_ROWS = Phrase("只有表头，没有数据", "there is a header but no data")
_NO_COLUMN = Phrase("缺少这一列；现有的列：{present}", "this column is missing; present: {present}")
_TWICE_COLUMN = Phrase("这一列在表头中出现了两次", "this column appears twice in the header")
_ENCODING = Phrase("无法识别编码；请另存为 UTF-8", "unknown encoding; save the file as UTF-8")
_BROKEN = Phrase("不是有效的 CSV({reason})", "this is not valid CSV ({reason})")
_TOO_LONG = Phrase(
    "有 {cells} 格，表头只有 {columns} 列", "{cells} cells, but the header has {columns} columns"
)
_BLANK = Phrase("没有填写", "a value is missing")
_NOT_NUMBER = Phrase("“{value}”不是数", "'{value}' is not a number")
_NOT_FINITE = Phrase("“{value}”不是有限的数", "'{value}' is not a finite number")
_NOT_WHOLE = Phrase("“{value}”不是整数", "'{value}' is not a whole number")
_TOO_SMALL = Phrase("“{value}”小于 {minimum}", "'{value}' is less than {minimum}")
_TOO_LARGE = Phrase("“{value}”大于 {maximum}", "'{value}' is greater than {maximum}")
_NOT_A_CHOICE = Phrase("“{value}”不在可选值之中：{choices}", "'{value}' is not one of: {choices}")
_TWICE = Phrase("“{value}”已在第 {first} 行出现过", "'{value}' already stands in row {first}")

#: Rows held at once; keeping a million row lists alive makes the garbage collector crawl.
_BLOCK = 256

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its file, the line it starts on (the header is line 1) and its cells by column."""

    file: str
    line: int
    cells: Mapping[str, str]

    def refusal(self, field: str | None, *, code: str, phrase: Phrase, **facts: object) -> BadInput:
        """Return the refusal that names this row; the caller raises it."""
        return BadInput(code, phrase, file=self.file, row=self.line, field=field, **facts)

    def text(self, field: str, *, default: str | None = None) -> str:
        """Return the cell without surrounding blanks; an empty one is `default`, or refused."""
        value = self.cells.get(field, "")
        if value:
            return value
        if default is None:
            raise self.refusal(field, code="value_missing", phrase=_BLANK)
        return default

    def number(
        self,
        field: str,
        *,
        minimum: float = -math.inf,
        maximum: float = math.inf,
        default: float | None = None,
    ) -> float:
        """Return the cell as a finite number in [minimum, maximum]; an empty one is `default`, or refused."""
        value = self.cells.get(field, "")
        if not value and default is not None:
            return default
        value = self.text(field)
        number = _number(value)
        if number is None:
            raise self.refusal(field, code="not_a_number", phrase=_NOT_NUMBER, value=value)
        if not math.isfinite(number):
            raise self.refusal(field, code="not_finite", phrase=_NOT_FINITE, value=value)
        if number < minimum:
            raise self.refusal(
                field, code="too_small", phrase=_TOO_SMALL, value=value, minimum=f"{minimum:.12g}"
            )
        if number > maximum:
            raise self.refusal(
                field, code="too_large", phrase=_TOO_LARGE, value=value, maximum=f"{maximum:.12g}"
            )
        return number

    def whole(
        self,
        field: str,
        *,
        minimum: float = -math.inf,
        maximum: float = math.inf,
        default: int | None = None,
    ) -> int:
        """Return the cell as a whole number in [minimum, maximum]; an empty one is `default`, or refused."""
        number = float(self.number(field, minimum=minimum, maximum=maximum, default=default))
        if not number.is_integer():
            raise self.refusal(field, code="not_whole", phrase=_NOT_WHOLE, value=self.text(field))
        return int(number)

    def choice(self, field: str, choices: Sequence[str], *, default: str | None = None) -> str:
        """Return the cell if it is one of `choices`; an empty one is `default`, or refused."""
        value = self.text(field, default=default)
        if value not in choices:
            listed = ", ".join(choices)
            raise self.refusal(field, code="not_a_choice", phrase=_NOT_A_CHOICE, value=value, choices=listed)
        return value


@dataclass(frozen=True, slots=True)
class Table:
    """
    A whole file by columns, for files of a million rows.

    Attributes
    ----------
    file
        Its path as the person gave it.
    lines
        The line each row starts on; the header is line 1 of an ordinary file.
    columns
        The cells of each wanted column that is present, without surrounding blanks.
    """

    file: str
    lines: list[int]
    columns: Mapping[str, Sequence[str]]

    def __len__(self) -> int:
        return len(self.lines)

    def row(self, index: int) -> Row:
        """Return row `index` (0-based) on its own."""
        return Row(self.file, self.lines[index], {name: cells[index] for name, cells in self.columns.items()})

    def rows(self) -> list[Row]:
        """Return every row on its own."""
        return [self.row(index) for index in range(len(self))]

    def texts(self, field: str) -> list[str]:
        """Return the column, refusing empty cells."""
        cells = list(self.columns[field])
        if not all(cells):
            self.row(cells.index("")).text(field)
        return cells

    def identifiers(self, field: str) -> list[str]:
        """Return the column, refusing empty cells and repeated ones."""
        cells = self.texts(field)
        if len(set(cells)) < len(cells):
            first: dict[str, int] = {}
            for index, cell in enumerate(cells):
                if cell in first:
                    raise self.row(index).refusal(
                        field, code="repeated", phrase=_TWICE, value=cell, first=self.lines[first[cell]]
                    )
                first[cell] = index
        return cells

    def numbers(
        self,
        field: str,
        *,
        minimum: float = -math.inf,
        maximum: float = math.inf,
        default: float | None = None,
    ) -> NDArray[np.float64]:
        """Return the column as finite numbers in [minimum, maximum]; empty cells: `default`, or refused."""
        cells = self.columns.get(field)
        if cells is None:
            cells = [""] * len(self)
        if default is not None:
            cells = [cell or repr(float(default)) for cell in cells]
        try:
            if "_" in "".join(cells):
                raise ValueError  # Python reads 1_000 as a number; people do not write it
            numbers = np.fromiter(map(float, cells), dtype=np.float64, count=len(cells))
        except ValueError:
            numbers = np.full(len(cells), np.nan)
        if not bool(np.all(np.isfinite(numbers) & (numbers >= minimum) & (numbers <= maximum))):
            return np.array(
                [row.number(field, minimum=minimum, maximum=maximum, default=default) for row in self.rows()]
            )
        return numbers


def read_table(path: Path | str, *, required: Iterable[str], optional: Iterable[str] = ()) -> list[Row]:
    """
    Return the rows of a CSV file, one by one.

    Accepts UTF-8 with or without a byte-order mark, UTF-16 with one, GB 18030 (so GBK and GB 2312);
    commas, or semicolons or tabs when the header has no comma; any line ending; blank lines between rows.
    Column names are matched without regard to case; other columns are ignored.

    Raises
    ------
    BadInput
        The file is absent, unreadable, empty, lacks a required column, or a row has too many cells.
    """
    return read_columns(path, required=required, optional=optional).rows()


def read_columns(path: Path | str, *, required: Iterable[str], optional: Iterable[str] = ()) -> Table:
    """Return a CSV file by columns; accepts and refuses what `read_table` does, a million rows in seconds."""
    file = str(path)
    text = file_text(file)
    stream = _rows(file, text)
    header_line, header = next(stream, (0, []))
    if not header:
        raise BadInput("file_empty", _EMPTY, file=file)
    places = _places(Row(file, header_line, {}), header, required=required, optional=optional)
    lines: list[int] = []
    columns: dict[str, list[str]] = {name: [] for name in places}
    while block := list(itertools.islice(stream, _BLOCK)):
        starts, rows = zip(*block, strict=True)
        _square(file, rows, starts, width=len(header))
        cells = list(zip(*rows, strict=True))
        lines.extend(starts)
        for name, place in places.items():
            columns[name].extend(map(str.strip, cells[place]))
    if not lines:
        raise BadInput("file_without_rows", _NO_ROWS, file=file)
    return Table(file, lines, columns)


def file_text(file: str) -> str:
    """Return the text of a file in any usual encoding, or refuse it."""
    return _decoded(file, _content(file))


def _content(file: str) -> bytes:
    try:
        content = Path(file).read_bytes()
    except FileNotFoundError:
        raise BadInput("file_absent", _ABSENT, file=file) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadInput("file_unreadable", _UNREADABLE, file=file, reason=reason) from None
    return content


def _decoded(file: str, content: bytes) -> str:
    encodings = ("utf-16",) if content.startswith(_UTF16) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput("file_encoding", _ENCODING, file=file)


def _rows(file: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield every line that is not blank, header included, with the number of the line it starts on."""
    first_line = text.lstrip("\r\n").partition("\n")[0]
    delimiter = next((mark for mark in ",;\t" if mark in first_line), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            if "".join(row).strip():
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadInput("file_not_csv", _BROKEN, file=file, row=line, reason=str(error)) from None


def _places(
    line: Row, header: list[str], *, required: Iterable[str], optional: Iterable[str]
) -> dict[str, int]:
    """Return where each wanted column stands."""
    names = [name.strip().casefold() for name in header]
    present = ", ".join(name.strip() for name in header)
    places: dict[str, int] = {}
    for needed, wanted in ((True, required), (False, optional)):
        for name in wanted:
            count = names.count(name.casefold())
            if count == 0 and needed:
                raise line.refusal(name, code="column_missing", phrase=_NO_COLUMN, present=present)
            if count > 1:
                raise line.refusal(name, code="column_twice", phrase=_TWICE_COLUMN)
            if count:
                places[name] = names.index(name.casefold())
    return places


def _square(file: str, rows: Sequence[list[str]], lines: Sequence[int], *, width: int) -> None:
    """Fill short rows with empty cells, drop empty surplus cells, refuse others."""
    if set(map(len, rows)) == {width}:
        return
    for row, line in zip(rows, lines, strict=True):
        if any(map(str.strip, row[width:])):
            raise BadInput("row_too_long", _TOO_LONG, file=file, row=line, cells=len(row), columns=width)
        row[width:] = []
        row.extend([""] * (width - len(row)))


def _number(text: str) -> float | None:
    try:
        return None if "_" in text else float(text)
    except ValueError:
        return None
