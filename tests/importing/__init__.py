"""Old plans of any office, brought into data/."""
