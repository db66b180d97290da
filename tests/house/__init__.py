"""The house itself: its rules, guides, pictures, workflows."""
