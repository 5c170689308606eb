"""Whole siting scenarios: streets, demand, sites and a catalogue become problems, answers and reports."""
