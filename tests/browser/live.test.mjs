// The preview in a browser: an open page follows its sources, and loses nothing that its reader did with it.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import AxeBuilder from '@axe-core/playwright';
import { launch } from './lib/chromium.mjs';
import { Preview } from './lib/preview.mjs';

const paragraphs = Array.from({ length: 60 }, (_, i) => `Paragraph ${i + 1} of the guide.\n`).join('\n');
const GUIDE = `# Guide

${paragraphs}
<details><summary>More</summary>

Folded text.

</details>

A [link to focus](other.md).

\`\`\`text
code
\`\`\`

Last words.
`;
const FILES = {
  'site.toml': 'title = "Live"\n\n[look]\ncss = ["our.css"]\n',
  'static/our.css': 'main { color: rgb(1, 2, 3) }\n',
  'static/dot.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>',
  'content/index.md': '# Home\n\nWelcome.\n',
  'content/guide.md': GUIDE,
  'content/other.md': '# Other\n\nOther text.\n',
};
const OVERLAY = 'rolebook-problems';

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

/** A preview and open pages of it; a page tells what it complained about, and that it was never loaded again. */
async function previewing(how, steps) {
  const preview = await Preview.start({ ...FILES, ...how.files }, how);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', colorScheme: how.scheme });
  context.setDefaultTimeout(8000);
  const complaints = [];
  const open = async url => {
    const page = await context.newPage();
    page.on('console', message => { if (message.type() === 'error') complaints.push(message.text()); });
    page.on('pageerror', error => complaints.push(String(error)));
    await page.goto(preview.origin + url, { waitUntil: 'load' });
    await settled(page);
    await page.evaluate(() => { window.stamp = true; });
    return page;
  };
  try {
    await steps({ preview, open, context, complaints });
    assert.deepEqual(complaints.filter(c => !how.expected?.test(c)), []);
  } finally {
    await context.close();
    await preview.close();
  }
}

/** Until the page listens: it has asked once what the server has. */
async function settled(page) {
  await page.waitForFunction(() => performance.getEntriesByType('resource').some(e => e.initiatorType === 'fetch'), null, { polling: 20 });
  await wait(100);
}

const stayed = page => page.evaluate(() => window.stamp === true);
const text = (page, part) => page.waitForFunction(words => document.body.textContent.includes(words), part, { polling: 20 });
const overlay = (page, words) => page.locator(OVERLAY).filter({ hasText: words }).waitFor({ state: 'attached' });
const healed = page => page.locator(OVERLAY).waitFor({ state: 'detached' });

test('an edit changes the open page and nothing else of it', async () => {
  await previewing({}, async ({ preview, open }) => {
    const page = await open('/guide/');
    const scrolled = await page.evaluate(() => {
      document.querySelector('main details').open = true;
      const link = [...document.querySelectorAll('main a')].find(a => a.textContent === 'link to focus');
      link.focus({ preventScroll: true });
      scrollTo(0, 700);
      const all = [...document.querySelectorAll('main p')];
      window.kept = [link, all.find(p => p.textContent === 'Paragraph 30 of the guide.'), document.querySelector('main pre'), document.querySelector('main details')];
      // What a script of the page did.
      document.documentElement.dataset.theme = 'dark';
      return scrollY;
    });
    assert.ok(scrolled > 500);
    const buttons = await page.locator('main .code button').count();
    preview.edit('content/guide.md', 'Last words.', 'Final words.');
    await text(page, 'Final words.');
    preview.edit('content/guide.md', 'Paragraph 50 of the guide.', 'Paragraph fifty.\n\nA new paragraph.\n\n- a list');
    await text(page, 'A new paragraph.');
    preview.edit('content/guide.md', '# Guide', '# Handbook');
    await page.waitForFunction(() => document.title.includes('Handbook'));
    const now = await page.evaluate(() => ({
      scrolled: scrollY,
      focused: document.activeElement === window.kept[0],
      kept: window.kept.map(node => node.isConnected),
      open: window.kept[3].open,
      theme: document.documentElement.dataset.theme,
    }));
    assert.deepEqual(now, { scrolled, focused: true, kept: [true, true, true, true], open: true, theme: 'dark' });
    assert.equal(await page.locator('main .code button').count(), buttons);
    assert.ok(await stayed(page), 'it was not loaded again');
    // The page is now what a reader would get.
    const fresh = await open('/guide/');
    const words = p => p.locator('main').evaluate(main => main.textContent.replace(/\s+/g, ' '));
    assert.equal(await words(page), await words(fresh));
  });
});

test('text that grows above leaves what is read where it is', async () => {
  await previewing({}, async ({ preview, open }) => {
    const page = await open('/guide/');
    const top = () => page.evaluate(() => [...document.querySelectorAll('main p')].find(p => p.textContent.startsWith('Paragraph 30 ')).getBoundingClientRect().top);
    await page.evaluate(() => scrollTo(0, 1200));
    await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
    const before = await top();
    preview.edit('content/guide.md', 'Paragraph 1 of', `${'Many words. '.repeat(200)}\n\nParagraph 1 of`);
    await text(page, 'Many words.');
    for (let i = 0; i < 40 && Math.abs(await top() - before) >= 2; i += 1) await wait(50);
    assert.ok(Math.abs(await top() - before) < 2, `${before} → ${await top()}`);
  });
});

test('what is typed stays, with its selection', async () => {
  const terms = '[[term]]\nname = "backlog"\ndefinition = "A list."\n\n[[term]]\nname = "sprint"\ndefinition = "A period."\n';
  await previewing({ files: { 'content/glossary/terms.toml': terms } }, async ({ preview, open }) => {
    const page = await open('/glossary/');
    const input = page.locator('input[data-filter]').first();
    await input.fill('spr');
    await input.evaluate(node => node.setSelectionRange(1, 2));
    preview.edit('content/glossary/terms.toml', 'A period.', 'A short period.');
    await text(page, 'A short period.');
    assert.deepEqual(await input.evaluate(node => [node.value, node.selectionStart, node.selectionEnd, document.activeElement === node]), ['spr', 1, 2, true]);
    assert.ok(await stayed(page));
  });
});

test('mistakes lie over the last good page, and go when they are mended', async () => {
  await previewing({ flags: ['--editor', 'code'] }, async ({ preview, open }) => {
    const page = await open('/guide/');
    preview.edit('content/guide.md', 'Last words.', 'See [that](nowhere.md).');
    await overlay(page, 'link-broken');
    const dialog = page.locator(`${OVERLAY} details`);
    assert.equal(await dialog.evaluate(d => d.open), true);
    const words = await page.locator(`${OVERLAY} pre`).first().textContent();
    assert.match(words, /^error\[link-broken\]: /);
    assert.match(words, /See \[that\]\(nowhere\.md\)\./);
    assert.match(words, /\^+/);
    const place = page.locator(`${OVERLAY} a`).first();
    const shown = await place.textContent();
    assert.match(shown, /^content\/guide\.md:\d+:\d+$/);
    assert.equal(await place.getAttribute('href'), `vscode://file${preview.root}/${shown}`);
    assert.ok(await page.getByText('Last words.').count(), 'the last good page is under it');
    const { violations } = await new AxeBuilder({ page }).include(OVERLAY).analyze();
    assert.deepEqual(violations.map(v => `${v.id}: ${v.nodes[0].html}`), []);

    // Escape hides it; it stays hidden here and on other pages, until something else is wrong.
    await page.keyboard.press('Escape');
    assert.equal(await dialog.evaluate(d => d.open), false);
    await page.goto(preview.origin + '/other/');
    await overlay(page, 'link-broken');
    assert.equal(await page.locator(`${OVERLAY} details`).evaluate(d => d.open), false);
    await settled(page);
    preview.edit('content/other.md', 'Other text.', '[x](gone.md)');
    await page.waitForFunction(host => document.querySelector(host)?.shadowRoot.querySelector('details').open, OVERLAY);

    // A page that is opened while things are broken shows the problems, without a script, too.
    const plain = await browser.newContext({ javaScriptEnabled: false });
    const still = await plain.newPage();
    await still.goto(preview.origin + '/guide/');
    assert.ok(await still.locator(`${OVERLAY} pre`).first().isVisible());
    await plain.close();

    await page.evaluate(() => { window.stamp = true; });
    preview.edit('content/guide.md', 'See [that](nowhere.md).', 'Mended.');
    preview.edit('content/other.md', '[x](gone.md)', 'Mended, too.');
    await healed(page);
    await text(page, 'Mended, too.');
    assert.ok(await stayed(page));
  });
});

test('warnings are one small line that opens', async () => {
  await previewing({ files: { 'content/guide.md': '+++\ntitel = "x"\n+++\n# Guide\n' } }, async ({ open }) => {
    const page = await open('/guide/');
    await overlay(page, '1 warning');
    const box = await page.locator(`${OVERLAY} summary`).boundingBox();
    assert.ok(box.width < 200 && box.height < 50, JSON.stringify(box));
    await page.locator(`${OVERLAY} summary`).click();
    assert.ok(await page.locator(`${OVERLAY} pre`).isVisible());
    assert.equal(await page.locator(`${OVERLAY} a`).count(), 0, 'no editor is known, no link');
  });
});

test('names and messages are text, whatever stands in them', async () => {
  const name = 'content/<img src=x onerror=alert(1)>&"\'.md';
  const hostile = '[x](</template><script>alert(2)</script>.md) <b onclick=alert(3)>';
  await previewing({ flags: ['--editor', 'code'] }, async ({ preview, open }) => {
    const page = await open('/');
    let dialogs = 0;
    page.on('dialog', dialog => { dialogs += 1; return dialog.dismiss(); });
    preview.write(name, `# Hostile\n\n${hostile}\n`);
    await overlay(page, '<img src=x');
    for (const again of [false, true]) {
      if (again) await page.reload();
      await overlay(page, '<img src=x');
      const found = await page.locator(OVERLAY).evaluate(host => ({
        elements: [...new Set([...host.shadowRoot.querySelectorAll('*')].map(e => e.localName))].sort(),
        text: host.shadowRoot.textContent,
        links: [...host.shadowRoot.querySelectorAll('a')].map(a => a.getAttribute('href')),
      }));
      assert.deepEqual(found.elements.filter(e => ['img', 'script', 'template', 'iframe'].includes(e)), []);
      assert.ok(found.text.includes('</template><script>'), found.text);
      assert.ok(found.links.length > 0 && found.links.every(l => l.startsWith('vscode://file/') && !/[<>"]/.test(l)), String(found.links));
    }
    assert.equal(dialogs, 0);
  });
});

test('a site that was never built shows why, and then itself', async () => {
  await previewing({ files: { 'content/index.md': '# Home\n\n[x](no.md)\n' }, expected: /404/ }, async ({ preview, open }) => {
    const page = await open('/');
    await overlay(page, 'link-broken');
    preview.write('content/index.md', '# Home\n\nSound.\n');
    await text(page, 'Sound.');
    await healed(page);
  });
});

for (const base of ['', '/docs']) test(`a style sheet is swapped, under its name and under a new one (${base}/)`, async () => {
  await previewing({ flags: ['--base-url', `https://handbook.example${base}/`] }, async ({ preview, open }) => {
    const page = await open(`${base}/guide/`);
    const color = value => page.waitForFunction(v => getComputedStyle(document.querySelector('main')).color === v, value, { polling: 20 });
    await color('rgb(1, 2, 3)');
    // At every frame from now on, the page has style.
    await page.evaluate(() => {
      window.bare = 0;
      const look = () => {
        if (!['rgb(1, 2, 3)', 'rgb(4, 5, 6)'].includes(getComputedStyle(document.querySelector('main')).color)) window.bare += 1;
        requestAnimationFrame(look);
      };
      look();
    });
    preview.write('static/our.css', 'main { color: rgb(4, 5, 6) }\n');
    await color('rgb(4, 5, 6)');
    assert.equal(await page.evaluate(() => window.bare), 0);
    // The theme's has a fingerprint in its name, so the page changes.
    preview.write('themes/default/static/theme.css', 'body { background: rgb(9, 9, 9) }\n');
    await page.waitForFunction(() => getComputedStyle(document.body).backgroundColor === 'rgb(9, 9, 9)');
    assert.equal(await page.evaluate(() => window.bare), 0);
    assert.equal(await page.locator('link[rel=stylesheet]').count(), 2);
    assert.ok(await stayed(page), 'it was not loaded again');
  });
});

test('a script that changed loads the page again, a picture does not', async () => {
  await previewing({ files: { 'content/other.md': '# Other\n\n![dot](/dot.svg)\n' } }, async ({ preview, open }) => {
    const page = await open('/other/');
    const width = () => page.locator('main img').evaluate(image => image.naturalWidth);
    assert.equal(await width(), 10);
    preview.write('static/dot.svg', FILES['static/dot.svg'].replaceAll('10', '20'));
    await page.waitForFunction(() => document.querySelector('main img').naturalWidth === 20, null, { polling: 20 });
    assert.ok(await stayed(page));
    preview.write('themes/default/static/theme.js', 'window.fresh = true;\n');
    await page.waitForFunction(() => window.fresh === true, null, { polling: 20 });
    assert.ok(!await stayed(page));
  });
});

test('a page that is gone says so, one that moved is followed', async () => {
  await previewing({ expected: /404/ }, async ({ preview, open }) => {
    const page = await open('/other/');
    preview.edit('content/guide.md', 'A [link to focus](other.md).', '');
    preview.remove('content/other.md');
    const note = page.locator('rolebook-note[data-kind=gone]');
    await note.waitFor({ state: 'attached' });
    assert.match(await note.evaluate(n => n.shadowRoot.querySelector('p').textContent), /gone/);
    assert.equal(await note.evaluate(n => n.shadowRoot.querySelector('a').getAttribute('href')), '/');
    assert.ok(await page.getByText('Other text.').count(), 'its text is still there');
    preview.write('content/other.md', '# Other\n\nBack again.\n');
    await text(page, 'Back again.');
    assert.equal(await note.count(), 0);
    assert.ok(await stayed(page));
    preview.remove('content/other.md');
    preview.write('content/new.md', '+++\naliases = ["/other/"]\n+++\n# New\n\nNew place.\n');
    await page.waitForURL('**/new/');
  });
});

test('two tabs, a restart of the server, and a tab in the background', async () => {
  await previewing({ expected: /net::ERR_/ }, async ({ preview, open }) => {
    const [one, two] = [await open('/guide/'), await open('/other/')];
    preview.edit('content/guide.md', 'Last words.', 'Words for one.');
    preview.edit('content/other.md', 'Other text.', 'Words for two.');
    await text(one, 'Words for one.');
    await text(two, 'Words for two.');
    // One that is hidden lets go of its connection, and has everything when it is seen again.
    const turn = hidden => two.evaluate(value => {
      Object.defineProperty(document, 'hidden', { value, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
    await turn(true);
    preview.edit('content/other.md', 'Words for two.', 'Words while hidden.');
    await wait(300);
    assert.equal(await two.getByText('Words while hidden.').count(), 0);
    await turn(false);
    await text(two, 'Words while hidden.');

    await preview.stop();
    await one.locator('rolebook-note[data-kind=lost]').waitFor({ state: 'attached' });
    preview.edit('content/guide.md', 'Words for one.', 'Words after all.');
    await preview.serve();
    await text(one, 'Words after all.');
    assert.equal(await one.locator('rolebook-note').count(), 0);
    preview.edit('content/other.md', 'Words while hidden.', 'Words at last.');
    await text(two, 'Words at last.');
    assert.ok(await stayed(one) && await stayed(two), 'neither was loaded again');
  });
});

test('--follow leads to the page that is edited', async () => {
  const files = {
    'content/roles/tester.toml': 'name = "Tester"\nsummary = "Finds out."\n',
    'content/glossary/terms.toml': '[[term]]\nname = "sprint"\ndefinition = "A period."\n',
  };
  await previewing({ flags: ['--follow'], files }, async ({ preview, open }) => {
    const page = await open('/');
    preview.edit('content/roles/tester.toml', 'Finds out', 'Finds it out');
    await page.waitForURL('**/roles/tester/');
    await settled(page);
    preview.edit('content/glossary/terms.toml', 'A period', 'A short period');
    await page.waitForURL('**/glossary/');
    await settled(page);
    preview.edit('content/other.md', 'Other text.', 'Edited text.');
    await page.waitForURL('**/other/');
    await text(page, 'Edited text.');
    await settled(page);
    preview.edit('content/guide.md', 'Last words.', 'Newer words.');
    await page.waitForURL('**/guide/');
    // Back is back.
    await page.goBack();
    await settled(page);
    await wait(300);
    assert.equal(new URL(page.url()).pathname, '/other/');
  });
});

test('the strictest policy has nothing to object to', async () => {
  await previewing({}, async ({ preview, open, context, complaints }) => {
    await context.route(`${preview.origin}/**`, async route => {
      if (route.request().resourceType() !== 'document') return route.continue();
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'" } });
    });
    const page = await open('/guide/');
    preview.edit('content/guide.md', 'Last words.', '[x](no.md)');
    await overlay(page, 'link-broken');
    await page.waitForFunction(host => getComputedStyle(document.querySelector(host).shadowRoot.querySelector('section')).position === 'fixed', OVERLAY);
    preview.edit('content/guide.md', '[x](no.md)', 'Sound.');
    await healed(page);
    await text(page, 'Sound.');
    preview.write('static/our.css', 'main { color: rgb(4, 5, 6) }\n');
    await page.waitForFunction(() => getComputedStyle(document.querySelector('main')).color === 'rgb(4, 5, 6)');
    assert.deepEqual(complaints, []);
  });
});

test('another site can neither read a page nor listen', async () => {
  const foreign = http.createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<!DOCTYPE html><title>elsewhere</title>');
  }).listen(0, '127.0.0.1');
  try {
    await previewing({ expected: /CORS|403|ERR_FAILED|ERR_BLOCKED|MIME|aborted/ }, async ({ preview, open, context }) => {
      await open('/');
      const other = await context.newPage();
      // The same machine and another port: another origin, though the same site.
      await other.goto(`http://127.0.0.1:${foreign.address().port}/`);
      const tried = await other.evaluate(async origin => {
        const read = async (path, mode) => {
          try { return await (await fetch(origin + path, { mode })).text() || 'refused'; } catch { return 'refused'; }
        };
        const listened = await new Promise(done => {
          const source = new EventSource(origin + '/_rolebook/events');
          source.onopen = source.onmessage = () => done('open');
          source.addEventListener('change', () => done('change'));
          source.onerror = () => done('refused');
        });
        const loaded = await new Promise(done => {
          const script = document.createElement('script');
          script.src = origin + '/_rolebook/live.js';
          script.onload = () => done('loaded');
          script.onerror = () => done('refused');
          document.head.append(script);
        });
        return [await read('/guide/', 'cors'), await read('/guide/', 'no-cors'), await read('/_rolebook/events', 'cors'), listened, loaded];
      }, preview.origin);
      assert.deepEqual(tried, ['refused', 'refused', 'refused', 'refused', 'refused']);
    });
  } finally { foreign.close(); }
});
