/* Everything here is an addition: without it each page is complete. */
(() => {
  const root = document.documentElement, key = "rolebook-scheme";
  const get = () => { try { return localStorage.getItem(key) } catch { return null } };
  const set = v => { try { v ? localStorage.setItem(key, v) : localStorage.removeItem(key) } catch {} };
  // An embed opened by itself has paper under it; in a frame it is transparent, and light like most wikis.
  const framed = root.classList.contains("embed") && parent !== self;
  if (!framed) root.classList.add("alone");
  // Before the first paint: the reader's choice of scheme.
  const kept = get();
  if (!framed && (kept === "light" || kept === "dark")) root.dataset.theme = kept;

  addEventListener("DOMContentLoaded", () => {
    const $ = (s, e = document) => [...e.querySelectorAll(s)];
    const live = $("[data-live]")[0];
    const say = t => { if (live) live.textContent = t };

    // Color scheme: as the system, light, dark.
    for (const b of $("[data-scheme]")) {
      const order = ["", "light", "dark"], names = b.dataset.names.split("|");
      const now = () => order.indexOf(root.dataset.theme || "");
      const label = () => b.setAttribute("aria-label", b.dataset.scheme.replace("{name}", names[now()]));
      b.hidden = false; label();
      b.addEventListener("click", () => {
        const next = order[(now() + 1) % 3];
        if (next) root.dataset.theme = next; else delete root.dataset.theme;
        set(next); label(); say(names[now()]);
      });
    }

    // Search: its script comes with the first use.
    const find = $("[data-search]")[0];
    if (find) {
      const { search, index, style } = find.dataset;
      const open = e => {
        e.preventDefault();
        if (self.rolebookSearch) return rolebookSearch.open(index, style);
        const s = document.createElement("script");
        s.src = search;
        s.onload = () => rolebookSearch.open(index, style);
        s.onerror = () => location = find.href;
        document.head.append(s);
      };
      find.addEventListener("click", e => { if (!e.ctrlKey && !e.metaKey && !e.shiftKey) open(e) });
      addEventListener("keydown", e => {
        const k = e.key.toLowerCase() === "k" && (e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey;
        if (k || e.key === "/" && !e.ctrlKey && !e.metaKey && !e.altKey && !e.target.closest?.("input,textarea,select,dialog,[contenteditable]")) open(e);
      });
    }

    // The present section of the header is in view.
    const strip = $(".main-nav")[0], here = strip && $("[aria-current]", strip)[0];
    if (here) {
      const s = strip.getBoundingClientRect(), h = here.getBoundingClientRect();
      if (h.left < s.left + 20 || h.right > s.right - 20) strip.scrollLeft += h.left - s.left - s.width / 3;
    }

    // So is the present page in a long side column.
    const now = $(".side [aria-current]")[0], column = now && now.closest("nav");
    if (column && column.scrollHeight > column.clientHeight) column.scrollTop = now.offsetTop - column.offsetTop - column.clientHeight / 3;

    // And the first question of a drawing, if it lies beyond the edge of its box.
    for (const d of $(".drawing")) {
      const first = $("a", d)[0];
      if (first) {
        const f = first.getBoundingClientRect(), b = d.getBoundingClientRect();
        if (f.right > b.right) d.scrollLeft += f.left + f.width / 2 - b.left - d.clientWidth / 2;
      }
    }

    // Copy buttons.
    const [copy, copied, refused] = (document.body.dataset.copy || "Copy|Copied|Not allowed").split("|");
    if (navigator.clipboard) for (const code of $("pre > code")) {
      let f = code.closest(".code");
      if (!f) { f = document.createElement("div"); f.className = "code"; code.parentNode.before(f); f.append(code.parentNode) }
      const b = document.createElement("button");
      b.type = "button"; b.textContent = copy;
      b.addEventListener("click", async () => {
        const text = code.cloneNode(true);
        $(".no", text).forEach(n => n.remove());
        try { await navigator.clipboard.writeText(text.textContent); b.textContent = copied; say(copied) }
        catch { b.textContent = refused }
        setTimeout(() => b.textContent = copy, 2000);
      });
      f.append(b);
    }

    // Tabs of the same name are chosen together.
    const tabs = $(".tabset>details"), name = d => d.firstElementChild.textContent;
    for (const d of tabs) d.firstElementChild.addEventListener("click", () => {
      if (!d.open) for (const o of tabs) if (o !== d && name(o) === name(d)) o.open = true;
    });

    // Folded columns stand open where there is room (browsers without ::details-content).
    for (const [s, q] of [[".side", "(min-width:56.25rem)"], [".toc", "(min-width:75rem)"]]) {
      const m = matchMedia(q), go = () => $(s).forEach(d => d.open = m.matches);
      go(); m.addEventListener("change", go);
    }
    addEventListener("keydown", e => {
      if (e.key !== "Escape" || innerWidth >= 900) return;
      for (const d of $("details.side[open],details.toc[open]")) if (d.contains(document.activeElement)) { d.open = false; $("summary", d)[0].focus() }
    });

    // A term tells its definition in place: what the list at the end of the page says. The pointer may rest on the card.
    const notes = new Map($(".terms dt a").map(a => [a.href, a.closest("div")]));
    const card = document.createElement("div");
    let told, timer;
    const hide = () => { clearTimeout(timer); card.remove(); told?.removeAttribute("aria-describedby"); told = null };
    const later = (f, ms, a) => { clearTimeout(timer); timer = setTimeout(f, ms, a) };
    const tell = a => {
      clearTimeout(timer);
      if (told === a) return;
      hide(); told = a;
      card.replaceChildren(...["dt", "dd"].map(t => { const p = document.createElement("p"); p.textContent = $(t, notes.get(a.href))[0].textContent; return p }));
      a.closest("main").append(card);
      a.setAttribute("aria-describedby", card.id);
      const r = a.getClientRects()[0], w = card.offsetWidth, h = card.offsetHeight;
      card.style.left = scrollX + Math.max(8, Math.min(r.left, root.clientWidth - w - 8)) + "px";
      card.style.top = scrollY + (r.bottom + h + 8 > innerHeight && r.top > h + 64 ? r.top - h - 4 : r.bottom + 4) + "px";
    };
    Object.assign(card, { id: "rb-term-card", role: "tooltip", className: "term-card" });
    card.addEventListener("pointerenter", () => clearTimeout(timer));
    card.addEventListener("pointerleave", () => later(hide, 150));
    for (const a of $("main a.term")) if (notes.has(a.href)) {
      a.addEventListener("pointerenter", e => { if (e.pointerType === "mouse") later(tell, 200, a) });
      a.addEventListener("pointerleave", () => later(hide, 150));
      a.addEventListener("focus", () => { if (a.matches(":focus-visible")) tell(a) });
      a.addEventListener("blur", hide);
    }
    addEventListener("keydown", e => { if (e.key === "Escape") hide() });

    // The contents list follows the reading.
    const links = new Map($(".toc a[href^='#']").map(a => [decodeURIComponent(a.hash.slice(1)), a]));
    const heads = [...links.keys()].map(id => document.getElementById(id)).filter(Boolean);
    if (heads.length) {
      const mark = () => {
        let now = heads[0];
        for (const h of heads) if (h.getBoundingClientRect().top < 120) now = h;
        for (const [id, a] of links) id === now.id ? a.setAttribute("aria-current", "true") : a.removeAttribute("aria-current");
      };
      const io = new IntersectionObserver(mark, { rootMargin: "-100px 0px -60% 0px", threshold: [0, 1] });
      heads.forEach(h => io.observe(h)); mark();
    }

    // Filter: entries of the glossary, rows of a list.
    for (const i of $("[data-filter]")) {
      const box = i.closest("[data-filter-box]"); if (box) box.hidden = false;
      const items = $(i.dataset.filter), groups = $("[data-filter-group]");
      i.addEventListener("input", () => {
        const q = i.value.trim().toLowerCase(); let n = 0;
        for (const e of items) { const hit = !q || e.textContent.toLowerCase().includes(q); e.hidden = !hit; n += hit }
        for (const g of groups) g.hidden = !items.some(e => g.contains(e) && !e.hidden);
        say((i.dataset.shown || "{n} / {all}").replace("{n}", n).replace("{all}", items.length));
      });
    }
  });
})();
