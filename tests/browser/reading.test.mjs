// What a reader does: walk a decision, compare, look a term up — from the keyboard, and with scripts turned off.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open } from './lib/chromium.mjs';
import { pages, serve } from './lib/site.mjs';

let site, browser;
before(async () => { site = await serve(); browser = await launch(); });
after(async () => { await browser?.close(); site?.close(); });

async function reading(url, how, steps) {
  const opened = await open(browser, site.origin, url, how);
  try {
    await steps(opened.page);
    assert.deepEqual(opened.seen, { complaints: [], foreign: [] });
  } finally { await opened.close(); }
}

test('a decision is walked to its result by links only', async () => {
  for (const start of [pages.start, pages['embed-decision']]) await reading(start, { js: false }, async page => {
    const prefix = start.startsWith('/embed/') ? '/embed/decide/' : '/decide/';
    let questions = 0;
    while (await page.locator('main .options a').count() && questions < 10 && !await isResult(page)) {
      const before = page.url();
      await page.locator('main .options a').first().click();
      await page.waitForURL(url => url.href !== before);
      assert.ok(new URL(page.url()).pathname.startsWith(prefix), page.url());
      questions += 1;
    }
    assert.ok(questions >= 2, `${questions} questions were asked`);
    assert.ok(await isResult(page), `${page.url()} is a result`);

    // Another answer leads elsewhere.
    const result = page.url();
    const change = page.locator('main .change').first();
    if (await change.locator('summary').count()) await change.locator('summary').click();
    await change.locator('a').first().click();
    await page.waitForURL(url => url.href !== result && url.pathname.startsWith(prefix));
  });
});

const isResult = page => page.locator('main.result-page').count().then(count => count > 0);

test('rows that are the same can be hidden, without a script', async () => {
  await reading(pages['comparison-two'], { js: false }, async page => {
    const shown = () => page.locator('.cmp tr:visible').count();
    const all = await shown();
    await page.locator('.toggle input').check();
    const fewer = await shown();
    assert.ok(fewer < all && fewer > 1, `${fewer} of ${all} rows are left`);
    await page.locator('.toggle input').uncheck();
    assert.equal(await shown(), all);
  });
});

test('the first key leads past the header', async () => {
  for (const kind of ['home', 'article', 'comparison-two', 'start', 'glossary', '404']) await reading(pages[kind], {}, async page => {
    await page.keyboard.press('Tab');
    const skip = page.locator('a.skip:focus');
    assert.equal(await skip.count(), 1, `${kind}: the skip link is focused`);
    const box = await skip.boundingBox();
    assert.ok(box.width > 40 && box.height > 15, `${kind}: it is seen`);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => document.querySelector('header.bar').compareDocumentPosition(document.activeElement)
      & Node.DOCUMENT_POSITION_FOLLOWING), `${kind}: the next key is in the text`);
  });
});

test('an option is taken from the keyboard, and focus is seen', async () => {
  await reading(pages.start, {}, async page => {
    const option = page.locator('main .options a').first();
    for (let i = 0; i < 40 && !await option.evaluate(link => link === document.activeElement); i += 1) await page.keyboard.press('Tab');
    const ring = await option.evaluate(link => getComputedStyle(link).outlineStyle);
    assert.notEqual(ring, 'none');
    await page.keyboard.press('Enter');
    await page.waitForURL(url => url.pathname !== pages.start);
  });
});

test('a wide table is scrolled from the keyboard', async () => {
  await reading(pages['comparison-three'], { width: 320 }, async page => {
    const region = page.locator('main .region').first();
    await region.focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForTimeout(300);
    const { left, room } = await region.evaluate(box => ({ left: box.scrollLeft, room: box.scrollWidth - box.clientWidth }));
    assert.ok(room <= 1 || left > 0, 'it scrolls');
  });
});

test('a term in a text leads to its entry', async () => {
  await reading(pages.article, { js: false }, async page => {
    const term = page.locator('main a[href*="/glossary/#"]').first();
    const href = await term.getAttribute('href');
    await term.click();
    await page.waitForURL('**/glossary/#*');
    assert.equal(await page.locator(`[id="${href.split('#')[1]}"]`).count(), 1);
  });
});
