"""Which data every printed text comes from, in Word as in Excel, and what changes when it is edited.

May import what returns may.
"""
