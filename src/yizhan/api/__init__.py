"""The interface for programs: open data about the programme, and the same actions as the pages."""
