"""The office's folder as files: git, writing, publishing."""
