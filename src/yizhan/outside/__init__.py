"""Foreign formats and services: OpenStreetMap extracts, tables, messages."""
