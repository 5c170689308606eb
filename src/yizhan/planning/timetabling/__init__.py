"""When, and in which room: courses, rooms, slots and lecturers."""
