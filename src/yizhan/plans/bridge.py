"""The only place where rows become a planning problem and an outcome becomes rows."""
