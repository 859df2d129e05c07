"""Two worlds that differ in what a viewer may not see must answer alike."""
