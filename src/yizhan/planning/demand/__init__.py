"""How many people are where, and when: demand points per time window."""
