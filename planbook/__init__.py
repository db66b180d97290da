"""planbook: plans as data. YAML in, website, Word drafts and PDF matrices out."""
