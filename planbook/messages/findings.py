"""What a check finds, by its weight. It gets its name from the check, where the checks are run."""

from planbook.messages.diagnostics import Diagnostic, Severity, Span, Text


def error(span: Span, fact: Text, mend: Text | None = None, plan: str | None = None) -> Diagnostic:
    """Something that stops the build unless somebody accepts it."""
    return finding(Severity.ERROR, span, fact, mend, plan)


def warning(span: Span, fact: Text, mend: Text | None = None, plan: str | None = None) -> Diagnostic:
    """Something that is probably wrong."""
    return finding(Severity.WARNING, span, fact, mend, plan)


def information(span: Span, fact: Text, mend: Text | None = None, plan: str | None = None) -> Diagnostic:
    """Something to look at."""
    return finding(Severity.INFO, span, fact, mend, plan)


def finding(
    severity: Severity, span: Span, fact: Text, mend: Text | None = None, plan: str | None = None
) -> Diagnostic:
    """Something of a weight that hangs on the case."""
    return Diagnostic("", span, fact, mend, severity, plan)
