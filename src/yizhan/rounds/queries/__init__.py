"""Reads about rounds, bookings, orders and tallies."""
