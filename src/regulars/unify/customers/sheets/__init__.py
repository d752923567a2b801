"""What the sheets of the page about one customer show: values, reasons and moments, ready to be written."""
