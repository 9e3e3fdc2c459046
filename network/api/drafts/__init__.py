"""Handing in drafts by the API, with an access token: what the desk may, and no more."""
