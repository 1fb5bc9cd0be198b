"""What Streamlit's page lacks: one entry in the browser's history for one page, its top, a first tab stop, contrast.

Streamlit writes a page's address in two steps, the path and the query, and makes each an entry of the history; the
query of the next page may even come before its path. Here a change of the query replaces the entry, so that one Back
is one page, and what was written too early is put right. So is what comes too late: the address of a page that Back has
just left.
"""

import streamlit as st

_JS = """
// What a page may be about: another case or comparison is another page, while a run only joins its form.
const SUBJECTS = { compare: "comparison", clinic: "case" };
const subject = ({ pathname, searchParams }) => searchParams.get(SUBJECTS[pathname.split("/").pop()]);

function onePageOneEntry() {
  const push = history.pushState.bind(history), replace = history.replaceState.bind(history);
  let before = null; // the address before the last change of its query
  let isAdded = false; // whether that change made an entry of its own
  let path = location.pathname, left = null; // the page that Back has left, until somebody does something else
  const toTop = () => document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  history.pushState = (state, title, url) => {
    const here = new URL(location.href), next = new URL(url, here);
    if (next.pathname === here.pathname) {
      before = here.href;
      isAdded = subject(next) !== subject(here);
      if (!isAdded) return replace(state, title, url);
      toTop();
      return push(state, title, url);
    }
    if (next.pathname === left) return;
    const isTooEarly = before && next.search === here.search && (next.search || isAdded);
    if (isTooEarly && !isAdded) replace(state, title, before);
    const write = isTooEarly && isAdded ? replace : push; // the entry that was made too early is this page's
    [before, isAdded, path] = [null, false, next.pathname];
    toTop();
    return write(state, title, url);
  };
  addEventListener("popstate", () => {
    [before, isAdded, left, path] = [null, false, path, location.pathname];
  });
  const forget = () => ([isAdded, left] = [false, null]);
  for (const kind of ["pointerdown", "keydown", "click"]) addEventListener(kind, forget, true);
}

// On a phone the form covers the page: who comes back to the page sees the page.
function formIsClosedOnAPhone() {
  addEventListener("pagehide", () => {
    if (innerWidth > 640) return;
    for (const name of Object.keys(localStorage)) if (/^stSidebarCollapsed/.test(name)) localStorage.removeItem(name);
  });
}

function firstTabStop() {
  const link = document.createElement("button");
  link.className = "skip-link";
  const isThere = (node) => node.checkVisibility() && !node.disabled;
  const button = () =>
    [...document.querySelectorAll(":is(.st-key-train, .st-key-pause, .st-key-resume) button")].find(isThere);
  link.onclick = () => {
    const found = button();
    if (found) return found.focus();
    // A page that is still being drawn gets its button later: from its heading the focus goes on, unless it has moved.
    const heading = document.querySelector("[data-testid=stMain] h1");
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus();
    const end = performance.now() + 10_000;
    const goOn = () => {
      if (document.activeElement !== heading || performance.now() > end) return;
      const later = button();
      later ? later.focus() : setTimeout(goOn, 100);
    };
    goOn();
  };
  document.body.prepend(link);
  return link;
}

export default function ({ data, parentElement }) {
  if (!window.sequenceLabSkipLink) [onePageOneEntry, formIsClosedOnAPhone].forEach((begin) => begin());
  const link = (window.sequenceLabSkipLink ??= firstTabStop());
  const style = getComputedStyle(parentElement);
  link.style.background = style.getPropertyValue("--st-background-color");
  link.style.color = style.getPropertyValue("--st-text-color");
  link.textContent = data.skip;
  // On a phone, groups of pages are elements that may not stand in a list: so it is none.
  const list = "[data-testid=stSidebarNavItems]";
  for (const node of document.querySelectorAll(`${list}, ${list} li`)) node.setAttribute("role", "none");
}
"""

_CSS = """
.st-key-page-frame { display: none; }
.skip-link { position: fixed; top: 0.5rem; left: 0.5rem; z-index: 1000000; padding: 0.5rem 1rem; border-radius: 8px; }
.skip-link:not(:focus) { transform: translateY(-200%); }

/* Streamlit fades these to a contrast of 3.3 to 4.2; 4.5 is what everybody can read. */
[data-testid="stCaptionContainer"], details summary { opacity: 0.8 !important; }
kbd { opacity: 1 !important; }
[data-testid="stSliderThumbValue"], [data-testid="stSliderThumbValue"] p { color: inherit !important; }
label[disabled] { color: inherit !important; opacity: 0.75; }
[data-testid="stButtonGroup"] button[data-selected="true"] { color: inherit !important; }
"""

_mount = st.components.v2.component("page_frame", css=_CSS, js=_JS, isolate_styles=False)


def page_frame(skip: str) -> None:
    """To be called once a page; `skip` is what the first tab stop says that it leads to."""
    _mount(key="page-frame", data={"skip": skip})
