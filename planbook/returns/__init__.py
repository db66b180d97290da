"""What people edited in Word and Excel, read back into data: text to structure, or a refusal that says why.

May import outputs and what stands below.
"""
