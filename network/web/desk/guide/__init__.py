"""The first steps of somebody who is new here, and help for those who write."""
