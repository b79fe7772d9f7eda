// Every kind of page, light and dark, narrow and wide: accessible, quiet, within the window, complete without scripts.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { launch, open } from './lib/chromium.mjs';
import { pages, serve } from './lib/site.mjs';

const WAYS = [320, 1280].flatMap(width => ['light', 'dark'].map(scheme => ({ width, scheme })));

let site, browser;
before(async () => { site = await serve(); browser = await launch(); });
after(async () => { await browser?.close(); site?.close(); });

for (const [kind, url] of Object.entries(pages)) describe(`${kind} (${url})`, () => {
  for (const way of WAYS) test(`${way.width} px, ${way.scheme}`, async () => {
    const { page, seen, status, close } = await open(browser, site.origin, url, way);
    try {
      assert.equal(status, kind === '404' ? 404 : 200);
      const { violations } = await new AxeBuilder({ page }).analyze();
      assert.deepEqual(violations.flatMap(fault => fault.nodes.map(node => `${fault.id}: ${node.target}`)), []);
      assert.deepEqual(await page.evaluate(wider), [], 'elements wider than the window');
      assert.equal(await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches), way.scheme === 'dark');
      assert.deepEqual(seen.complaints, []);
      assert.deepEqual(seen.foreign, [], 'requests to other hosts');
    } finally { await close(); }
  });

  test('without JavaScript, nothing of the text or the links is missing', async () => {
    const scripted = await open(browser, site.origin, url);
    const plain = await open(browser, site.origin, url, { js: false });
    try {
      const [more, less] = [await scripted.page.evaluate(content), await plain.page.evaluate(content)];
      assert.equal(less.headings, 1);
      assert.equal(less.text, more.text);
      assert.deepEqual(less.links, more.links);
    } finally { await scripted.close(); await plain.close(); }
  });
});

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
