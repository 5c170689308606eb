"""Writes about offers."""
