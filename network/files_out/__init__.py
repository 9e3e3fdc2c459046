"""What is published, as files that go on elsewhere: Word, PDF and Markdown."""
