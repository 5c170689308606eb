"""Stories, their reviews, walking routes, suggested tours and the weather, for staff."""
