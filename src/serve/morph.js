// Changes an open page as the served page changed, and nothing else of it.
//
// Two trees are compared: what the server sent last (`base`) and what it sends now. Their differences are applied to the
// open page by a table of pairs, so that whatever scripts and readers did meanwhile (an open <details>, a class, a button
// that was added) stays as it is. Limits: a node that moved among its siblings is made anew, scripts do not learn of nodes
// that were made, and where a script took a changed node away `Doubt` is thrown: load the page again.

class Doubt extends Error {}

/** Replaced as a whole, never looked into: what stands in them is no tree to us, or acts only when it is parsed. */
const ATOMS = new Set(["noscript", "template", "style", "object", "iframe"]);

/** More comparisons than these are not made to find what stayed among the children of one element. */
const MOST = 1_000_000;

const isText = node => node.nodeType === Node.TEXT_NODE;
const isElement = node => node.nodeType === Node.ELEMENT_NODE;
const isSheet = node => node.localName === "link" && node.relList.contains("stylesheet");
const kind = node => `${node.nodeName}#${node.id ?? ""}`;
const written = node => isElement(node) ? node.outerHTML : `${node.nodeType} ${node.nodeValue}`;

/** The children that each node has now: a page as it was before scripts changed it. */
function remember(root) {
  const children = new Map();
  const walker = document.createTreeWalker(root);
  for (let node = root; node; node = walker.nextNode()) children.set(node, [...node.childNodes]);
  return children;
}

/** An open page: `base` is the root element as it was sent, `live` the one that is shown, `children` from `remember`. */
class Page {
  /** Node of `base` → its node of the page. */
  #pairs = new WeakMap();

  /** Style sheets that are loading: they are awaited before what they may be for is shown. */
  #loading = [];

  constructor(base, live, children) {
    this.base = base;
    this.#pair(base, live, children);
  }

  /** Makes the head, and then the body, what `next` has; `false` if nothing differs. */
  async become(next) {
    if (this.base.outerHTML === next.outerHTML) return false;
    this.#attributes(this.base, next);
    const part = (root, name) => [...root.children].find(child => child.localName === name);
    for (const name of ["head", "body"]) {
      const [from, to] = [part(this.base, name), part(next, name)];
      if (!from || !to) throw new Doubt(name);
      if (from.outerHTML !== to.outerHTML) {
        const hold = steady();
        this.#edit(from, to);
        hold();
      }
      if (this.#loading.length) await Promise.race([Promise.all(this.#loading), new Promise(done => setTimeout(done, 1000))]);
      this.#loading = [];
    }
    return true;
  }

  /** Asks for a style sheet again, under another address. */
  renew(link, href) {
    const fresh = this.#swap(link, copy => { copy.href = href; });
    const from = [...this.base.querySelectorAll("link")].find(node => this.#pairs.get(node) === link);
    if (from) this.#pairs.set(from, fresh);
  }

  /** Shows a style sheet in place of another, which goes when it is there: nothing is ever without style. */
  #swap(link, change) {
    const fresh = link.cloneNode();
    change(fresh);
    const loaded = new Promise(done => ["load", "error"].forEach(end => fresh.addEventListener(end, done, { once: true })));
    this.#loading.push(loaded.then(() => link.remove()));
    link.after(fresh);
    return fresh;
  }

  #pair(base, live, children) {
    this.#pairs.set(base, live);
    if (ATOMS.has(base.localName)) return;
    const there = children?.get(live) ?? [...live.childNodes];
    let at = 0;
    for (const child of base.childNodes) {
      const same = node => node.nodeName === child.nodeName && (isElement(node) || node.nodeValue === child.nodeValue);
      const found = there.findIndex((node, i) => i >= at && i < at + 4 && same(node));
      if (found < 0) continue;
      this.#pair(child, there[found], children);
      at = found + 1;
    }
  }

  #live(node) {
    const live = this.#pairs.get(node);
    if (!live?.isConnected) throw new Doubt(written(node));
    return live;
  }

  /** The child of `parent` that is, or a script has put around, the node of `node`. */
  #child(node, parent) {
    let live = this.#pairs.get(node);
    while (live && live.parentNode !== parent) live = live.parentNode;
    return live ?? null;
  }

  /** Gives the node of `base` that stands there now. */
  #edit(from, to) {
    if (!isElement(from)) {
      this.#live(from).nodeValue = to.nodeValue;
      from.nodeValue = to.nodeValue;
    } else if (ATOMS.has(from.localName)) {
      const kept = this.#insert(from.parentNode, to, from);
      this.#remove(from);
      return kept;
    } else {
      this.#attributes(from, to);
      this.#children(from, to);
    }
    return from;
  }

  #attributes(from, to) {
    const value = (node, a) => node.getAttributeNS(a.namespaceURI, a.localName);
    const gone = [...from.attributes].filter(a => value(to, a) === null);
    const set = [...to.attributes].filter(a => value(from, a) !== a.value);
    if (!gone.length && !set.length) return;
    const change = node => {
      for (const a of gone) if (a.name !== "class") node.removeAttributeNS(a.namespaceURI, a.localName);
      for (const a of set) if (a.name !== "class") node.setAttributeNS(a.namespaceURI, a.name, a.value);
      // Classes are many values: those of scripts stay.
      const [old, now] = [from, to].map(e => new Set(e.classList));
      node.classList.remove(...[...old].filter(c => !now.has(c)));
      node.classList.add(...[...now].filter(c => !old.has(c)));
      if (!node.classList.length && !to.hasAttribute("class")) node.removeAttribute("class");
    };
    const live = this.#live(from);
    if (isSheet(from) && isSheet(to)) this.#pairs.set(from, this.#swap(live, change));
    else change(live);
    for (const a of gone) from.removeAttributeNS(a.namespaceURI, a.localName);
    for (const a of set) from.setAttributeNS(a.namespaceURI, a.name, a.value);
  }

  #children(from, to) {
    const old = [...from.childNodes], now = [...to.childNodes];
    let before = null;
    // From the end, so that what comes behind is already in its place.
    for (const [was, is] of align(old, now).reverse()) {
      if (!is) this.#remove(was);
      else if (!was) before = this.#insert(from, is, before);
      else before = written(was) === written(is) ? was : this.#edit(was, is);
    }
  }

  #insert(parent, node, before) {
    const made = document.importNode(node, true);
    const kept = parent.ownerDocument.importNode(node, true);
    const live = this.#live(parent);
    const [ref, isBehind] = this.#place(parent, live, before);
    if (!ref) live.append(made);
    else if (isBehind) ref.before(made);
    else ref.after(made);
    parent.insertBefore(kept, before);
    this.#pair(kept, made);
    return kept;
  }

  /** A child of `live` to stand beside: the next that we know of behind, else in front. */
  #place(parent, live, before) {
    for (let node = before; node; node = node.nextSibling) {
      const ref = this.#child(node, live);
      if (ref) return [ref, true];
    }
    for (let node = before ? before.previousSibling : parent.lastChild; node; node = node.previousSibling) {
      const ref = this.#child(node, live);
      if (ref) return [ref, false];
    }
    return [null, false];
  }

  #remove(node) {
    const parent = this.#live(node.parentNode);
    const child = this.#child(node, parent);
    const live = this.#pairs.get(node);
    const others = child === live ? [] : [...node.parentNode.childNodes].filter(other => other !== node);
    node.remove();
    // The space that no browser shows, at the end of a body, may have no pair.
    if (!child && isText(node) && !node.nodeValue.trim()) return;
    if (!child) throw new Doubt(written(node));
    // What a script has put around this node alone goes with it.
    const isShared = others.some(other => this.#pairs.has(other) && child.contains(this.#pairs.get(other)));
    (isShared ? live : child).remove();
  }
}

/** Gives a function that scrolls what is read now back to where it is. Browsers do that by themselves, unless a column
 * beside it stands still. */
function steady() {
  const stands = node => ["sticky", "fixed"].includes(getComputedStyle(node).position);
  const seen = [];
  for (const y of [0.2, 0.35, 0.5, 0.7]) {
    const node = scrollY > 0 && document.elementFromPoint(innerWidth / 2, innerHeight * y);
    // What fills the window stays in its place, whatever happens inside of it.
    if (!node || node.shadowRoot || node.getBoundingClientRect().height > innerHeight) continue;
    let around = node;
    while (around && !stands(around)) around = around.parentElement;
    if (!around) seen.push([node, node.getBoundingClientRect().top]);
  }
  return () => {
    const [node, top] = seen.find(([node]) => node.isConnected) ?? [];
    if (node) scrollBy({ top: node.getBoundingClientRect().top - top, behavior: "instant" });
  };
}

/** Pairs of children in order, `undefined` where one has no partner: equal ones first, then those alike between them. */
function align(old, now) {
  const a = old.map(written), b = now.map(written);
  let start = 0, end = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const out = [];
  let i = 0, j = 0;
  for (const [x, y] of [...equal(a, b, start, end), [a.length, b.length]]) {
    out.push(...alike(old.slice(i, x), now.slice(j, y)));
    if (x < a.length) out.push([old[x], now[y]]);
    [i, j] = [x + 1, y + 1];
  }
  return out;
}

/** Indexes of equal values: a longest common subsequence, known to begin and end with `start` and `end` of them. */
function equal(a, b, start, end) {
  const out = Array.from({ length: start }, (_, i) => [i, i]);
  const rows = a.length - end - start, columns = b.length - end - start;
  if (rows * columns <= MOST) {
    const width = columns + 1, best = new Uint32Array((rows + 1) * width);
    for (let i = rows - 1; i >= 0; i -= 1) for (let j = columns - 1; j >= 0; j -= 1) {
      const at = i * width + j;
      best[at] = a[start + i] === b[start + j] ? best[at + width + 1] + 1 : Math.max(best[at + width], best[at + 1]);
    }
    for (let i = 0, j = 0; i < rows && j < columns;) {
      if (a[start + i] === b[start + j]) out.push([start + i++, start + j++]);
      else if (best[(i + 1) * width + j] >= best[i * width + j + 1]) i += 1;
      else j += 1;
    }
  }
  for (let i = end; i > 0; i -= 1) out.push([a.length - i, b.length - i]);
  return out;
}

/** Pairs unequal nodes of the same kind, in order; an id makes a kind of its own. */
function alike(old, now) {
  const kinds = old.map(kind), out = [];
  let at = 0;
  for (const node of now) {
    const found = kinds.indexOf(kind(node), at);
    if (found >= 0) {
      while (at < found) out.push([old[at++], undefined]);
      at += 1;
    }
    out.push([old[found], node]);
  }
  while (at < old.length) out.push([old[at++], undefined]);
  return out;
}
