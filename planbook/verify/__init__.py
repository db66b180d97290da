"""Whether published files say what the data of their revision say, read back by other means than they were made with.

What must stand in a file is taken from the data (`outputs/proofs`), what stands there from the file (`readers`,
`pdf`); the two are set against each other line by line (`lines`), and what differs is told figure by figure (`facts`).

May import outputs and what stands below.
"""
