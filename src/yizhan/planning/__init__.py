"""Where, when, who, which way: pure functions, arrays and labels in, an `Outcome` out."""
