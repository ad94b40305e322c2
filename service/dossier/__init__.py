"""The dossier that an authority needs, in Dutch: made from settings and measured figures."""
