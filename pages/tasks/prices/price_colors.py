"""The looks of the price charts: colours by the theme's names (see `live_chart`), and a legend of many entries."""

ACTUAL = "var(--st-gray-text-color)"
BASELINE_COLORS = {
    "last_value": "var(--st-green-color)",
    "drift": "var(--st-violet-color)",
    "window_mean": "var(--st-red-color)",
    "seasonal_naive": "var(--st-blue-color)",
}
PARTS = {
    "training": ("var(--st-gray-color)", "var(--st-gray-text-color)"),
    "validation": ("var(--st-yellow-color)", "var(--st-yellow-text-color)"),
    "test": ("var(--st-blue-color)", "var(--st-blue-text-color)"),
}
"""Of the shading and of the word on it."""
CALM = "var(--st-gray-color)"
"""Of zero lines and of what is expected of chance."""
EDGE = "var(--st-border-color)"

LEGEND = {"itemwidth": 30}
"""To be added to that of `frame`: entries as close as their names allow.

That is for traces with a `legendgroup` of their own each; otherwise all columns are as wide as the longest name.
"""
