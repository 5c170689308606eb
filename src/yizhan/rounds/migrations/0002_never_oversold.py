"""
`Seats.taken` is counted by the database: the sizes of all bookings that take seats.

Together with the check `never_oversold` no program, however wrong, can give away a seat twice. Triggers on
both databases; SQLite drops them when Django rebuilds `rounds_booking`: a later migration of `Booking` must
call `guard` again (a test notices).
"""

from django.db import migrations

SEATED = "('offered', 'confirmed')"

_FUNCTION = f"""
    CREATE FUNCTION rounds_count_seats() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        before integer := 0;
        after integer := 0;
        offering bigint;
    BEGIN
        IF TG_OP <> 'INSERT' AND OLD.state IN {SEATED} THEN before := OLD.size; END IF;
        IF TG_OP <> 'DELETE' AND NEW.state IN {SEATED} THEN after := NEW.size; END IF;
        IF TG_OP = 'UPDATE' AND NEW.offering_id <> OLD.offering_id THEN
            RAISE EXCEPTION 'booking_keeps_its_offering';
        END IF;
        IF TG_OP = 'DELETE' THEN offering := OLD.offering_id; ELSE offering := NEW.offering_id; END IF;
        IF before <> after THEN
            UPDATE rounds_seats SET taken = taken + after - before WHERE offering_id = offering;
            IF NOT FOUND THEN RAISE EXCEPTION 'offering_has_no_seats'; END IF;
        END IF;
        RETURN NULL;
    END $$
"""
POSTGRESQL = [
    _FUNCTION,
    """
    CREATE TRIGGER count_seats AFTER INSERT OR DELETE OR UPDATE OF state, size, offering_id ON rounds_booking
    FOR EACH ROW EXECUTE FUNCTION rounds_count_seats()
    """,
]
POSTGRESQL_UNDO = ["DROP TRIGGER count_seats ON rounds_booking", "DROP FUNCTION rounds_count_seats()"]

_CHANGE = "UPDATE rounds_seats SET taken = taken {sign} {row}.size WHERE offering_id = {row}.offering_id;"
_MISSING = """
    SELECT RAISE(ABORT, 'offering_has_no_seats')
    WHERE NOT EXISTS (SELECT 1 FROM rounds_seats WHERE offering_id = NEW.offering_id);
"""


def _sqlite(name, event, *steps, when):
    return f"CREATE TRIGGER count_seats_{name} AFTER {event} ON rounds_booking WHEN {when} BEGIN {''.join(steps)} END"


_TAKES, _TOOK = f"NEW.state IN {SEATED}", f"OLD.state IN {SEATED}"
_ADD, _REMOVE = _CHANGE.format(sign="+", row="NEW"), _CHANGE.format(sign="-", row="OLD")
SQLITE = [
    _sqlite("insert", "INSERT", _MISSING, _ADD, when=_TAKES),
    _sqlite("delete", "DELETE", _REMOVE, when=_TOOK),
    _sqlite("leave", "UPDATE OF state", _REMOVE, when=f"{_TOOK} AND NOT {_TAKES}"),
    _sqlite("enter", "UPDATE OF state", _MISSING, _ADD, when=f"{_TAKES} AND NOT {_TOOK}"),
    _sqlite("resize", "UPDATE OF size", _REMOVE, _ADD, when=f"{_TAKES} AND {_TOOK} AND OLD.size <> NEW.size"),
    """
    CREATE TRIGGER count_seats_moved BEFORE UPDATE OF offering_id ON rounds_booking
    WHEN NEW.offering_id <> OLD.offering_id
    BEGIN SELECT RAISE(ABORT, 'booking_keeps_its_offering'); END
    """,
]
SQLITE_UNDO = [
    f"DROP TRIGGER count_seats_{name}" for name in ("insert", "delete", "leave", "enter", "resize", "moved")
]


def guard(apps, schema_editor):
    run(schema_editor, {"postgresql": POSTGRESQL, "sqlite": SQLITE})


def unguard(apps, schema_editor):
    run(schema_editor, {"postgresql": POSTGRESQL_UNDO, "sqlite": SQLITE_UNDO})


def run(schema_editor, statements):
    vendor = schema_editor.connection.vendor
    if vendor not in statements:
        raise NotImplementedError(f"no count of seats is written for {vendor}")
    for statement in statements[vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("rounds", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
