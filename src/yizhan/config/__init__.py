"""Settings, addresses, the server's entry point."""
