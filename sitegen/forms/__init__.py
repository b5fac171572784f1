"""What visitors are asked for, and how it reaches the service that receives it."""
