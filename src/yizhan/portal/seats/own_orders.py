"""What a copy of one's own data says about orders and booked rooms."""

from typing import Any

from yizhan.people.models import Contact
from yizhan.rounds.queries.orders import orders_of
from yizhan.rounds.queries.room_bookings import every_booking_of


def own_orders(contact: Contact) -> list[dict[str, Any]]:
    """Return a contact's orders as plain values."""
    return [
        {
            "number": order.number,
            "organisation": order.organisation,
            "people": order.head_count,
            "course": order.item.version.title_zh,
            "wished": order.wished,
            "note": order.note,
            "state": order.state,
            "placed_at": order.placed_at.isoformat(),
        }
        for order in orders_of(contact)
    ]


def own_rooms(contact: Contact) -> list[dict[str, Any]]:
    """Return the rooms a contact ever booked as plain values."""
    return [
        {
            "room": booking.room.name_zh,
            "people": booking.people,
            "starts_at": booking.starts_at.isoformat(),
            "ends_at": booking.ends_at.isoformat(),
            "cancelled": booking.cancelled_at is not None,
        }
        for booking in every_booking_of(contact)
    ]
