// `rolebook serve` over a small project of its own, to be edited while pages of it are open.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const repository = path.resolve(import.meta.dirname, '../../..');

/** `ROLEBOOK` names a binary; else the last one that was built. */
function binary() {
  if (process.env.ROLEBOOK) return process.env.ROLEBOOK;
  const target = process.env.CARGO_TARGET_DIR ?? path.join(repository, 'target');
  const built = ['release', 'debug'].map(profile => path.join(target, profile, 'rolebook')).filter(file => fs.existsSync(file));
  if (!built.length) throw new Error(`no rolebook in ${target}: run cargo build, or set ROLEBOOK`);
  return built.sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs)[0];
}

/** A free loopback port; it stays the server's over a restart. */
async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

export class Preview {
  static async start(files, { flags = [], env = {} } = {}) {
    const preview = new Preview();
    preview.root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'rolebook-live-')));
    preview.port = await freePort();
    preview.origin = `http://127.0.0.1:${preview.port}`;
    preview.flags = flags;
    preview.env = env;
    for (const [name, text] of Object.entries(files)) preview.write(name, text);
    await preview.serve();
    return preview;
  }

  async serve() {
    const { EDITOR, VISUAL, ...env } = process.env;
    const args = ['serve', '--root', this.root, '--port', String(this.port), ...this.flags];
    this.child = spawn(binary(), args, { env: { ...env, ...this.env }, stdio: ['ignore', 'ignore', 'pipe'] });
    this.log = '';
    this.child.stderr.setEncoding('utf8').on('data', text => { this.log += text; });
    for (let i = 0; i < 400 && !this.log.includes('serving '); i += 1) {
      if (this.child.exitCode !== null) throw new Error(this.log);
      await wait(25);
    }
  }

  async stop() {
    if (this.child.exitCode !== null) return;
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }

  async close() {
    await this.stop();
    fs.rmSync(this.root, { recursive: true });
  }

  write(name, text) {
    const file = path.join(this.root, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }

  edit(name, from, to) {
    const file = path.join(this.root, name), text = fs.readFileSync(file, 'utf8');
    if (!text.includes(from)) throw new Error(`${name} has no ${from}`);
    fs.writeFileSync(file, text.replace(from, to));
  }

  remove(name) {
    fs.rmSync(path.join(this.root, name));
  }
}
