"""What a plan is made of: frozen data that knows where it was written. No files, no output.

May import messages.
"""
