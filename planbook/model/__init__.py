"""VOCABULARY: what a plan is made of. Frozen data that knows where it was written; no rules, no output."""
