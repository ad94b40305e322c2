"""What an operator can see of the service; nothing of what proposals say, or of who wrote them."""
