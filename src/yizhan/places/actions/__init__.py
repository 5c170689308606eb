"""Writes about places: one verb each, atomic, written down in the audit."""
