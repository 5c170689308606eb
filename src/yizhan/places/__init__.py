"""Stations, rooms, entrances, amenities, opening hours, buildings and their alliances."""
