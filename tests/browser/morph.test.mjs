// The comparison behind the preview (`src/serve/morph.js`), over random pages: it always arrives at what the server sent,
// and whatever scripts did meanwhile is still there.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from './lib/chromium.mjs';

const source = fs.readFileSync(path.join(import.meta.dirname, '../../src/serve/morph.js'), 'utf8');
const RUNS = Number(process.env.RUNS ?? 200);

let browser, page;
before(async () => {
  browser = await launch();
  page = await browser.newPage();
  await page.goto('about:blank');
  await page.evaluate(`${source}\nwindow.morph = { Page, Doubt, remember };`);
  await page.evaluate(helpers);
});
after(async () => { await browser?.close(); });

/** What the tests need inside the page. */
function helpers() {
  window.parse = html => new DOMParser().parseFromString(html, 'text/html').documentElement;
  /** Shows a page as if it had been loaded; `act` is what its scripts do then. */
  window.load = (html, act = () => {}) => {
    document.documentElement.replaceWith(document.importNode(parse(html), true));
    const children = morph.remember(document.documentElement);
    act();
    return new morph.Page(parse(html), document.documentElement, children);
  };
  window.whole = (body, head = '') => `<!DOCTYPE html><html lang="en"><head>${head}</head><body>${body}</body></html>`;
}

test('random pages, edited again and again', async () => {
  const failed = await page.evaluate(async runs => {
    const random = seed => () => {
      seed = (seed + 0x6d2b79f5) | 0;
      let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
    const make = (next, depth) => {
      const pick = list => list[Math.floor(next() * list.length)];
      if (depth === 0 || next() < 0.25) return pick(['one', 'two', 'three &amp; four', '\n', '<!--five-->']);
      const tag = pick(['p', 'div', 'ul', 'details', 'pre', 'section', 'svg', 'noscript', 'template', 'b']);
      const attributes = pick(['', '', ' class="a"', ' class="a b"', ' title="x"', ` id="i${Math.floor(next() * 9)}"`, ' data-x="1" hidden']);
      return { tag, attributes, children: Array.from({ length: Math.floor(next() * 5) }, () => make(next, depth - 1)) };
    };
    const print = node => typeof node === 'string' ? node : `<${node.tag}${node.attributes}>${node.children.map(print).join('')}</${node.tag}>`;
    const edit = (node, next) => {
      const at = Math.floor(next() * (node.children.length + 1)), child = node.children[at];
      const change = next();
      if (change < 0.2 || !child) node.children.splice(at, 0, make(next, 2));
      else if (change < 0.35) node.children.splice(at, 1);
      else if (change < 0.45) node.children.push(...node.children.splice(at, 1));
      else if (change < 0.6 || typeof child === 'string') node.children[at] = make(next, 2);
      else if (change < 0.7) child.attributes = make(next, 1).attributes ?? '';
      else edit(child, next);
    };
    const act = next => {
      for (const element of [...document.body.querySelectorAll('*')]) {
        if (element.closest('svg, noscript, template') || next() > 0.2) continue;
        const added = document.createElement('x-added');
        const kind = next();
        if (kind < 0.3) element.append(added);
        else if (kind < 0.5) element.before(added);
        else if (kind < 0.8) element.classList.add('acted');
        else { element.before(added); added.dataset.wraps = ''; added.append(element); }
      }
    };
    const undo = root => {
      const copy = root.cloneNode(true);
      for (const added of [...copy.querySelectorAll('x-added')].reverse()) added.replaceWith(...added.childNodes);
      for (const element of copy.querySelectorAll('.acted')) {
        element.classList.remove('acted');
        if (!element.className) element.removeAttribute('class');
      }
      return plain(copy);
    };
    // Where scripts run, the text of a <noscript> is written without escapes.
    const plain = root => { root.normalize(); return root.outerHTML.replaceAll('&amp;', '&'); };
    const out = [];
    for (let seed = 1; seed <= runs; seed += 1) {
      const next = random(seed), body = { tag: 'div', attributes: '', children: [make(next, 4), make(next, 4), make(next, 3)] };
      const acts = seed % 2 ? () => act(next) : undefined;
      try {
        const shown = load(whole(print(body)), acts);
        for (let step = 0; step < 4; step += 1) {
          for (let i = 0; i < 3; i += 1) edit(body, next);
          const want = parse(whole(print(body)));
          await shown.become(want);
          const is = undo(document.documentElement);
          if (is !== plain(want)) { out.push({ seed, step, is, want: plain(want) }); break; }
        }
      } catch (error) { out.push({ seed, error: String(error?.stack ?? error) }); }
      if (out.length > 2) break;
    }
    return out;
  }, RUNS);
  assert.deepEqual(failed, []);
});

test('one word changes one text, and no element', async () => {
  const result = await page.evaluate(async () => {
    const body = word => `<main>${Array.from({ length: 50 }, (_, i) => `<section id="s${i}"><p>${i === 20 ? word : 'same'}</p><p>more</p></section>`).join('')}</main>`;
    const shown = load(whole(body('old')));
    const before = [...document.querySelectorAll('*')];
    const changes = [];
    const observer = new MutationObserver(records => changes.push(...records));
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    await shown.become(parse(whole(body('new'))));
    changes.push(...observer.takeRecords());
    const now = [...document.querySelectorAll('*')];
    return [changes.map(c => c.type), now.length === before.length && now.every((e, i) => e === before[i])];
  });
  assert.deepEqual(result, [['characterData'], true]);
});

test('a paragraph put in front moves no other', async () => {
  const kept = await page.evaluate(async () => {
    const shown = load(whole('<p>a</p><p>b</p><p>c</p>'));
    const before = [...document.querySelectorAll('p')];
    await shown.become(parse(whole('<p>new</p><p>a</p><p>b2</p><p>c</p>')));
    const now = [...document.querySelectorAll('p')];
    return [now.map(p => p.textContent), before.every((p, i) => p === now[i + 1])];
  });
  assert.deepEqual(kept, [['new', 'a', 'b2', 'c'], true]);
});

test('what scripts took away is doubt, not a wrong page', async () => {
  const doubted = await page.evaluate(async () => {
    const shown = load(whole('<p>a</p><p>b</p>'), () => document.querySelector('p').remove());
    try { await shown.become(parse(whole('<p>changed</p><p>b</p>'))); } catch (error) { return error instanceof morph.Doubt; }
    return false;
  });
  assert.ok(doubted);
});

test('a long list is compared in time', async () => {
  const took = await page.evaluate(async () => {
    const list = change => `<ul>${Array.from({ length: 5000 }, (_, i) => `<li>${change && i % 2 ? 'changed' : ''} item ${i}</li>`).join('')}</ul>`;
    const shown = load(whole(list(false)));
    const start = performance.now();
    await shown.become(parse(whole(list(true))));
    return [performance.now() - start, document.querySelectorAll('li')[4999].textContent];
  });
  assert.ok(took[0] < 2000, `${took[0]} ms`);
  assert.equal(took[1], 'changed item 4999');
});
