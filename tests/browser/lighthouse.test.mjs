// Lighthouse: 100 in all four categories, as on a phone. A busy machine is slow, so for speed the best of three runs counts,
// on pages that stand for the heaviest of their kind.
import assert from 'node:assert/strict';
import net from 'node:net';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import lighthouse from 'lighthouse';
import { launch } from './lib/chromium.mjs';
import { pages, serve } from './lib/site.mjs';

const QUALITY = ['accessibility', 'best-practices', 'seo'];
const KINDS = [
  'home', 'article', 'article-long', 'section', 'roles', 'role', 'comparisons', 'comparison-three', 'decisions', 'start', 'question',
  'outcome', 'tree', 'glossary', 'rights', 'contents', '404', 'embed-comparison', 'embed-tree', 'embed-rights',
];
const FAST = ['home', 'article-long', 'role', 'comparison-three', 'glossary', 'rights'];

let site, browser, port;
before(async () => {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  port = probe.address().port;
  probe.close();
  site = await serve();
  browser = await launch({ flags: [`--remote-debugging-port=${port}`] });
});
after(async () => { await browser?.close(); site?.close(); });

/** Only speed needs waiting: our pages do nothing once they are loaded. */
const AT_ONCE = { throttlingMethod: 'provided', pauseAfterFcpMs: 0, pauseAfterLoadMs: 0, networkQuietThresholdMs: 0, cpuQuietThresholdMs: 0 };

/** What took points, by category. */
async function measure(kind, onlyCategories, settings) {
  // The page for unknown addresses is asked for by its own: Lighthouse takes no answer 404.
  const url = site.origin + (kind === '404' ? '/404.html' : pages[kind]);
  // Frames and pages of one answer ask not to be indexed: that is meant.
  const html = await (await fetch(url)).text();
  const skipAudits = /<meta name="robots" content="noindex"/.test(html) ? ['is-crawlable'] : [];
  const { lhr } = await lighthouse(url, {
    port, logLevel: 'silent', onlyCategories, skipAudits, disableFullPageScreenshot: true, ...settings,
  });
  if (lhr.runtimeError) return [lhr.runtimeError.code];
  return Object.values(lhr.categories).filter(category => category.score < 1).map(category => {
    const lost = category.auditRefs.map(({ id, weight }) => ({ weight, ...lhr.audits[id] }))
      .filter(audit => audit.weight > 0 && audit.score !== null && audit.score < 1);
    return `${category.id} ${Math.round(category.score * 100)}: ${lost.map(audit => `${audit.id} ${audit.displayValue ?? ''}`).join(', ')}`;
  });
}

for (const kind of KINDS) test(`${kind}: accessibility, best practices, findability`, async () => {
  assert.deepEqual(await measure(kind, QUALITY, AT_ONCE), []);
});

for (const kind of FAST) test(`${kind}: speed`, async () => {
  let lost;
  for (let run = 0; run < 3 && (lost = await measure(kind, ['performance'], { throttlingMethod: 'simulate' })).length; run += 1);
  assert.deepEqual(lost, []);
});
