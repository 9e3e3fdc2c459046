"""Signing in at an employer's identity provider, by OpenID Connect: what is asked of it, and which
of its answers are believed. Knows neither accounts nor pages."""
