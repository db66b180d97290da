"""HOW IT LOOKS: views into site pages, Word, PDF, sheets and JSON. No wording, numbering or sums here."""
