"""The live chart in a browser: what the person did to it survives its refreshes, in both themes."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

SCRIPT = """
import numpy as np
import plotly.graph_objects as go
import streamlit as st
from pages.parts.figure_style import counting
from pages.parts.live_chart import Chart, live_charts, pack


def script():
    st.session_state.setdefault("points", 10)
    st.session_state.setdefault("grown", False)
    st.session_state.setdefault("rest", False)
    st.session_state.setdefault("short", False)

    @st.fragment(run_every=0.2)
    def panel():
        st.session_state.points += 0 if st.session_state.rest else 10
        y = np.exp(-np.arange(st.session_state.points, dtype=np.float32) / 200)
        charts = []
        for name in ("first", "second"):
            traces = [
                go.Scatter(y=y, name="Training", uid="training", line_color="var(--st-blue-color)"),
                go.Scatter(y=2 * y, name="Validation", uid="validation", line_color="var(--st-orange-color)"),
            ]
            end = 2 if st.session_state.short else 2000 if st.session_state.grown else 1000
            layout = {"uirevision": "keep", "hovermode": "x", "xaxis": counting(0, end)}
            charts.append(Chart(pack(go.Figure(traces, layout)), f"The {name} chart"))
        live_charts(charts, key="both")
        st.write(f"points: {st.session_state.points}", "at rest" if st.session_state.rest else "")

    st.toggle("Grown", key="grown")
    st.toggle("Rest", key="rest")
    st.toggle("Short", key="short")
    if not st.toggle("Hide"):
        panel()

if __name__ == "__main__":
    script()
else:  # as in app.py: a tick that comes while the whole script runs would end it
    from starlette.middleware import Middleware
    from pages.parts.ticks import Ticks

    app = st.App(__file__, middleware=[Middleware(Ticks)])
"""

POINTS = "node => node._fullData[0]._length"


@pytest.fixture(scope="module")
def url(serve, tmp_path_factory) -> str:
    script = tmp_path_factory.mktemp("app") / "app.py"
    script.write_text(SCRIPT)
    return serve(script)


def chart(page: Page, url: str) -> Locator:
    """The first chart, drawn."""
    page.goto(url)
    node = page.get_by_role("figure", name="The first chart")
    expect(node.locator(".legend")).to_be_visible()
    return node


def wait_for_refreshes(page: Page, node: Locator, count: int = 4) -> None:
    expect(node.locator(".legend")).to_be_visible()
    points = node.evaluate(POINTS)
    page.wait_for_function(
        f"([node, least]) => ({POINTS})(node) >= least", arg=[node.element_handle(), points + 10 * count]
    )


def test_zoom_and_legend_choices_survive_refreshes(page, url):
    node = chart(page, url)
    node.evaluate("node => { node.mine = true }")
    box = node.locator(".nsewdrag").first.bounding_box()
    page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 0.2 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 0.9 * box["height"], steps=5)
    page.mouse.up()
    page.wait_for_function("node => node.layout.xaxis.range[0] > 100", arg=node.element_handle())
    zoomed = node.evaluate("node => [node.layout.xaxis.range, node.layout.yaxis.range]")
    node.locator(".legendtoggle").last.click()
    page.wait_for_function("node => node._fullData[1].visible === 'legendonly'", arg=node.element_handle())

    wait_for_refreshes(page, node)

    assert node.evaluate("node => [node.layout.xaxis.range, node.layout.yaxis.range]") == zoomed
    assert [round(end) for end in zoomed[0]] == pytest.approx([200, 600], abs=10)
    assert node.evaluate("node => node._fullData.map(trace => trace.visible)") == [True, "legendonly"]
    assert node.evaluate("node => node.mine"), "the chart was built anew"


def test_zoom_survives_when_the_axis_grows_and_a_double_click_shows_all_of_it(page, url):
    node = chart(page, url)
    box = node.locator(".nsewdrag").first.bounding_box()
    page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 0.5 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 0.5 * box["height"], steps=5)
    page.mouse.up()
    page.wait_for_function("node => node.layout.xaxis.range[0] > 100", arg=node.element_handle())
    zoomed = node.evaluate("node => node.layout.xaxis.range")
    page.get_by_text("Grown").click()
    wait_for_refreshes(page, node)
    assert node.evaluate("node => node.layout.xaxis.range") == zoomed
    page.get_by_text("Rest").click()  # as when a run has ended: no further figure comes
    expect(page.get_by_text("at rest")).to_be_visible()
    page.mouse.dblclick(box["x"] + 0.5 * box["width"], box["y"] + 0.5 * box["height"])
    page.wait_for_function("node => String(node.layout.xaxis.range) === '0,2000'", arg=node.element_handle())


def test_a_drag_that_lasts_longer_than_a_refresh_still_zooms(page, url):
    node = chart(page, url)
    box = node.locator(".nsewdrag").first.bounding_box()
    page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 0.5 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.4 * box["width"], box["y"] + 0.5 * box["height"])
    page.wait_for_timeout(1000)
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.5 * box["height"])
    page.mouse.up()
    page.wait_for_function(
        "node => Math.abs(node.layout.xaxis.range[0] - 200) < 10 && Math.abs(node.layout.xaxis.range[1] - 500) < 10",
        arg=node.element_handle(),
    )


def test_hover_survives_refreshes(page, url):
    node = chart(page, url)
    wait_for_refreshes(page, node)
    box = node.locator(".nsewdrag").first.bounding_box()
    page.mouse.move(box["x"] + 0.01 * box["width"], box["y"] + 0.5 * box["height"])
    expect(node.locator(".hovertext").first).to_be_visible()
    wait_for_refreshes(page, node)
    expect(node.locator(".hovertext").first).to_be_visible()


def test_follows_the_theme_while_it_runs(page, url):
    node = chart(page, url)
    text = "node => getComputedStyle(node.querySelector('.xtick text')).fill"
    line = "node => getComputedStyle(node.querySelector('.scatterlayer path.js-line')).stroke"
    light = node.evaluate(text), node.evaluate(line)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"([node, light]) => ({text})(node) !== light", arg=[node.element_handle(), light[0]])
    dark = node.evaluate(text), node.evaluate(line)
    assert brightness(light[0]) < 100 < 180 < brightness(dark[0])
    assert light[1] != dark[1]
    assert node.evaluate("node => parseFloat(getComputedStyle(node.querySelector('.xtick text')).fontSize)") >= 14


def test_fits_the_width_of_a_phone_and_grows_again(page, url):
    node = chart(page, url)
    for width in (390, 1900):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function("node => node._fullLayout.width === node.clientWidth", arg=node.element_handle())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert node.evaluate("node => node.clientHeight") == 320


def test_leaves_and_comes_back(page, url):
    node = chart(page, url)
    left = node.element_handle()
    page.get_by_text("Hide").click()
    expect(node).to_have_count(0)
    page.wait_for_function("node => !node._fullLayout", arg=left)
    page.get_by_text("Hide").click()
    wait_for_refreshes(page, node)


def test_loads_plotly_once_for_two_charts_and_from_this_server(page, url):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    chart(page, url)
    assert len([address for address in asked if "plotly.min.js" in address]) == 1
    assert all(address.startswith((url, "blob:", "data:", "ws:")) for address in asked)


def test_works_under_a_base_path(page, serve, tmp_path):
    script = tmp_path / "app.py"
    script.write_text(SCRIPT)
    chart(page, serve(script, {"STREAMLIT_SERVER_BASE_URL_PATH": "a/lab"}))


def test_says_so_and_tries_again_when_plotly_does_not_load(browser, url):
    page = browser.new_page()
    page.route("**/plotly.min.js*", lambda route: route.abort())
    page.goto(url)
    expect(page.get_by_text("The chart could not be loaded.").first).to_be_visible()
    page.unroute("**/plotly.min.js*")
    page.get_by_role("button", name="Try again").first.click()
    expect(page.get_by_role("figure", name="The first chart").locator(".legend")).to_be_visible()
    expect(page.get_by_text("The chart could not be loaded.").first).to_be_hidden()
    page.close()


def test_charts_that_belong_together_are_never_out_of_step(page, url):
    chart(page, url)
    out_of_step, frames = page.evaluate(
        f"""() => new Promise((resolve) => {{
            const nodes = [...document.querySelectorAll(".live-chart-plot")];
            const drawn = new Set();
            let out = 0;
            const look = () => {{
                const [first, second] = nodes.map({POINTS});
                drawn.add(first);
                out += first !== second;
                drawn.size < 5 ? requestAnimationFrame(look) : resolve([out, drawn.size]);
            }};
            requestAnimationFrame(look);
        }})"""
    )
    assert (out_of_step, frames) == (0, 5)


def test_draws_anew_when_plotly_fails_and_shows_nothing_old_when_that_fails_too(page, url):
    node = chart(page, url)
    page.evaluate(
        "() => { window.react = Plotly.react; Plotly.react = (...all) => {"
        " Plotly.react = react; throw new Error('once') } }"
    )
    wait_for_refreshes(page, node)
    expect(page.get_by_text("The chart could not be drawn.").first).to_be_hidden()

    page.evaluate("() => { Plotly.react = () => { throw new Error('always') } }")
    expect(page.get_by_text("The chart could not be drawn.").first).to_be_visible()
    expect(node.locator("svg")).to_have_count(0)

    page.get_by_text("Rest").click()
    expect(page.get_by_text("at rest")).to_be_visible()
    page.evaluate("() => { Plotly.react = react }")
    page.get_by_role("button", name="Try again").first.click()
    expect(node.locator(".legend")).to_be_visible()
    expect(page.get_by_text("The chart could not be drawn.").first).to_be_hidden()


def test_no_two_ticks_of_a_counting_axis_say_the_same_however_closely_one_looks(page, url):
    node = chart(page, url)
    ticks = "node => [...node.querySelectorAll('.xtick text')].map((tick) => tick.textContent)"
    zoom = "(node, range) => Plotly.relayout(node, { 'xaxis.range': range })"
    for looked_at in ([4.1, 6.2], [0, 1000]):
        node.evaluate(zoom, looked_at)
        wait_for_refreshes(page, node)
        shown = node.evaluate(ticks)
        assert 3 <= len(set(shown)) == len(shown) < 20
    page.get_by_text("Short").click()
    expect(node.locator(".xtick text")).to_have_text(["0", "1", "2"])


def test_says_its_newest_values(page, url):
    expect(chart(page, url)).to_have_attribute(
        "aria-label", re.compile(r"^The first chart\. Training 0\.\d{3,4} at \d+, down from 1 at 0; Validation")
    )


def brightness(color: str) -> float:
    """The mean of red, green and blue, 0 to 255, of a colour like "rgb(1, 2, 3)"."""
    return sum(map(float, color.removeprefix("rgb(").removesuffix(")").split(","))) / 3
