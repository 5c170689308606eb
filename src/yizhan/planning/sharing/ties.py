"""Named choices of a draw: sources of randomness, ties, and what a waiting list does with a big party."""

import enum

#: Equal hashes are ordered by ticket; SHA-256 has never been seen to give any.
LOWEST_TICKET = "lowest_ticket"

#: The one rule of the published list, version 1: in drawn order, each takes the dearest that is left.
SERIAL_DICTATORSHIP = "serial-dictatorship"


class SourceKind(enum.StrEnum):
    """Where the randomness of a draw comes from."""

    DRAND = "drand-quicknet"  # a numbered future round of the public beacon
    ANNOUNCED = "announced"  # any public value named beforehand, typed in by hand


class WhenTooBig(enum.StrEnum):
    """What happens when the next party on a waiting list is bigger than the seats that came free."""

    SKIP = "skip"  # the first party that fits is asked; the bigger one keeps its place
    WAIT = "wait"  # nobody is asked until seats suffice for the bigger one
