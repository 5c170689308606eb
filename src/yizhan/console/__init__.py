"""Where staff work: planning, stations, posters."""
