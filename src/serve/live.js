
// Keeps an open page what the server would send now. The stream of events says that something changed; the page is then
// asked for as any reader would, compared, and only what differs is changed.

const own = document.currentScript;
const { tag, home } = own.dataset;
const children = remember(document.documentElement);

/** What the server sent last; `null` until it was asked once. */
let page = null;
/** The status that came with it. */
let status = 0;

// ---- the stream

const SHORTEST = 250, LONGEST = 3000, SILENCE = 40_000, PATIENCE = 3000;
let source = null, heard = null, delay = SHORTEST, retry = 0, silence = 0, lost = 0;

/** Only pages that are seen listen: browsers open six connections to a host and no more. */
function connect() {
  if (source || document.hidden) return;
  clearTimeout(retry);
  const query = new URLSearchParams({ page: decoded(location.pathname) });
  if (heard) query.set("since", heard);
  // A server that reads `+` as itself gets none.
  source = new EventSource(`/_rolebook/events?${String(query).replaceAll("+", "%20")}`);
  source.addEventListener("open", isAlive);
  source.addEventListener("alive", isAlive);
  source.addEventListener("change", event => { isAlive(); take(JSON.parse(event.data)); });
  source.addEventListener("error", again);
}

function disconnect() {
  source?.close();
  source = null;
  for (const timer of [silence, retry, lost]) clearTimeout(timer);
  lost = 0;
}

function isAlive() {
  delay = SHORTEST;
  clearTimeout(lost);
  lost = 0;
  note("lost", null);
  clearTimeout(silence);
  silence = setTimeout(again, SILENCE);
}

/** Tries again: soon at first, then less often, and not all tabs at once. */
function again() {
  source?.close();
  source = null;
  clearTimeout(silence);
  clearTimeout(retry);
  retry = setTimeout(connect, delay * (0.75 + Math.random() / 2));
  delay = Math.min(delay * 2, LONGEST);
  lost ||= setTimeout(() => note("lost", "The preview does not answer: this page may be old."), PATIENCE);
}

document.addEventListener("visibilitychange", () => document.hidden ? disconnect() : connect());
addEventListener("online", connect);
addEventListener("pagehide", disconnect);
// Whoever goes back wants to be there, whatever was edited since.
addEventListener("pageshow", event => { isBack = event.persisted; connect(); });

// ---- what changed

let todo = null, busy = false, isBack = false;

/** The server went away in the middle. */
class Lost extends Error {}
const isLost = () => { throw new Lost(); };

/** News that come while others are worked on are worked on together. */
async function take(news) {
  if (isBack) news.follow = null;
  isBack = false;
  todo = todo ? {
    version: news.version,
    follow: news.follow ?? todo.follow,
    files: todo.files && news.files && [...todo.files, ...news.files],
  } : news;
  if (busy) return;
  busy = true;
  try {
    while (todo) {
      const now = todo;
      todo = null;
      await refresh(now);
      heard = now.version;
    }
  } catch (error) {
    // With the next connection everything is asked for again.
    if (!(error instanceof Lost)) location.reload();
    else if (source) again();
  } finally { busy = false; }
}

async function refresh(news) {
  if (news.follow && news.follow !== location.pathname && parent === window) return location.assign(news.follow);
  const answer = await fetch(location.pathname + location.search, { cache: "no-cache" }).catch(isLost);
  const text = await answer.text().catch(isLost);
  if (answer.status >= 500) return;
  if (answer.redirected && new URL(answer.url).pathname !== location.pathname) return location.replace(answer.url + location.hash);
  const isGone = answer.status === 404 && status === 200;
  note("gone", isGone ? "This page is gone." : null);
  const next = new DOMParser().parseFromString(text, "text/html");
  const sent = undress(next);
  if (!page) {
    // It changed after it was loaded and before we listened: what it was is not known.
    if (sent.tag !== tag) return location.reload();
    page = new Page(next.documentElement, document.documentElement, children);
    children.clear();
    status = answer.status;
    return;
  }
  show(sent.problems);
  if (isGone) return;
  if (answer.status !== status || needsLoad(page.base, next.documentElement)) return location.reload();
  const focused = document.activeElement;
  await page.become(next.documentElement);
  if (!focused?.isConnected && focused?.id) document.getElementById(focused.id)?.focus({ preventScroll: true });
  freshen(news);
}

/** Takes what the server added out of a page. */
function undress(doc) {
  const problems = doc.querySelector("body > rolebook-problems");
  const script = [...doc.querySelectorAll("script[data-tag]")].findLast(s => s.getAttribute("src") === own.getAttribute("src"));
  problems?.remove();
  script?.remove();
  return { problems, tag: script?.dataset.tag };
}

/** Whether a page differs in what acts only when it is loaded; a page that leads elsewhere is one. */
function needsLoad(from, to) {
  const acting = root => [...root.querySelectorAll("script, base, meta[http-equiv]")].map(e => e.outerHTML).join("\n");
  return acting(from) !== acting(to);
}

/** Shows files anew that changed under the same name; those of a name with a fingerprint never do. */
function freshen({ files, version }) {
  const isStale = address => {
    if (!address) return false;
    const url = new URL(address, document.baseURI);
    if (url.origin !== location.origin || /\.[0-9a-f]{8}\.\w+$/.test(url.pathname)) return false;
    return !files || files.includes(decoded(url.pathname));
  };
  const anew = address => {
    const url = new URL(address, document.baseURI);
    url.searchParams.set("_", version);
    return url.href;
  };
  const scripts = [...document.scripts].filter(s => s !== own);
  const modules = scripts.some(s => s.type === "module") && files?.some(f => /\.m?js$/.test(f));
  if (modules || scripts.some(s => isStale(s.getAttribute("src")))) return location.reload();
  // One sheet may import another: all of them are asked for.
  const sheets = files?.some(f => f.endsWith(".css"));
  for (const link of [...document.querySelectorAll("link[rel~=stylesheet]")]) {
    const isOurs = new URL(link.href).origin === location.origin;
    if (isStale(link.getAttribute("href")) || (sheets && isOurs)) page.renew(link, anew(link.href));
  }
  for (const image of document.images) if (isStale(image.getAttribute("src"))) image.src = anew(image.src);
}

function decoded(path) {
  try { return decodeURIComponent(path); } catch { return path; }
}

// ---- what lies over the page

let host = document.querySelector("body > rolebook-problems");

/** The problems as they came with the page, `null` for none; equal ones stay as they are. */
function show(next) {
  if (host?.dataset.key === next?.dataset.key) return;
  if (!next) {
    host.remove();
    host = null;
    keep(null);
    return;
  }
  const content = document.importNode(next.querySelector("template").content, true);
  const fresh = content.querySelector("section"), details = fresh.querySelector("details");
  const old = host?.shadowRoot?.querySelector("section");
  const before = old?.querySelector("details");
  if (before?.className === "warning" && details.className === "warning") details.open = before.open;
  const hadFocus = Boolean(host?.shadowRoot?.activeElement);
  if (old) old.replaceWith(fresh);
  else {
    host = document.createElement("rolebook-problems");
    host.attachShadow({ mode: "open" }).append(content);
    document.body.append(host);
  }
  host.dataset.key = next.dataset.key;
  if (hadFocus) fresh.querySelector("summary").focus({ preventScroll: true });
  attend();
}

/** Folded errors stay folded on other pages, until they are others. */
function attend() {
  const details = host.shadowRoot.querySelector("details"), { key } = host.dataset;
  if (details.className !== "error") return;
  if (kept() === key) details.open = false;
  details.addEventListener("toggle", () => keep(details.open ? null : key));
}

const HIDDEN = "rolebook-hidden";
function kept() { try { return sessionStorage.getItem(HIDDEN); } catch { return null; } }
function keep(key) {
  try { key ? sessionStorage.setItem(HIDDEN, key) : sessionStorage.removeItem(HIDDEN); } catch { /* then it is not kept */ }
}

addEventListener("keydown", event => {
  const details = host?.shadowRoot?.querySelector("details[open]");
  if (event.key !== "Escape" || event.defaultPrevented || !details) return;
  if (host.shadowRoot.activeElement) details.querySelector("summary").focus();
  details.open = false;
});

if (host) {
  // Browsers that know no declarative shadow roots left a template.
  const template = host.querySelector("template");
  if (template && !host.shadowRoot) host.attachShadow({ mode: "open" }).append(template.content);
  attend();
}

/** A line of our own at the top of the page, one of each kind; `null` takes it away. */
function note(kind, text) {
  const there = document.querySelector(`rolebook-note[data-kind="${kind}"]`);
  if (!text || there) return text || there?.remove();
  const made = document.createElement("rolebook-note");
  made.dataset.kind = kind;
  const add = (parent, name, attributes, content) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(content);
    parent.append(element, " ");
    return element;
  };
  const root = made.attachShadow({ mode: "open" });
  add(root, "link", { rel: "stylesheet", href: "/_rolebook/overlay.css" }, "");
  const line = add(root, "p", { class: "note", role: "status", lang: "en", dir: "ltr" }, text + " ");
  if (kind === "gone") add(line, "a", { href: home }, "Home page");
  add(line, "button", { type: "button" }, "Hide").addEventListener("click", () => made.remove());
  document.body.append(made);
}

connect();
