"""What people write in Word, Excel and old plans, as values of the model: agencies, times, amounts, kinds of lines; or why not.

May import layout, checks, changes and what stands below.
"""
