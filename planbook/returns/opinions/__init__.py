"""Opinions on a draft: noted beside the plan, answered in Word, read back.

May import what returns may.
"""
