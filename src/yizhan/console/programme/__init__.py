"""The staff's pages for courses, menus, providers."""
