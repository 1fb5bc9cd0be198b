"""A Plotly chart that keeps zoom, legend choices and hover while its data changes.

`st.plotly_chart` builds a new chart at every change of the data. This component keeps one, and hands every figure to
`Plotly.react`; what the person did to the chart stays as long as the figure's `uirevision` (of the layout, an axis, or
a trace with a `uid`) stays the same. To forget it, for instance for another run, pass another `key`.

Colours: a figure names a theme colour the CSS way, `"var(--st-blue-text-color)"`, which Plotly for Python accepts as
a colour. The browser puts in the value of the theme in force just before it draws, and draws again when the theme
changes. Fonts, backgrounds, grid and hover labels come from the theme unless the figure sets them; the figure's own
Plotly template is not sent. With `hovermode` "x" Plotly's label on the axis is left out: hover texts name their x.

Plotly for the browser is the file that Plotly for Python brings along, served under `component/` by Streamlit and
loaded once per browser page: no chart needs the internet, and no message carries the library.
"""

import json
from pathlib import Path
from typing import Any

import plotly
import plotly.graph_objects as go
import streamlit as st
from streamlit.components.v1 import declare_component

_PLOTLY_FOLDER = Path(plotly.__file__).parent / "package_data"

_HTML = """
<div class="live-chart"><div class="live-chart-plot" role="img"></div>
<p role="alert" hidden>The chart could not be loaded. <button>Try again</button></p></div>
"""

_CSS = """
.live-chart { position: relative; }
.live-chart .axistext { display: none; }
.live-chart p { position: absolute; inset: 0; margin: auto; height: fit-content; text-align: center; }
"""

# Streamlit calls the default export for every figure and every change of theme. It may call the clean-up of a call
# that a newer one has overtaken, so only a node that has left the page is cleaned up.
_JS = """
function loadPlotly(path) {
  const streamlit = document.querySelector('script[src*="static/js/"]').src;
  const load = async () => {
    const answer = await fetch(new URL(`../../${path}`, streamlit), { cache: "force-cache" });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    const script = document.createElement("script");
    script.src = URL.createObjectURL(await answer.blob());
    await new Promise((resolve, reject) => {
      Object.assign(script, { onload: resolve, onerror: reject });
      document.head.append(script);
    });
    URL.revokeObjectURL(script.src);
    return window.Plotly;
  };
  window.liveChartPlotly ??= load().catch((error) => {
    delete window.liveChartPlotly;
    throw error;
  });
  return window.liveChartPlotly;
}

function themed(figure, node) {
  const style = getComputedStyle(node);
  const color = (name) => style.getPropertyValue(name).trim();
  const isColor = (value) => typeof value === "string" && value.startsWith("var(--");
  const drawn = JSON.parse(JSON.stringify(figure), (_, value) => (isColor(value) ? color(value.slice(4, -1)) : value));
  const grid = color("--st-border-color-light");
  const [text, border, clear] = [color("--st-text-color"), color("--st-border-color"), "transparent"];
  const font = { family: color("--st-font"), size: Math.max(14, 0.875 * parseFloat(style.fontSize)), color: text };
  const axis = { gridcolor: grid, zerolinecolor: grid, linecolor: border, ticklabelstandoff: 4, title: { font } };
  drawn.layout.template = { layout: {
    font, paper_bgcolor: clear, plot_bgcolor: clear, xaxis: axis, yaxis: axis,
    hoverlabel: { bgcolor: color("--st-background-color"), bordercolor: border, font },
    modebar: { bgcolor: clear, color: color("--st-gray-color"), activecolor: text },
  } };
  return drawn;
}

// Plotly keeps a zoom only while the figure asks for the same range, and the axis of a live figure grows.
function keepZoom(layout, node) {
  node.asked ??= {};
  for (const name of ["xaxis", "yaxis"]) {
    const { range, uirevision } = layout[name] ?? {};
    if (!range) continue;
    const before = node.asked[name], shown = node.layout?.[name]?.range;
    const zoomed = before?.uirevision === uirevision && shown && String(shown) !== String(before.range);
    if (zoomed) layout[name].range = [...before.range];
    else node.asked[name] = { range: [...range], uirevision };
  }
}

const touch = matchMedia("(pointer: coarse)").matches;
const config = {
  displayModeBar: touch ? false : "hover",
  displaylogo: false,
  doubleClick: "reset",
  modeBarButtons: [["resetScale2d"]],
};

async function draw(node) {
  node.stale = true;
  if (node.drawing) return;
  node.drawing = true;
  try {
    const Plotly = await loadPlotly(node.plotly);
    while (node.stale && node.isConnected && node.clientWidth) {
      node.stale = false;
      const { data, layout } = themed(node.figure, node);
      Object.assign(layout, { width: node.clientWidth, height: node.clientHeight });
      keepZoom(layout, node);
      if (touch) layout.dragmode = false; // or a finger could not scroll past the chart
      await Plotly.react(node, data, layout, config);
      // A double click goes back to the range asked for before a zoom; the figure may ask for another one by now.
      node.listening ??= node.on("plotly_relayout", () => draw(node));
    }
    node.nextElementSibling.hidden = true;
  } catch (error) {
    console.warn("live chart:", error);
    node.nextElementSibling.hidden = false;
  }
  node.drawing = false;
}

export default function ({ data, parentElement }) {
  const node = parentElement.querySelector(".live-chart-plot");
  node.setAttribute("aria-label", data.label);
  node.style.height = `${data.height}px`;
  Object.assign(node, { figure: data.figure, plotly: data.plotly });
  if (!node.observer) {
    // Also when a hidden chart, which is not drawn, comes into view.
    node.observer = new ResizeObserver(() => {
      if (node.stale || node.clientWidth !== node._fullLayout?.width) draw(node);
    });
    node.observer.observe(node);
    node.nextElementSibling.querySelector("button").onclick = () => draw(node);
  }
  draw(node);
  return () => setTimeout(() => {
    if (node.isConnected) return;
    node.observer.disconnect();
    window.Plotly?.purge(node);
  });
}
"""

_mount = st.components.v2.component("live_chart", html=_HTML, css=_CSS, js=_JS, isolate_styles=False)


Packed = dict[str, Any]
"""A figure as the browser takes it."""


def pack(figure: go.Figure) -> Packed:
    """What `live_chart` sends of a figure; to be kept and sent again while the figure would be the same."""
    packed = json.loads(figure.to_json(remove_uids=False))
    packed["layout"].pop("template", None)
    return packed


def live_chart(figure: go.Figure | Packed, *, key: str, height: int = 320, label: str) -> None:
    """Draw `figure` at the full width and `height` pixels; `label` says what it shows to who cannot see it."""
    # Every time, because a file is served by the runtime it was declared in, which a test may have replaced.
    served = declare_component("plotlyjs", path=_PLOTLY_FOLDER)
    data = {
        "figure": pack(figure) if isinstance(figure, go.Figure) else figure,
        "label": label,
        "height": height,
        "plotly": f"component/{served.name}/plotly.min.js?{plotly.__version__}",
    }
    _mount(key=key, data=data, height=height)
