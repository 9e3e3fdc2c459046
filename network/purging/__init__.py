"""Taking out of everything what must not be kept: a text, a field of it, or words wherever they
stand. See ``actions``; what holds words is listed in ``columns``."""
