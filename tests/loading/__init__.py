"""Files to a workspace: folders, registers, what an office edits."""
