"""Searches that found too little, for curators."""
