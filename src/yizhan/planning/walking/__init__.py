"""Which way and how far on foot: street graph, catchments, outlines."""
