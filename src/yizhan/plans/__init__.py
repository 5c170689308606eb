"""Siting studies: streets, demand, candidate sites, scenarios, published plans; the bridge to planning."""
