"""Returned Word drafts: their paragraphs beside those of the data, what is new, gone, moved or reworded.

May import what returns may.
"""
