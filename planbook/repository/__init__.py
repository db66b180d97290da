"""The office's folder as files: git, the one writer of data, publishing; knows nothing of plans.

May import model, text and what stands below.
"""
