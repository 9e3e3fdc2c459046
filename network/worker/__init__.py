"""What runs beside the pages: following the index, news and mail, schedules, housekeeping."""
