"""Who gets a seat: verifiable draws, ranked wishes, fairness checks."""
