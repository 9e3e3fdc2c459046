"""The register: municipalities, counties and regions, associations, agencies and other bodies."""
