"""Writes about rounds, bookings, orders and tallies."""
