"""What stations offer: courses, quarter menus, clubs, series and sessions."""
