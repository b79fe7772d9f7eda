// Debian's Chromium, and a page of it that remembers everything it complained about.
import { chromium } from 'playwright-core';
import { pages } from './site.mjs';

const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** Where the browser is; `CHROMIUM` names another. */
export const executable = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** With `text`, the reader's own size of text in percent, as set in the browser: rem and em of all pages follow it. */
export function launch({ text = 100, flags = [] } = {}) {
  const size = `--blink-settings=defaultFontSize=${text * 0.16}`;
  return chromium.launch({ executablePath: executable, args: [...FLAGS, size, ...flags] });
}

/**
 * Opens a page in a profile of its own. `seen.complaints` are errors of the console and violations of the content
 * security policy, `seen.foreign` requests to any other host; those are never made.
 */
export async function open(browser, origin, url, { width = 1280, scheme = 'light', js = true, motion = 'reduce', forced = 'none' } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 900 }, colorScheme: scheme, javaScriptEnabled: js, reducedMotion: motion, forcedColors: forced,
  });
  const seen = { complaints: [], foreign: [] };
  await context.route(target => target.origin !== origin, route => {
    seen.foreign.push(route.request().url());
    return route.abort();
  });
  const page = await context.newPage();
  page.on('console', message => {
    const expected = url === pages[404] && /status of 404/.test(message.text());
    if (message.type() === 'error' && !expected) seen.complaints.push(message.text());
  });
  page.on('pageerror', error => seen.complaints.push(String(error)));
  const answer = await page.goto(origin + url, { waitUntil: 'load' });
  return { page, seen, status: answer.status(), close: () => context.close() };
}
