"""What is asked at the desk and by personal links."""
