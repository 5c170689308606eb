"""Sign-up rounds, bookings, waiting lists, group orders and tallies."""
