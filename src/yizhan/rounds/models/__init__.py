"""What is stored about sign-up, bookings, orders and tallies."""

from yizhan.rounds.models.bookings import Booking, Seats
from yizhan.rounds.models.calendars import CalendarLink
from yizhan.rounds.models.entries import Absence, Entry, Wish
from yizhan.rounds.models.orders import GroupOrder, OrderStep, Rating
from yizhan.rounds.models.rooms import RoomBooking
from yizhan.rounds.models.rounds import Draw, RoundOffering, SignUpRound
from yizhan.rounds.models.tallies import Arrival, Tally

__all__ = [
    "Absence",
    "Arrival",
    "Booking",
    "CalendarLink",
    "Draw",
    "Entry",
    "GroupOrder",
    "OrderStep",
    "Rating",
    "RoomBooking",
    "RoundOffering",
    "Seats",
    "SignUpRound",
    "Tally",
    "Wish",
]
