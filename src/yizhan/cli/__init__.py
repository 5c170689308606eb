"""The command line: `yizhan …`."""
