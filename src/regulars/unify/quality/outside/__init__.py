"""The plug for validators that are asked over HTTP: off by default, with a time-out, and never asked twice.

The value leaves the house: whoever switches one on says for which purpose, and each batch of questions is audited.
"""
