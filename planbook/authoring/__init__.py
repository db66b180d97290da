"""What a command writes into `data/`: an empty plan, next year's plan, what signing brings.

May import outputs and what stands below.
"""
