"""planbook: plans as data. YAML in; website, Word drafts, workbooks and PDF matrices out. One folder a subject."""

__version__ = "0.3.0"
