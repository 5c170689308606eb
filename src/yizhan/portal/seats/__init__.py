"""The public pages for signing in, wishing and holding seats."""
