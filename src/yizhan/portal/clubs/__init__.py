"""The public pages of seasons and clubs, calendars to subscribe to, and the code shown at the door."""
