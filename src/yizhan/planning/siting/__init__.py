"""Where to open, at what level and hours: one model, its special cases, its checker."""
