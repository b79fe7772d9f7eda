// Asks the search of a built site without a browser: `node ask.mjs FOLDER ENGINE` reads questions as a JSON list from its
// input, and writes for each the first ten hits as [number, address, title].
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';

/** The engine of `script` over the index in `folder`; `seen` gets the name of every file that is read. */
export function engine(folder, script, seen = () => {}) {
  const context = vm.createContext({});
  context.self = context;
  vm.runInContext(fs.readFileSync(script, 'utf8'), context);
  const search = context.rolebookSearch;
  const get = name => new Promise((resolve, reject) => {
    search.waiting.set(name, resolve);
    const file = path.join(folder, 'search', `${name}.js`);
    fs.readFile(file, 'utf8', (error, text) => {
      if (error) return reject(error);
      seen(file);
      vm.runInContext(text, context);
    });
  });
  return Object.assign(search.engine(get), { words: search.words });
}

if (process.argv[1] === import.meta.filename) {
  const [folder, script] = process.argv.slice(2);
  const { rank, show } = engine(folder, script);
  const answers = [];
  for (const question of JSON.parse(fs.readFileSync(0, 'utf8'))) {
    const { hits } = await rank(question);
    const shown = [];
    for (const record of hits.slice(0, 10)) {
      const [, title, , url] = await show(record);
      shown.push([record, url, title]);
    }
    answers.push(shown);
  }
  process.stdout.write(JSON.stringify(answers));
}
