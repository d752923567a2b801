"""The read routes of Segment's Profile API, so that code written for it works with another base URL."""
