// The pages as files: every one of them valid, nothing inline, a frame that weighs little, every word of it replaceable.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { HtmlValidate } from 'html-validate';
import jar from 'vnu-jar';
import { build, example } from './lib/build.mjs';
import { fileOf, pages, root } from './lib/site.mjs';

/** Kilobytes, gzipped. */
const BUDGET = { frame: 6, css: 8, js: 6 };

const project = path.resolve(import.meta.dirname, '../..');
const kilobytes = text => gzipSync(text, { level: 9 }).length / 1024;
const below = (folder, end) => fs.readdirSync(folder, { recursive: true }).filter(name => name.endsWith(end));

describe('valid HTML, every page', () => {
  test('html-validate', async () => {
    // A title is as long as the question that an author asks; an id is what the heading says, also "404".
    const rules = { 'long-title': 'off', 'valid-id': ['error', { relaxed: true }] };
    const validator = new HtmlValidate({ root: true, extends: ['html-validate:recommended'], rules });
    const found = [];
    for (const file of below(root, '.html')) {
      const report = await validator.validateString(fs.readFileSync(path.join(root, file), 'utf8'));
      found.push(...report.results.flatMap(result => result.messages).map(m => `${file}:${m.line}:${m.column} ${m.ruleId}: ${m.message}`));
    }
    assert.deepEqual(found.slice(0, 20), []);
  });

  test('the Nu checker', async () => {
    const args = ['-Xss4m', '-jar', jar, '--format', 'json', '--exit-zero-always', '--stdout', '--errors-only', '--skip-non-html', root];
    const told = await new Promise((resolve, reject) =>
      execFile('java', args, { maxBuffer: 1 << 28 }, (error, out) => error ? reject(error) : resolve(out)));
    const found = JSON.parse(told).messages.map(m => `${m.url}:${m.lastLine}:${m.firstColumn} ${m.message}`);
    assert.deepEqual(found.slice(0, 20), []);
  });
});

test('each page says what a preview of a link shows', () => {
  for (const [kind, url] of Object.entries(pages)) {
    const html = fs.readFileSync(fileOf(url), 'utf8');
    assert.match(html, /<meta name="description" content="[^"]+/, kind);
    if (!kind.startsWith('embed-')) assert.match(html, /<meta property="og:title" content="[^"]+/, kind);
    if (!kind.startsWith('embed-') && kind !== '404') assert.match(html, /<meta property="og:url" content="https:[^"]+/, kind);
  }
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

test('the theme has no word that `[strings]` does not replace', () => {
  const strings = fs.readFileSync(path.join(project, 'src/render/strings.rs'), 'utf8');
  const list = strings.slice(strings.indexOf('WORDS'), strings.indexOf('];'));
  const words = [...list.matchAll(/\(\s*"([a-z0-9-]+)",\s*"((?:[^"\\]|\\.)*)",?\s*\)/g)];
  assert.ok(words.length > 250, `${words.length} words were found`);
  const foreign = words.map(([, key, word]) => `${key} = "${word.replace(/(\{[a-z]+\})|[a-z]+/gi, (_, name) => name ?? '語')}"`);

  const files = example();
  files['site.toml'] = `${files['site.toml'].replace('language = "en"', 'language = "ja"')}\n[strings]\n${foreign.join('\n')}\n`;
  // What the handbook itself says, and what is no word: names of attributes' values, the built-in dimensions (which a
  // handbook replaces in `dimensions.toml`).
  const own = new Set(Object.entries(files).flatMap(([name, text]) => letters(`${name} ${text}`)));
  const dimensions = fs.readFileSync(path.join(project, 'src/resolve/roles/vocabulary.rs'), 'utf8');
  for (const word of [...letters(dimensions), 'json', 'noindex', 'width', 'device', 'initial', 'scale', 'website']) own.add(word);

  const site = build(files);
  try {
    for (const file of below(site.root, '.html')) {
      const html = fs.readFileSync(path.join(site.root, file), 'utf8');
      const told = [...html.matchAll(/ (?:aria-label|title|alt|placeholder|content|data-copy|data-scheme|data-names|data-shown)="([^"]*)"/g)].map(m => m[1]);
      const text = html.replace(/<(script|style)[^]*?<\/\1>/g, '').replace(/<(?:"[^"]*"|[^>"])*>|&\w+;/g, ' ');
      // A monogram is two or three capitals.
      const left = letters([text, ...told].join(' ').replace(/\b[A-Z]{2,3}\b/g, '')).filter(word => !own.has(word));
      assert.deepEqual([...new Set(left)], [], file);
    }
  } finally { site.remove(); }
});

const letters = text => (text.match(/[a-z]{2,}/gi) ?? []).map(word => word.toLowerCase());
