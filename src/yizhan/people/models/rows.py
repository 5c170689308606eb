"""Rows of the database from plain statements, for the few paths a crowd takes at once."""

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any, TypeVar

from django.db import connection, models

_Row = TypeVar("_Row", bound=models.Model)


@cache
def selecting(statement: str, **wanted: type[models.Model]) -> str:
    """Return a statement with all columns of a model for the table it names: `SELECT {c} FROM … c`."""
    return statement.format(
        **{
            table: ", ".join(f'{table}."{column}"' for _, column in _columns(model))
            for table, model in wanted.items()
        }
    )


def width(model: type[models.Model]) -> int:
    """Return how many columns a model has."""
    return len(_columns(model))


def row_of(model: type[_Row], values: Sequence[Any]) -> _Row:
    """Return what Django would have made of these values, without compiling a query first."""
    told = list(values)
    for position, convert in _converters(model, connection.vendor):
        told[position] = convert(told[position])
    return model.from_db(connection.alias, [name for name, _ in _columns(model)], told)


@cache
def _columns(model: type[models.Model]) -> list[tuple[str, str]]:
    fields = model._meta.concrete_fields  # noqa: SLF001 - documented by Django
    return [(field.attname, field.column or field.attname) for field in fields]


@cache
def _converters(model: type[models.Model], vendor: str) -> list[tuple[int, Callable[[Any], Any]]]:
    """Return what values must go through: nothing on PostgreSQL; moments and truths on SQLite."""
    fields = model._meta.concrete_fields  # noqa: SLF001 - documented by Django
    return [
        (position, partial(_converted, each, field.get_col(vendor)))
        for position, field in enumerate(fields)
        for each in connection.ops.get_db_converters(field.get_col(vendor))
        + field.get_db_converters(connection)
    ]


def _converted(convert: Callable[..., Any], column: object, value: object) -> object:
    return convert(value, column, connection)
