"""One file for each command: its arguments, and what it does and prints. ``cli`` has the table."""
