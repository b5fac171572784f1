"""From one or two colours and a name to everything that shows them; pure functions throughout."""
