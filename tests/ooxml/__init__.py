"""The files of Word and Excel, of anybody."""
