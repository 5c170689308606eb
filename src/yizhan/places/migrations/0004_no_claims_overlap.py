"""
No resource is held twice at the same time: held by the database, whatever the program believes.

One guarantee for rooms, lecturers, devices and people. PostgreSQL has an exclusion constraint; SQLite has
triggers, as in migration 0002. SQLite drops them when Django rebuilds the table: a later migration of
`Claim` must call `guard` again (a test notices).
"""

from django.db import migrations

POSTGRESQL = [
    """
    ALTER TABLE places_claim ADD CONSTRAINT claims_do_not_overlap EXCLUDE USING gist (
        int8range(resource, resource, '[]') WITH &&,
        tstzrange(starts_at, ends_at) WITH &&,
        int4range(kind, kind, '[]') WITH &&
    ) WHERE (released_at IS NULL)
    """,
]
POSTGRESQL_UNDO = ["ALTER TABLE places_claim DROP CONSTRAINT claims_do_not_overlap"]

# Times are stored as text in UTC, so that comparing them as text compares them as times.
_TRIGGER = """
    CREATE TRIGGER claims_do_not_overlap_{name} BEFORE {event} ON places_claim
    WHEN NEW.released_at IS NULL AND EXISTS (
        SELECT 1 FROM places_claim AS other
        WHERE other.kind = NEW.kind AND other.resource = NEW.resource AND other.id IS NOT NEW.id
          AND other.released_at IS NULL AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at
    )
    BEGIN SELECT RAISE(ABORT, 'claims_do_not_overlap'); END
"""
SQLITE = [
    _TRIGGER.format(name="insert", event="INSERT"),
    _TRIGGER.format(name="update", event="UPDATE"),
]
SQLITE_UNDO = ["DROP TRIGGER claims_do_not_overlap_insert", "DROP TRIGGER claims_do_not_overlap_update"]


def guard(apps, schema_editor):
    run(schema_editor, {"postgresql": POSTGRESQL, "sqlite": SQLITE})


def unguard(apps, schema_editor):
    run(schema_editor, {"postgresql": POSTGRESQL_UNDO, "sqlite": SQLITE_UNDO})


def run(schema_editor, statements):
    vendor = schema_editor.connection.vendor
    if vendor not in statements:
        raise NotImplementedError(f"no guard against overlapping claims is written for {vendor}")
    for statement in statements[vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("places", "0003_claims_and_devices")]
    operations = [migrations.RunPython(guard, unguard)]
