"""The public pages of the menu and its courses."""
