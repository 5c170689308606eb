"""Pure policy of offers."""
