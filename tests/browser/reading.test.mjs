// What a reader does: walk a decision, compare, look a term up — from the keyboard, with scripts turned off, with colors of
// the system, in a script that runs the other way.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { build, example } from './lib/build.mjs';
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

test('one tab is open at a time, chosen from the keyboard; print shows all', async () => {
  await reading(pages.components, { js: false }, async page => {
    const tabs = page.locator('main .tabset').first().locator('> details');
    const shown = () => tabs.evaluateAll(all => all.map(tab => tab.querySelector('p').checkVisibility()));
    assert.deepEqual(await shown(), [true, false]);
    await tabs.nth(1).locator('summary').focus();
    await page.keyboard.press('Enter');
    assert.deepEqual(await shown(), [false, true]);
    await page.emulateMedia({ media: 'print' });
    assert.deepEqual(await shown(), [true, true]);
  });
});

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

/** Presses Tab until what `selector` names has the focus. */
async function tabTo(page, selector, most = 80) {
  for (let i = 0; i < most; i += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(wanted => document.activeElement.matches(wanted), selector)) return;
  }
  assert.fail(`${selector} is not reached within ${most} keys`);
}

test('from the skip link through the navigation to an article', async () => {
  await reading(pages.home, {}, async page => {
    await tabTo(page, '.main-nav a[href="/working-together/"]', 20);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/working-together/');
    await tabTo(page, 'a.skip', 1);
    await page.keyboard.press('Enter');
    await tabTo(page, 'main a[href="/working-together/handovers/"]', 40);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/working-together/handovers/');
    assert.equal(await page.locator('.side [aria-current]').count(), 1, 'the section says where one is');
  });
});

test('two roles are compared from the keyboard', async () => {
  await reading(pages.role, {}, async page => {
    await tabTo(page, '.card a.role[href*="/compare/"]', 200);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/compare/**');
    const rows = page.locator('.cmp tr:visible'), all = await rows.count();
    await tabTo(page, '.toggle input', 60);
    await page.keyboard.press('Space');
    assert.ok(await rows.count() < all);
  });
});

test('a tree is scrolled, and left through one of its questions', async () => {
  await reading(pages.tree, { width: 800 }, async page => {
    await tabTo(page, '.drawing', 40);
    await page.keyboard.press('ArrowDown');
    await tabTo(page, '.drawing a', 3);
    await page.keyboard.press('Enter');
    await page.waitForURL(url => url.pathname !== pages.tree && url.pathname.startsWith('/decide/'));
  });
});

test('a term tells its definition in place, and Esc puts it away', async () => {
  await reading(pages.article, {}, async page => {
    await tabTo(page, 'main .prose a.term', 60);
    const card = page.locator('[role=tooltip]');
    await card.waitFor();
    const href = await page.evaluate(() => document.activeElement.href);
    const said = await page.locator('.terms div', { has: page.locator(`a[href$="${new URL(href).hash}"]`) }).locator('dd').innerText();
    assert.ok((await card.innerText()).includes(said));
    assert.ok(await page.evaluate(() => document.activeElement.getAttribute('aria-describedby') === document.querySelector('[role=tooltip]').id));
    const { violations } = await new AxeBuilder({ page }).analyze();
    assert.deepEqual(violations.map(fault => fault.id), []);
    await page.keyboard.press('Escape');
    assert.equal(await card.isVisible(), false);
    await page.locator('main .prose a.term').first().hover();
    await card.waitFor();
    await card.hover();
    await page.waitForTimeout(300);
    assert.ok(await card.isVisible(), 'the pointer may rest on it');
  });
});

test('what has the focus is never under the header', async () => {
  for (const kind of ['article-long', 'comparison-two', 'glossary']) await reading(pages[kind], {}, async page => {
    await page.evaluate(() => scrollTo(0, 3000));
    await page.locator('main a').last().focus();
    for (let i = 0; i < 25; i += 1) {
      await page.keyboard.press('Shift+Tab');
      const hidden = await page.evaluate(() => {
        const bar = document.querySelector('header.bar'), focused = document.activeElement;
        if (bar.contains(focused) || getComputedStyle(bar).position !== 'sticky') return null;
        const [box, edge] = [focused.getBoundingClientRect(), bar.getBoundingClientRect().bottom];
        return box.bottom > 0 && box.top < edge - 1 && box.height < innerHeight / 2 ? focused.outerHTML.slice(0, 80) : null;
      });
      assert.equal(hidden, null, kind);
    }
  });
});

test('the list of contents follows the reading', async () => {
  await reading(pages['article-long'], {}, async page => {
    const marked = () => page.locator('.toc [aria-current]').getAttribute('href');
    const first = await marked();
    const last = await page.locator('.prose h2').last().getAttribute('id');
    await page.evaluate(id => document.getElementById(id).scrollIntoView(), last);
    await page.waitForFunction(before => document.querySelector('.toc [aria-current]').getAttribute('href') !== before, first);
    assert.equal(await page.locator('.toc [aria-current]').count(), 1);
  });
});

test('with the colors of the system, marks keep their meaning', async () => {
  await reading(pages.rights, { forced: 'active' }, async page => {
    const colors = name => page.locator(name).first().evaluate(mark => {
      const style = getComputedStyle(mark), page = getComputedStyle(document.body);
      return { filled: style.backgroundColor !== page.backgroundColor && style.backgroundColor !== 'rgba(0, 0, 0, 0)', edge: style.borderTopStyle };
    });
    assert.ok((await colors('.mx .rt.A')).filled, 'who decides is filled');
    assert.equal((await colors('.mx .rt.R')).edge, 'solid');
    assert.equal(await page.locator('.main-nav [aria-current]').evaluate(link => getComputedStyle(link).borderBottomStyle), 'solid');
  });
});

test('nothing moves for who asked for less motion', async () => {
  await reading(pages.article, { motion: 'reduce' }, async page => {
    const moving = await page.evaluate(() => [...document.querySelectorAll('*')].filter(element => {
      const style = getComputedStyle(element);
      return style.transitionDuration !== '0s' || style.animationName !== 'none' || style.scrollBehavior !== 'auto';
    }).length);
    assert.equal(moving, 0);
  });
});

test('the header shows its sections whole or fading, and the present one', async () => {
  await reading(pages['article-long'], { width: 360 }, async page => {
    const here = page.locator('.main-nav [aria-current]');
    const [link, strip] = [await here.boundingBox(), await page.locator('.main-nav').boundingBox()];
    assert.ok(link.x >= strip.x && link.x + link.width <= strip.x + strip.width);
    assert.match(await page.locator('.main-nav').evaluate(nav => getComputedStyle(nav).maskImage), /gradient/);
  });
});

test('a wide image keeps its place while it loads, and leads to itself', async () => {
  await reading('/using/', { js: false, width: 360 }, async page => {
    const image = page.locator('main a.zoom img').first();
    const { src, width, height, loading, href, shown } = await image.evaluate(img => ({
      src: img.src, href: img.parentNode.href, width: img.getAttribute('width'), height: img.getAttribute('height'),
      loading: img.loading, shown: img.getBoundingClientRect().width,
    }));
    assert.equal(href, src);
    assert.ok(Number(width) > 480 && Number(height) > 0 && shown < Number(width));
    assert.equal(loading, 'lazy');
  });
});

test('a handbook in Arabic runs from right to left', async () => {
  const files = example();
  files['site.toml'] = files['site.toml'].replace('language = "en"', 'language = "ar"');
  const built = build(files), arabic = await serve(built.root);
  try {
    for (const [url, width] of [['/guide/first-week/', 1280], ['/guide/first-week/', 320], ['/rights/', 1280], ['/compare/fleet-coordinator-vs-station-steward/', 320]]) {
      const { page, close } = await open(browser, arabic.origin, url, { width });
      assert.equal(await page.evaluate(() => getComputedStyle(document.body).direction), 'rtl');
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${url} fits ${width} px`);
      const left = name => page.locator(name).first().evaluate(element => element.getBoundingClientRect().left);
      if (width === 1280) assert.ok(await left('.brand') > await left('.tool'), 'the name stands at the right');
      if (width === 1280 && url.startsWith('/guide/')) assert.ok(await left('.side') > await left('main'), 'so does the navigation');
      const { violations } = await new AxeBuilder({ page }).analyze();
      assert.deepEqual(violations.map(fault => fault.id), [], url);
      await close();
    }
  } finally { arabic.close(); built.remove(); }
});
