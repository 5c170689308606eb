"""Pure policy of rounds: may, must, when."""
