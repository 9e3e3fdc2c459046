"""What is published for programs that gather and reuse it: catalogue, topics, dumps, harvesting."""
