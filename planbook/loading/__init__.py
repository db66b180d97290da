"""Files to a frozen Workspace, and every error at its place."""
