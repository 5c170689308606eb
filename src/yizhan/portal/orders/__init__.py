"""The public pages for organisations that order."""
