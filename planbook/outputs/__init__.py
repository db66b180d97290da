"""What one build makes: the table of documents, feeds and pages, and the pipeline that publishes them.

May import render and what stands below.
"""
