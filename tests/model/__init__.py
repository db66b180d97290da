"""What a plan is made of, and what is known of it on a day."""
