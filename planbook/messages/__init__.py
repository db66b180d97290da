"""Findings and how they are printed, what people read about each, and the catalogue of messages.

Imports nothing else of planbook.
"""
