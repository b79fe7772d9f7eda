// The built handbook: which pages stand for their kind, and a server as strict as the strictest host.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

/** The folder that `rolebook build` wrote; `SITE` names another. */
export const root = path.resolve(process.env.SITE ?? path.join(import.meta.dirname, '../../../public'));

/** One page of every kind. A page that moves has to move here as well: a missing one fails. */
export const pages = {
  home: '/',
  article: '/working-together/handovers/',
  'article-long': '/using/markdown/',
  components: '/using/components/',
  'article-tables': '/using/configuration/',
  section: '/working-together/',
  roles: '/roles/',
  role: '/roles/product-manager/',
  'role-short': '/roles/customer-success-manager/',
  comparisons: '/compare/',
  'comparison-two': '/compare/product-manager-vs-product-owner/',
  'comparison-three': '/compare/product-manager-vs-product-owner-vs-project-manager/',
  decisions: '/decide/',
  start: '/decide/pm-or-po/',
  question: '/decide/who-decides/subject.what/',
  'question-alone': '/decide/who-decides/q/reach/',
  result: '/decide/who-decides/subject.what/reach.yes/',
  outcome: '/decide/who-decides/result/product-manager-decides/',
  tree: '/decide/pm-or-po/all/',
  glossary: '/glossary/',
  rights: '/rights/',
  contents: '/contents/',
  404: '/there/is/no/such/page/',
  'embed-comparison': '/embed/compare/product-manager-vs-product-owner/',
  'embed-decision': '/embed/decide/pm-or-po/',
  'embed-tree': '/embed/decide/pm-or-po/all/',
  'embed-glossary': '/embed/glossary/',
  'embed-term': '/embed/glossary/user-story/',
  'embed-role': '/embed/roles/product-manager/',
  'embed-rights': '/embed/rights/',
};

/** The file that a host sends for a URL of `pages`. */
export function fileOf(url) {
  return url === pages[404] ? path.join(root, '404.html') : path.join(root, url, url.endsWith('/') ? 'index.html' : '');
}

export const policy = "default-src 'self'";

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png', '.txt': 'text/plain', '.xml': 'application/xml',
};

/** Serves a folder on a free loopback port; close it with `server.close()`. */
export async function serve(folder = root) {
  if (!fs.existsSync(path.join(folder, 'index.html'))) throw new Error(`no site in ${folder}: run rolebook build, or set SITE`);
  const server = http.createServer((request, response) => answer(folder, request, response));
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => { server.closeAllConnections(); server.close(); } };
}

function answer(folder, request, response) {
  const file = find(folder, request.url.split('?')[0]);
  const sent = file ?? path.join(folder, '404.html');
  response.writeHead(file ? 200 : 404, {
    'content-type': TYPES[path.extname(sent)] ?? 'application/octet-stream',
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
  });
  response.end(fs.readFileSync(sent));
}

function find(folder, url) {
  const file = path.join(folder, path.normalize('/' + decodeURIComponent(url)), url.endsWith('/') ? 'index.html' : '');
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ? file : null;
}
