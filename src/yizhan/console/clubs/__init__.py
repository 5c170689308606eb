"""The staff's pages for seasons, clubs, series and tallies."""
