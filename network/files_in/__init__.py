"""Files and pastes from outside become our Markdown."""
