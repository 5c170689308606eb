"""Who got seats, by how they entered and how many came together; small groups are hidden."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from yizhan.rounds.models import Booking, Entry, SignUpRound
from yizhan.rounds.rules.hiding import FEWEST, hidden


@dataclass(frozen=True, slots=True)
class Group:
    """So many entries of one kind, how many of them got a seat; None where it would tell too much."""

    name: str
    entries: int | None
    seated: int | None


@dataclass(frozen=True, slots=True)
class FairnessReport:
    """Seats by channel and by size of the party, for a drawn round."""

    entries: int | None
    seated: int | None
    by_channel: tuple[Group, ...]
    by_size: tuple[Group, ...]
    fewest: int = FEWEST


def fairness(sign_up_round: SignUpRound) -> FairnessReport:
    """Return the report of a drawn round: what the draw gave, whatever was confirmed afterwards."""
    # A seat of the draw has the round's deadline; one offered later from the waiting list has its own.
    given = Booking.objects.filter(entry=OuterRef("pk"), answer_until=sign_up_round.confirm_until)
    standing = Entry.objects.filter(round=sign_up_round, withdrawn_at=None).annotate(seated=Exists(given))
    rows = list(standing.values_list("channel", "size", "seated"))
    counts = hidden({"all": (len(rows), sum(seated for *_, seated in rows))})["all"]
    return FairnessReport(
        entries=counts[0],
        seated=counts[1],
        by_channel=_groups((channel, seated) for channel, _, seated in rows),
        by_size=_groups((str(size), seated) for _, size, seated in rows),
    )


def _groups(rows: Iterable[tuple[str, bool]]) -> tuple[Group, ...]:
    counts: dict[str, tuple[int, int]] = {}
    for name, seated in rows:
        entries, got = counts.get(name, (0, 0))
        counts[name] = (entries + 1, got + seated)
    return tuple(Group(name, *numbers) for name, numbers in sorted(hidden(counts).items()))
