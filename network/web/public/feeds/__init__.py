"""What programs read: feeds, calendars, site maps."""
