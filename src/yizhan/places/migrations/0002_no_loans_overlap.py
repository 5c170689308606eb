"""
No room is lent twice at the same time: held by the database, whatever the program believes.

PostgreSQL has an exclusion constraint; `int8range(id, id, '[]')` instead of `id WITH =` spares the
extension btree_gist, which a hosted database may refuse. SQLite has triggers. SQLite drops them when
Django rebuilds the table: a later migration of `Loan` must call `guard` again (a test notices).
"""

from django.db import migrations

POSTGRESQL = [
    """
    ALTER TABLE places_loan ADD CONSTRAINT loans_do_not_overlap EXCLUDE USING gist (
        int8range(room_id, room_id, '[]') WITH &&,
        tstzrange(starts_at, ends_at) WITH &&
    ) WHERE (returned_at IS NULL)
    """,
]
POSTGRESQL_UNDO = ["ALTER TABLE places_loan DROP CONSTRAINT loans_do_not_overlap"]

# Times are stored as text in UTC, so that comparing them as text compares them as times.
_TRIGGER = """
    CREATE TRIGGER loans_do_not_overlap_{name} BEFORE {event} ON places_loan
    WHEN NEW.returned_at IS NULL AND EXISTS (
        SELECT 1 FROM places_loan AS other
        WHERE other.room_id = NEW.room_id AND other.id IS NOT NEW.id AND other.returned_at IS NULL
          AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at
    )
    BEGIN SELECT RAISE(ABORT, 'loans_do_not_overlap'); END
"""
SQLITE = [
    _TRIGGER.format(name="insert", event="INSERT"),
    _TRIGGER.format(name="update", event="UPDATE"),
]
SQLITE_UNDO = ["DROP TRIGGER loans_do_not_overlap_insert", "DROP TRIGGER loans_do_not_overlap_update"]


def guard(apps, schema_editor):
    run(schema_editor, {"postgresql": POSTGRESQL, "sqlite": SQLITE})


def unguard(apps, schema_editor):
    run(schema_editor, {"postgresql": POSTGRESQL_UNDO, "sqlite": SQLITE_UNDO})


def run(schema_editor, statements):
    vendor = schema_editor.connection.vendor
    if vendor not in statements:
        raise NotImplementedError(f"no guard against overlapping loans is written for {vendor}")
    for statement in statements[vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
