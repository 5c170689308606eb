"""The staff's pages for timetables."""
