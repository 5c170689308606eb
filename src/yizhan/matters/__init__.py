"""What people bring up: needs, resources, projects, tickets, topics, feedback."""
