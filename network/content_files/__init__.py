"""The site as a folder of files: the format, the plan of an import, the import, the export."""
