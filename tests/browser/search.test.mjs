// The search as a reader meets it: from the keyboard, under the strict policy, in a sandboxed frame, from a disk; and
// whatever is asked or found stays text.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import zlib from 'node:zlib';
import AxeBuilder from '@axe-core/playwright';
import { build } from './lib/build.mjs';
import { launch, open } from './lib/chromium.mjs';
import { root, serve } from './lib/site.mjs';
import { payloads } from './lib/payloads.mjs';

let site, browser;
before(async () => { site = await serve(); browser = await launch(); });
after(async () => { await browser?.close(); site?.close(); });

/** Opens the dialog with a key, and waits until it can be written in. */
async function opened(page, key = '/') {
  await page.keyboard.press(key);
  await page.locator('dialog.search[open] input[aria-label]').waitFor();
}

/** Asks, and waits for the answer to that question. */
async function ask(page, query) {
  const input = page.locator('dialog.search input');
  await input.fill('');
  await page.locator('dialog.search [role=listbox]:empty').waitFor({ state: 'attached' });
  await input.fill(query);
  await page.waitForFunction(() => /\d|“/.test(document.querySelector('dialog.search [role=status]').textContent));
}

const chosen = page => page.locator('dialog.search [aria-selected=true]');
const folderOf = page => new URL(page.url()).pathname;

describe('from the keyboard', () => {
  test('a key opens it, arrows choose, Enter follows, Esc closes', async () => {
    const { page, seen, close } = await open(browser, site.origin, '/working-together/handovers/');
    try {
      for (const key of ['/', 'Control+k']) {
        await opened(page, key);
        assert.ok(await page.evaluate(() => document.activeElement.matches('dialog.search input')));
        await page.keyboard.press('Escape');
        assert.equal(await page.locator('dialog.search[open]').count(), 0);
      }
      await opened(page);
      await page.keyboard.type('pm po');
      await page.waitForFunction(() => document.querySelector('dialog.search [aria-selected=true]')?.href.includes('/compare/'));
      assert.match(await page.locator('dialog.search [role=status]').textContent(), /^\d+ results?$/);
      const first = await chosen(page).getAttribute('id');
      assert.equal(await page.locator('dialog.search input').getAttribute('aria-activedescendant'), first);
      await page.keyboard.press('ArrowDown');
      assert.notEqual(await chosen(page).getAttribute('id'), first);
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('ArrowUp');
      assert.equal(await page.locator('dialog.search [role=option]').last().getAttribute('aria-selected'), 'true', 'it goes round');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/compare/product-manager-vs-product-owner/');
      assert.deepEqual(seen, { complaints: [], foreign: [] });
    } finally { await close(); }
  });

  test('results have a kind, their words are marked, and slips of typing are forgiven', async () => {
    const { page, close } = await open(browser, site.origin, '/');
    try {
      await opened(page);
      await ask(page, 'backlgo');
      const groups = await page.locator('dialog.search [role=group] > .label').allTextContents();
      assert.ok(groups.includes('Term') && groups.includes('Who decides?'), groups.join());
      const marks = await page.locator('dialog.search mark').allTextContents();
      assert.ok(marks.length > 3 && marks.every(text => /^backlog/i.test(text)), marks.join());
      await ask(page, 'zzzzqqqq');
      assert.match(await page.locator('dialog.search [role=status]').textContent(), /“zzzzqqqq”/);
      assert.equal(await page.locator('dialog.search [role=option]').count(), 0);
    } finally { await close(); }
  });

  test('a slash in a field is a slash, and nothing is kept behind the page', async () => {
    const { page, close } = await open(browser, site.origin, '/glossary/');
    try {
      await opened(page);
      await page.keyboard.type('a/b');
      assert.equal(await page.locator('dialog.search input').inputValue(), 'a/b');
      await ask(page, 'velocity');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/glossary/#velocity');
      assert.equal(await page.locator('dialog.search[open]').count(), 0, 'a hit on this page closes it');
      await opened(page);
      await page.locator('dialog.search input').fill('');
      await page.locator('dialog.search button[role=option]', { hasText: 'velocity' }).waitFor();
      const kept = await page.evaluate(async () => [
        Object.keys(localStorage), Object.keys(sessionStorage), document.cookie, (await indexedDB.databases()).length,
      ]);
      assert.deepEqual(kept, [[], [], '', 0]);
    } finally { await close(); }
  });

  test('without scripts the link leads to the list of all pages', async () => {
    const { page, close } = await open(browser, site.origin, '/', { js: false });
    try {
      await page.locator('a[data-search]').click();
      assert.equal(folderOf(page), '/contents/');
    } finally { await close(); }
  });
});

describe('accessible', () => {
  for (const width of [320, 1280]) for (const scheme of ['light', 'dark']) test(`${width} px, ${scheme}`, async () => {
    const { page, seen, close } = await open(browser, site.origin, '/roles/product-owner/', { width, scheme });
    try {
      await page.locator('a[data-search]').click();
      await page.locator('dialog.search[open] input[aria-label]').waitFor();
      for (const query of ['', 'owner', 'zzzzqqqq']) {
        if (query) await ask(page, query);
        const { violations } = await new AxeBuilder({ page }).analyze();
        assert.deepEqual(violations.flatMap(fault => fault.nodes.map(node => `${fault.id}: ${node.target}`)), []);
        const box = await page.locator('dialog.search').boundingBox();
        assert.ok(box.x >= 0 && box.x + box.width <= width && box.y + box.height <= 900, JSON.stringify(box));
      }
      assert.deepEqual(seen, { complaints: [], foreign: [] });
    } finally { await close(); }
  });
});

test('script and style come with the first use, and are small', async () => {
  const { page, close } = await open(browser, site.origin, '/');
  try {
    const names = () => page.evaluate(() => performance.getEntriesByType('resource').map(entry => entry.name).filter(name => /search/.test(name)));
    assert.deepEqual(await names(), []);
    await opened(page);
    await ask(page, 'who decides the price');
    const used = (await names()).map(name => path.join(root, new URL(name).pathname));
    const weight = files => files.reduce((sum, file) => sum + zlib.gzipSync(fs.readFileSync(file), { level: 9 }).length, 0);
    const own = used.filter(file => file.includes('/assets/'));
    assert.equal(own.length, 2);
    assert.ok(weight(own) <= 7168, `engine and dialog: ${weight(own)} bytes`);
    const index = used.filter(file => !own.includes(file));
    assert.ok(weight(index) <= 60_000, `a first question: ${weight(index)} bytes`);
  } finally { await close(); }
});

test('it works in a frame without an origin', async () => {
  const { page, seen, close } = await open(browser, site.origin, '/');
  try {
    // The page around it has no policy of its own.
    await page.route('**/around.html', route => route.fulfill({
      contentType: 'text/html',
      body: '<!DOCTYPE html><iframe sandbox="allow-scripts" src="/working-together/" width="1000" height="800"></iframe>',
    }));
    await page.goto(`${site.origin}/around.html`);
    const frame = page.frameLocator('iframe');
    await frame.locator('a[data-search]').click();
    await frame.locator('dialog.search[open] input[aria-label]').waitFor();
    await frame.locator('dialog.search input').fill('scrum mas');
    await frame.locator('dialog.search [aria-selected=true][href$="/roles/scrum-master/"]').waitFor();
    await frame.locator('dialog.search input').press('Enter');
    await frame.locator('h1', { hasText: 'Scrum master' }).waitFor();
    assert.deepEqual(seen.foreign, []);
  } finally { await close(); }
});

describe('from a disk, with hostile texts', () => {
  let made;
  before(() => {
    const files = {
      'site.toml': 'title = "Hostile"\nrelative_links = true\n',
      'content/_index.md': '# Home\n',
      'content/roles/a.toml': `name = ${JSON.stringify('Role ' + payloads[0])}\nabbr = ["RO"]\nsummary = "Something"\n`,
    };
    payloads.forEach((payload, n) => {
      const text = payload.replace(/[\\`*_{}[\]<>()#+\-.!|&~:'"]/g, '\\$&');
      files[`content/deep/p${n}.md`] = `+++\ntitle = ${JSON.stringify(`Payload ${n} ${payload}`)}\n+++\n\nText ${n} ${text}\n\n## Heading ${n} ${text}\n\nzebra ${text}\n`;
    });
    made = build(files);
  });
  after(() => made?.remove());

  test('hits are found and followed', async () => {
    const page = await browser.newPage();
    try {
      await page.goto(pathToFileURL(path.join(made.root, 'deep/p3/index.html')).href);
      await opened(page);
      await ask(page, 'payload 7');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/deep/p7/index.html');
      await opened(page);
      await ask(page, 'ro');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/roles/a/index.html');
    } finally { await page.close(); }
  });

  test(`${payloads.length} payloads, asked and found, stay text`, async () => {
    const page = await browser.newPage();
    const faults = [];
    page.on('dialog', dialog => { faults.push(dialog.message()); dialog.dismiss(); });
    page.on('pageerror', error => faults.push(String(error)));
    try {
      await page.goto(pathToFileURL(path.join(made.root, 'index.html')).href);
      await opened(page);
      for (const [n, payload] of payloads.entries()) {
        await ask(page, `payload ${n}`);
        await page.locator(`dialog.search [href*="deep/p${n}/"]`).first().waitFor();
        await inert(page, payload);
        await page.locator('dialog.search input').fill(payload);
        await page.waitForTimeout(5);
        await inert(page, payload);
      }
      assert.deepEqual(faults, []);
      assert.equal(await page.evaluate(() => self.pwned), undefined);
    } finally { await page.close(); }
  });

  /** Nothing but our own elements is in the dialog, and none has an attribute that acts. */
  async function inert(page, payload) {
    const strange = await page.evaluate(() => [...document.querySelectorAll('dialog.search *')].filter(element =>
      !['DIV', 'INPUT', 'BUTTON', 'P', 'A', 'SPAN', 'B', 'MARK', 'SMALL'].includes(element.tagName)
      || [...element.attributes].some(a => /^on/i.test(a.name))
      || element.href && !element.href.startsWith('file:')).map(element => element.outerHTML));
    assert.deepEqual(strange, [], payload);
  }
});
