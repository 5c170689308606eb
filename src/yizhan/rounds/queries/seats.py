"""How many seats are free, for whom, now."""

from django.db.models import Sum

from yizhan.foundation import clock
from yizhan.offers.models import Offering
from yizhan.people.words import ASSISTED
from yizhan.rounds.models import Booking, Seats
from yizhan.rounds.rules.entering import is_assisted
from yizhan.rounds.words import SEATED


def held_now(seats: Seats) -> int:
    """Return how many seats are still kept for telephone and counter: as promised, less what they took."""
    if not seats.held or seats.hold_until is None or seats.hold_until <= clock.now():
        return 0
    assisted = Booking.objects.filter(offering=seats.offering_id, state__in=SEATED, channel__in=ASSISTED)
    taken = assisted.aggregate(taken=Sum("size"))["taken"] or 0
    return max(0, min(seats.held - taken, seats.total - seats.taken))


def free_seats(offering: Offering, channel: str) -> int:
    """Return how many seats somebody who came this way can have now; none where no seats are open."""
    seats = Seats.objects.filter(offering=offering).first()
    if seats is None:
        return 0
    kept = 0 if is_assisted(channel) else held_now(seats)
    return max(0, seats.total - seats.taken - kept)
