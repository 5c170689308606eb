"""Hold and release time on rooms, lecturers, devices and people; all of a request or nothing."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import IntegrityError, connection, transaction

from yizhan.foundation import clock
from yizhan.people.models import Account
from yizhan.places.models import Claim
from yizhan.places.rules.claims import Wanted, already_held, in_order, overlap_within

#: The guard of migration 0004, by the name both databases report.
GUARD = "claims_do_not_overlap"


@transaction.atomic
def hold(*, wanted: Mapping[str, Iterable[Wanted]], by: Account | None) -> list[Claim]:
    """
    Hold everything wanted, or raise a `Refusal` naming the first that is taken and hold nothing.

    `wanted` gives, for each name under which it is held and released ("session:12"), the times wanted.
    """
    ordered = in_order(one for each in wanted.values() for one in each)
    twice = overlap_within(ordered)
    if twice is not None:
        raise already_held(twice)
    _queue_up(ordered)
    claims = [_claim(one, held_for, by) for held_for, each in wanted.items() for one in each]
    try:
        with transaction.atomic():
            return Claim.objects.bulk_create(claims, batch_size=500)
    except IntegrityError as error:
        if GUARD not in str(error):
            raise
        raise already_held(_first_taken(ordered)) from error


@transaction.atomic
def release(*, held_for: Iterable[str], by: Account | None) -> int:
    """Give back everything held for these; returns how many claims."""
    standing = Claim.objects.filter(held_for__in=list(held_for), released_at__isnull=True)
    return standing.update(released_at=clock.now(), released_by=by)


def _claim(one: Wanted, held_for: str, by: Account | None) -> Claim:
    return Claim(
        kind=one.kind,
        resource=one.resource,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        held_for=held_for,
        held_by=by,
    )


def _queue_up(ordered: Sequence[Wanted]) -> None:
    """Wait for others who want the same resources; without it PostgreSQL may call it a deadlock."""
    if connection.vendor != "postgresql":
        return
    keys = sorted({one.key for one in ordered})
    with connection.cursor() as cursor:
        for kind, resource in keys:
            # Two whole numbers of four bytes: resources beyond that merely share a queue.
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [kind, resource % 2**31])


def _first_taken(ordered: Sequence[Wanted]) -> Wanted:
    for one in ordered:
        others = Claim.objects.filter(kind=one.kind, resource=one.resource, released_at__isnull=True)
        if others.filter(starts_at__lt=one.ends_at, ends_at__gt=one.starts_at).exists():
            return one
    return ordered[0]
