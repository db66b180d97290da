"""What is wrong with plans; the cases of each check stand beside."""
