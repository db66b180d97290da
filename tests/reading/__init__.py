"""What people write in Word and Excel, read as values."""
