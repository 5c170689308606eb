"""The staff's pages for sign-up rounds, draws and callers."""
