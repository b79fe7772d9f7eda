/* The search: what a word is, the files of the index, ranking, and the dialog. Loaded with the first use. */
self.rolebookSearch = (() => {
  // Files of the index hand their data to this function.
  const waiting = new Map();
  const take = (name, data) => waiting.get(name)?.(data);

  // Words, as src/search/words.rs has them; `at` and `to` say where each stands.
  const unspaced = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u2e80-\\u2fdf\\u3005-\\u3007\\u3040-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\uff66-\\uff9f\\u{20000}-\\u{3ffff}";
  const pieces = RegExp(`[${unspaced}]+|[^${unspaced}]+`, "gu"), pairs = RegExp(`[${unspaced}]`, "u");
  const fold = s => s.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").replace(/ß/g, "ss").replace(/ς/g, "σ");
  const stem = raw => {
    const n = raw.length;
    let w = raw;
    if (n > 4 && /(?<![ea])ies$/.test(w)) w = w.slice(0, -3) + "y";
    else if (n > 2 && /(?<![sui])s$/.test(w)) w = w.slice(0, -1);
    return n > 3 && /([sxz]|[cs]h)e$/.test(w) ? w.slice(0, -1) : w;
  };
  const words = text => {
    const out = [];
    for (const run of text.matchAll(/[\p{Alphabetic}\p{N}\p{M}]+/gu)) {
      if (/^s$/i.test(run[0]) && /['’]/.test(text[run.index - 1])) continue;
      for (const piece of run[0].matchAll(pieces)) {
        const at = run.index + piece.index, chars = [...fold(piece[0])];
        if (pairs.test(piece[0])) {
          for (let i = 0; i < Math.max(1, chars.length - 1); i++) {
            const w = chars.slice(i, i + 2).join("");
            out.push({ w, raw: w, at: at + i, to: at + i + w.length });
          }
        } else {
          const raw = chars.slice(0, 32).join("");
          out.push({ w: stem(raw), raw, at, to: at + piece[0].length });
        }
      }
    }
    return out;
  };

  // Slips of typing between two words; with `open`, `b` may go on.
  const slips = (a, b, open) => {
    let before, last = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      [before, last] = [last, row];
    }
    return open ? Math.min(...last) : last[b.length];
  };

  // Calls `add` with each record of an entry and its score.
  const decode = (entry, add) => {
    let i = entry.indexOf("!") + 1, record = 0;
    const digit = () => { const n = entry.charCodeAt(i++) - 35; return n > 57 ? n - 1 : n };
    while (i < entry.length) {
      let gap = 0, unit = 1, n;
      while ((n = digit()) > 44) { gap += (n - 45) * unit; unit *= 45 }
      record += gap + n * unit;
      n = digit();
      add(record, (8 + n % 8) << (n >> 3));
    }
  };

  // `get(name)` promises the data of a file; the answers to questions come from whole numbers alone.
  const engine = get => {
    const kept = new Map();
    let index;
    const file = name => {
      if (!kept.has(name)) kept.set(name, get(name).then(data => typeof data === "string" ? data.split(" ") : data));
      return kept.get(name);
    };
    // Entries of the files of `kind` that begin so.
    const entries = async (kind, start) => {
      const list = index[kind], end = start + "\uffff";
      const files = list.filter(([first], i) => first <= end && !(list[i + 1]?.[0] <= start));
      const all = await Promise.all(files.map(([, name]) => file(kind + "/" + name)));
      return all.flatMap(data => data.filter(entry => entry.startsWith(start)));
    };
    const word = entry => entry.slice(0, entry.indexOf("!"));
    // Words that are meant by a word with slips in it: first those with one of its first letters.
    const meant = async (q, open) => {
      const most = q.raw.length > 7 ? 2 : 1;
      for (const starts of [[...new Set(q.w.slice(0, 2))], [""]]) {
        let least = most, found = [];
        for (const start of starts) for (const w of await entries("v", start)) {
          if (w.length < q.w.length - least || !open && w.length > q.w.length + least) continue;
          const n = slips(q.w, w, open);
          if (n < least) { least = n; found = [] }
          if (n === least) found.push(w);
        }
        if (found.length) return [found.sort((a, b) => a < b ? -1 : 1).slice(0, 16), least > 1 ? 3 : 4];
      }
      return [[], 0];
    };
    // Entries that a word of a question matches, each with how much that counts.
    const matches = async (q, last) => {
      const out = (await entries("t", q.w + "!")).map(entry => [entry, 8]);
      if (last && (q.raw.length > 1 || pairs.test(q.raw))) for (const entry of await entries("t", q.raw)) {
        const w = word(entry);
        if (w !== q.w && !/[=#]$/.test(w)) out.push([entry, 6]);
      }
      if (!out.length && q.raw.length > 3) {
        const [found, counts] = await meant(q, last);
        for (const w of found) for (const entry of await entries("t", w + "!")) out.push([entry, counts]);
      }
      return out;
    };
    // Numbers of records, best first, and the words that were matched.
    const rank = async query => {
      index ??= await file("index");
      const all = words(query), list = all.filter((q, i) => !all.slice(i + 1).some(o => o.w === q.w)).slice(-12);
      if (!list.length || query.trim().length < 2 && !pairs.test(query)) return { hits: [], marks: new Set() };
      // Whole names come first, whole headings count twice.
      const named = new Set(), headed = new Set();
      const key = (from, to, mark) => all.slice(from, to).map(q => q.w).join("_") + mark;
      const collect = async (key, set) => { for (const entry of await entries("t", key + "!")) decode(entry, record => set.add(record)) };
      await collect(key(0, all.length, "="), named);
      await collect(key(0, all.length, "#"), headed);
      // So do names of as many words that begin as the question does.
      const last = all.length - 1, start = key(0, last, last ? "_" : "") + all[last].raw;
      if (start.length > 1) for (const entry of await entries("t", start)) if (word(entry).endsWith("=") && word(entry).split("_").length === all.length) decode(entry, record => headed.add(record));
      // Names of several roles, with a word or so between them, mean their comparison.
      const roles = new Set();
      let others = 0;
      for (let from = 0, to; from < all.length; from = to) {
        let role;
        for (to = Math.min(all.length, from + 6); to > from; to--) {
          const found = new Set();
          await collect(key(from, to, "="), found);
          role = [...found].find(record => record < index.kinds[0]);
          if (role >= 0) break;
        }
        if (role >= 0) roles.add(role); else { others++; to = from + 1 }
      }
      if (roles.size > 1 && others <= roles.size) await collect([...roles].sort((a, b) => a - b).map(r => "@" + r).join("") + "=", named);
      const found = await Promise.all(list.map((q, i) => matches(q, i === list.length - 1)));
      const total = index.n.reduce((a, b) => a + b, 0), sums = new Uint32Array(total), counts = new Uint8Array(total);
      const marks = new Set();
      for (const one of found) {
        const best = new Map();
        for (const [entry, counts] of one) {
          marks.add(word(entry));
          decode(entry, (record, score) => { if ((best.get(record) ?? 0) < score * counts) best.set(record, score * counts) });
        }
        for (const [record, score] of best) { sums[record] += score; counts[record]++ }
      }
      const keys = [];
      for (let r = 0; r < total; r++) if (named.has(r)) keys.push(2 ** 52 + total - r); else if (sums[r]) keys.push(sums[r] * counts[r] * (headed.has(r) ? 2 : 1) * 2 ** 24 + total - r);
      return { hits: [...Float64Array.from(keys).sort().reverse()].map(key => total - key % 2 ** 24), marks };
    };
    // What a hit shows: kind (a number), title, heading, address, text, letters, hue.
    const show = async record => {
      let n = 0, first = 0;
      while (first + index.n[n] <= record) first += index.n[n++];
      return [index.kinds.filter(start => start <= record).length, ...(await file("r/" + index.r[n]))[record - first]];
    };
    return { rank, show, index: async () => index ??= await file("index"), forget: () => { kept.clear(); index = 0 } };
  };

  // The dialog. All text is put in as text; what was asked is forgotten with the page.
  const open = (address, style) => {
    const root = new URL("../", new URL(address, document.baseURI)).href;
    let again = "";
    const { rank, show, index, forget } = engine(name => new Promise((resolve, reject) => {
      waiting.set(name, resolve);
      const script = make("script");
      script.src = root + "search/" + name + ".js" + (name === "index" ? again : "");
      script.onerror = reject;
      script.onload = () => script.remove();
      document.head.append(script);
    }));
    let say, asked = 0, recent = [], chosen = -1;
    const input = make("input", { type: "search", role: "combobox", autocomplete: "off", spellcheck: false, maxLength: 200 });
    const list = make("div", { id: "rb-hits", role: "listbox" }), live = make("p", { role: "status" });
    const close = make("button", { type: "button", textContent: "×" }), hint = make("small");
    const dialog = make("dialog", { className: "search" }), bar = make("div");
    bar.append(input, close);
    dialog.append(bar, live, list, hint);
    for (const [k, v] of [["aria-controls", "rb-hits"], ["aria-expanded", "false"], ["aria-autocomplete", "list"]]) input.setAttribute(k, v);
    const options = () => [...list.querySelectorAll("[role=option]")];
    const choose = n => {
      const all = options();
      chosen = all.length ? (n + all.length) % all.length : -1;
      all.forEach((o, i) => o.setAttribute("aria-selected", i === chosen));
      if (chosen < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", all[chosen].id);
      all[chosen].scrollIntoView({ block: "nearest" });
    };
    const fill = (groups, text) => {
      list.replaceChildren(...groups.map(([title, rows], g) => {
        const group = make("div", { role: "group" }), head = make("p", { className: "label", id: "rb-kind" + g, textContent: title });
        group.setAttribute("aria-labelledby", head.id);
        rows.forEach((row, i) => Object.assign(row, { id: `rb-hit${g}-${i}`, tabIndex: -1 }).setAttribute("role", "option"));
        group.append(head, ...rows);
        return group;
      }));
      input.setAttribute("aria-expanded", groups.length > 0);
      live.textContent = text;
      choose(0);
    };
    const idle = () => fill(recent.length ? [[say["search-recent"], recent.map(q => {
      const row = make("button", { type: "button", textContent: q });
      row.onclick = () => { input.value = q; input.focus(); answer() };
      return row;
    })]] : [], say["search-hint"]);

    // `text` with the words that were matched marked.
    const marked = (text, marks) => {
      const out = make("span");
      let done = 0;
      for (const w of words(text)) if (marks.has(w.w)) {
        if (w.to <= done) continue;
        const from = Math.max(done, w.at), mark = make("mark", { textContent: text.slice(from, w.to) });
        out.append(text.slice(done, from), mark);
        done = w.to;
      }
      out.append(text.slice(done));
      return out;
    };
    // The sentence with most of the words, cut to what is read at a glance.
    const sentence = (text, marks) => {
      let best = "", most = -1;
      for (const part of text.slice(0, 2e4).split(/(?<=[.!?])\s+|(?<=[。！？])|\n/)) {
        const found = new Set(words(part).map(w => w.w).filter(w => marks.has(w))).size;
        if (found > most && part) { best = part; most = found }
      }
      if (best.length < 200) return best;
      const first = words(best).find(w => marks.has(w.w))?.at ?? 0;
      const from = first < 120 ? 0 : best.indexOf(" ", first - 60) + 1 || first;
      return (from ? "… " : "") + best.slice(from, from + 180).replace(/\s\S*$/, "") + " …";
    };
    const row = ([kind, title, heading, url, text, letters, hue], marks, files) => {
      const link = make("a", { href: root + (files ? url.replace(/(^|\/)(?=#|$)/, "$1index.html") : url) });
      if (letters) {
        const tab = make("span", { className: "tab hue" + hue, textContent: letters });
        tab.setAttribute("aria-hidden", "true");
        link.append(tab, " ");
      }
      const name = make("b");
      name.append(marked(title, marks));
      link.append(name);
      if (heading) link.append(" › ", marked(heading, marks));
      const about = sentence(text, marks);
      if (about) { const p = make("p"); p.append(marked(about, marks)); link.append(p) }
      link.onclick = () => { recent = [input.value, ...recent.filter(q => q !== input.value)].slice(0, 5); dialog.close() };
      return link;
    };
    const find = async query => {
      const { hits, marks } = await rank(query), { words: say, files, kinds } = await index();
      // Eight sections, four of any other kind, sixteen in all.
      const rooms = [4, 4, 4, 4, 4, 8], kept = hits.slice(0, 100).filter(r => rooms[kinds.filter(start => start <= r).length]-- > 0).slice(0, 16);
      const shown = await Promise.all(kept.map(show)), groups = new Map();
      for (const hit of shown) groups.set(hit[0], [...groups.get(hit[0]) ?? [], row(hit, marks, files)]);
      const names = ["role", "comparison", "decision", "term", "who-decides", "article"];
      return [[...groups].map(([kind, rows]) => [say[names[kind]], rows]), hits.length];
    };
    const answer = async () => {
      const query = input.value, turn = ++asked;
      try {
        say ??= (await index()).words;
        if (words(query).length === 0) return idle();
        const [groups, n] = await find(query).catch(() => { forget(); again = "?" + Date.now(); return find(query) });
        if (turn !== asked) return;
        const text = n ? say["search-found-" + (n > 1 ? "other" : "one")].replace("{n}", n) : say["search-none"].replace("{query}", () => query);
        fill(groups, query.trim().length < 2 && !n ? say["search-hint"] : text);
      } catch { if (turn === asked) fill([], say?.["search-failed"] ?? "…") }
    };
    input.oninput = answer;
    input.onkeydown = e => {
      if (e.isComposing) return;
      if (e.key === "ArrowDown") choose(chosen + 1); else if (e.key === "ArrowUp") choose(chosen - 1);
      else if (e.key === "Enter") options()[chosen]?.click(); else return;
      e.preventDefault();
    };
    close.onclick = () => dialog.close();
    dialog.onclick = e => { if (e.target === dialog) dialog.close() };
    const begin = async () => {
      if (dialog.open) return;
      dialog.showModal();
      input.select();
      await answer();
      if (!say) return;
      for (const [e, key] of [[dialog, "search"], [input, "search-what"], [list, "search"], [close, "search-close"]]) e.setAttribute("aria-label", say[key]);
      hint.textContent = say["search-keys"];
    };
    const sheet = make("link", { rel: "stylesheet", href: style });
    sheet.onload = sheet.onerror = begin;
    document.head.append(sheet);
    document.body.append(dialog);
    take.open = begin;
  };
  const make = (name, with_ = {}) => Object.assign(document.createElement(name), with_);

  return Object.assign(take, { waiting, words, engine, open });
})();
