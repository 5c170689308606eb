"""Stories and walking routes on the public pages: lists, pages, GPX, A4 sheets, pocket pages, open data."""
