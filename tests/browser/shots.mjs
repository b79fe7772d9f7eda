// `npm run shots`: a picture of every kind of page, wide and as on a phone, light and dark, into shots/.
import fs from 'node:fs';
import path from 'node:path';
import { launch, open } from './lib/chromium.mjs';
import { pages, serve } from './lib/site.mjs';

/** Longer pages are cut: their end looks like their middle. */
const TALLEST = 4000;

const folder = path.join(import.meta.dirname, 'shots');
const only = process.argv.slice(2);
fs.mkdirSync(folder, { recursive: true });
const site = await serve();
const browser = await launch();
for (const [kind, url] of Object.entries(pages)) {
  if (only.length && !only.includes(kind)) continue;
  for (const width of [1280, 360]) for (const scheme of ['light', 'dark']) {
    const { page, close } = await open(browser, site.origin, url, { width, scheme });
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.screenshot({
      path: path.join(folder, `${kind}-${width}-${scheme}.png`),
      fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, TALLEST) },
    });
    await close();
  }
}
await browser.close();
site.close();
