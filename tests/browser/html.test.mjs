// The pages as files: valid HTML, nothing inline, and a frame that weighs little.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { HtmlValidate } from 'html-validate';
import { build } from './lib/build.mjs';
import { fileOf, pages, root } from './lib/site.mjs';

/** Kilobytes, gzipped. */
const BUDGET = { frame: 6, css: 8, js: 6 };

const validator = new HtmlValidate({ root: true, extends: ['html-validate:recommended'] });
const kilobytes = text => gzipSync(text, { level: 9 }).length / 1024;

describe('valid HTML', () => {
  for (const [kind, url] of Object.entries(pages)) test(`${kind} (${url})`, async () => {
    const report = await validator.validateString(fs.readFileSync(fileOf(url), 'utf8'));
    assert.deepEqual(report.results.flatMap(result => result.messages).map(m => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`), []);
  });
});

describe('weight', () => {
  for (const [kind, url] of Object.entries(pages)) test(`${kind}: what stands around <main>`, () => {
    const html = fs.readFileSync(fileOf(url), 'utf8');
    const around = kilobytes(html.replace(/<main\b[^]*<\/main>/, '<main></main>'));
    assert.ok(around <= BUDGET.frame, `${around.toFixed(1)} KB`);
  });

  test('one style sheet and one script, both small', () => {
    const html = fs.readFileSync(fileOf(pages.home), 'utf8');
    const sheets = [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(found => found[1]);
    const scripts = [...html.matchAll(/<script[^>]* src="([^"]+)"/g)].map(found => found[1]);
    assert.equal(sheets.length, 1);
    assert.equal(scripts.length, 1);
    const weigh = url => kilobytes(fs.readFileSync(path.join(root, url)));
    assert.ok(weigh(sheets[0]) <= BUDGET.css, `CSS: ${weigh(sheets[0]).toFixed(1)} KB`);
    assert.ok(weigh(scripts[0]) <= BUDGET.js, `JavaScript: ${weigh(scripts[0]).toFixed(1)} KB`);
  });

  test('the second theme keeps to one small sheet, too', t => {
    const theme = path.join(import.meta.dirname, '../../themes/ledger');
    const names = fs.readdirSync(theme, { recursive: true }).filter(name => fs.statSync(path.join(theme, name)).isFile());
    const files = names.map(name => [`themes/ledger/${name}`, fs.readFileSync(path.join(theme, name), 'utf8')]);
    const site = build({ 'site.toml': 'theme = "ledger"\n', 'content/a.md': '# A\n', ...Object.fromEntries(files) });
    t.after(site.remove);
    const sheets = fs.readdirSync(path.join(site.root, 'assets')).filter(name => /^theme\..*css$/.test(name));
    assert.equal(sheets.length, 1);
    const weight = kilobytes(fs.readFileSync(path.join(site.root, 'assets', sheets[0])));
    assert.ok(weight <= BUDGET.css, `CSS: ${weight.toFixed(1)} KB`);
  });
});
