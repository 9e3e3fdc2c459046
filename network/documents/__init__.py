"""PRIVATE: what somebody works on. Revisions, workflow, permissions, publishing."""
