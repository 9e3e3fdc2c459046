"""An entry: its page, quotations, sources, links, and what other sites may show of it."""
