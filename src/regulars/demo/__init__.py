"""The demo: a real year of a grocery chain, with made-up people, sent through the same door as anyone's facts."""
