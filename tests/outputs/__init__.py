"""What a build makes, and what it makes again."""
