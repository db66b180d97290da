"""What differs between two states of the data: facts, sentences, whom it touches. Knows no output format.

May import views and what stands below.
"""
