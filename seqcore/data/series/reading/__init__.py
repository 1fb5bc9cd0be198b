"""The parts of reading a file into a series: text into tables, cells into numbers and dates, rows into order."""
