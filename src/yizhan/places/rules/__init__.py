"""Pure policy about places: when they are open, who may use them, what a clone takes over."""
