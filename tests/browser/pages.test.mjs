// Every kind of page, light and dark, narrow and wide, with text of usual and of double size: accessible, quiet, within the
// window, complete without scripts.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { launch, open } from './lib/chromium.mjs';
import { pages, serve } from './lib/site.mjs';

const WAYS = [320, 1280].flatMap(width => [100, 200].map(text => ({ width, text })));

/** All rules of axe, also the one that is off by itself: targets of 24 px. */
const RULES = { rules: { 'target-size': { enabled: true } } };

const browsers = {};
let site;
before(async () => {
  site = await serve();
  for (const text of [100, 200]) browsers[text] = await launch({ text });
});
after(async () => {
  for (const browser of Object.values(browsers)) await browser.close();
  site?.close();
});

for (const [kind, url] of Object.entries(pages)) describe(`${kind} (${url})`, () => {
  for (const { width, text } of WAYS) test(`${width} px, text at ${text} %, light and dark`, async () => {
    const { page, seen, status, close } = await open(browsers[text], site.origin, url, { width });
    try {
      assert.equal(status, kind === '404' ? 404 : 200);
      assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize), `${text * 0.16}px`);
      assert.deepEqual(faults(await new AxeBuilder({ page }).options(RULES).analyze()), []);
      // Double size on 320 px is four words a line: long ones may stand out there, as they must nowhere else.
      if (width > 320 || text === 100) assert.deepEqual(await page.evaluate(wider), [], 'elements wider than the window');
      // Only colors change with the scheme.
      await page.emulateMedia({ colorScheme: 'dark' });
      assert.ok(await page.evaluate(() => getComputedStyle(document.body).colorScheme === 'light' || matchMedia('(prefers-color-scheme: dark)').matches));
      assert.deepEqual(faults(await new AxeBuilder({ page }).withRules(['color-contrast', 'link-in-text-block']).analyze()), [], 'dark');
      assert.deepEqual(seen.complaints, []);
      assert.deepEqual(seen.foreign, [], 'requests to other hosts');
    } finally { await close(); }
  });

  test('without JavaScript, nothing of the text or the links is missing', async () => {
    const scripted = await open(browsers[100], site.origin, url);
    const plain = await open(browsers[100], site.origin, url, { js: false });
    try {
      const [more, less] = [await scripted.page.evaluate(content), await plain.page.evaluate(content)];
      assert.equal(less.headings, 1);
      assert.equal(less.text, more.text);
      assert.deepEqual(less.links, more.links);
    } finally { await scripted.close(); await plain.close(); }
  });
});

const faults = ({ violations }) => violations.flatMap(fault => fault.nodes.map(node => `${fault.id}: ${node.target}`));

/** What makes the page wider than its window, by name; what scrolls within a box of its own does not. */
function wider() {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width + 1) return [];
  return [...document.querySelectorAll('body *')]
    .filter(element => element.getBoundingClientRect().right > width + 1)
    .map(element => element.localName + (element.className ? `.${element.getAttribute('class')}` : ''));
}

/** Visible text of <main>, without what only a script could do: buttons, and the filter of the glossary. */
function content() {
  const main = document.querySelector('main');
  for (const control of document.querySelectorAll('button, [data-filter-box]')) control.remove();
  return {
    text: main.innerText.replace(/\s+/g, ' ').trim(),
    links: [...document.links].map(link => link.getAttribute('href')),
    headings: [...document.querySelectorAll('h1')].filter(heading => heading.getClientRects().length > 0).length,
  };
}
