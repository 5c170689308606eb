"""What everybody sees, without an account: stations, hours, amenities, the way on foot."""
