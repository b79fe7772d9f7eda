// Sites that a test makes for itself, built by the newest rolebook that was compiled (`ROLEBOOK` names another).
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const project = path.join(import.meta.dirname, '../../..');

function program() {
  if (process.env.ROLEBOOK) return process.env.ROLEBOOK;
  const folders = [process.env.CARGO_TARGET_DIR, path.join(project, 'target')].filter(Boolean);
  const found = folders.flatMap(folder => ['release', 'debug'].map(profile => path.join(folder, profile, 'rolebook')))
    .filter(file => fs.existsSync(file))
    .sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs);
  if (!found.length) throw new Error('no rolebook: run cargo build, or set ROLEBOOK');
  return found[0];
}

/** Builds `files` (text by path) in a new folder; returns where the pages are, and how to remove all of it. */
export function build(files) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'rolebook-'));
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  execFileSync(program(), ['build'], { cwd: folder, stdio: 'pipe' });
  return { root: path.join(folder, 'public'), remove: () => fs.rmSync(folder, { recursive: true }) };
}

/** The handbook that `rolebook init` writes, as `files` for `build`. */
export function example() {
  const folder = path.join(project, 'themes/init');
  const names = fs.readdirSync(folder, { recursive: true }).filter(name => fs.statSync(path.join(folder, name)).isFile());
  return Object.fromEntries(names.map(name => [name, fs.readFileSync(path.join(folder, name), 'utf8')]));
}
