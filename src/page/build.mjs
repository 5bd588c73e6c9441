// Builds the dashboard, and writes it as C++:
//
//     node build.mjs WEB WORK OUTPUT
//
//   WEB     its sources. Nothing is written there
//   WORK    where they are copied to and built; holds node_modules
//   OUTPUT  the C++ file, which defines page_files() of page_file.h. OUTPUT.d tells ninja what it was made of

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
};

// What lies in WEB, or comes to lie in WORK, that is no source of the page.
const NO_SOURCES = new Set(['dist', 'node_modules', 'tests']);

const [web, work, output] = process.argv.slice(2);

function fail(message) {
  console.error(`build the dashboard: ${message}`);
  process.exit(1);
}

const entriesOf = (folder) => fs.readdirSync(folder).filter((name) => !NO_SOURCES.has(name));

// All files below a folder and, since a new file shows in its folder only, all folders.
function* everythingIn(folder) {
  yield folder;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* everythingIn(full);
    else yield full;
  }
}

const filesIn = (folder) => [...everythingIn(folder)].filter((name) => fs.statSync(name).isFile()).sort();

function copySources() {
  fs.mkdirSync(work, { recursive: true });
  for (const name of entriesOf(work)) fs.rmSync(path.join(work, name), { recursive: true });
  for (const name of entriesOf(web)) fs.cpSync(path.join(web, name), path.join(work, name), { recursive: true });
}

// What it prints is of interest only if it fails.
function build() {
  const ended = spawnSync('npm', ['run', 'build'], { cwd: work, encoding: 'utf8' });
  if (ended.error) fail(ended.error.message);
  if (ended.status !== 0) fail(`npm run build:\n${ended.stdout}${ended.stderr}`);
}

// {name, type, hash, bytes} of each file, as PageFile has them.
function pageFiles() {
  const dist = path.join(work, 'dist');
  return filesIn(dist).map((file) => {
    const name = path.relative(dist, file);
    const type = TYPES[path.extname(name)];
    if (!type) fail(`${name}: no type is known for such files; add it to build.mjs`);
    if (name !== 'index.html' && path.dirname(name) !== 'assets') fail(`${name}: the server has no route for it`);
    const content = fs.readFileSync(file);
    const hash = createHash('sha256').update(content).digest('hex').slice(0, 32);
    return { name, type, hash, bytes: gzipSync(content, { level: 9 }) };
  });
}

function toArray(bytes, name) {
  const lines = [];
  for (let at = 0; at < bytes.length; at += 32) lines.push([...bytes.subarray(at, at + 32)].join(','));
  return `constexpr std::uint8_t ${name}[] = {\n${lines.join(',\n')}};\n`;
}

function toCpp(files) {
  const arrays = files.map((file, i) => toArray(file.bytes, `kBytes${i}`)).join('');
  const rows = files.map((file, i) => `    {"${file.name}", "${file.type}", "${file.hash}", kBytes${i}},\n`).join('');
  return `// Made by build.mjs.
#include "page/page_file.h"

namespace retally {

namespace {

${arrays}
constexpr PageFile kFiles[] = {
${rows}};

}  // namespace

std::span<const PageFile> page_files() {
  return kFiles;
}

}  // namespace retally
`;
}

function dependencies() {
  const sources = entriesOf(web).flatMap((name) => {
    const full = path.join(web, name);
    return fs.statSync(full).isDirectory() ? [...everythingIn(full)] : [full];
  });
  return `${output}: ${[web, ...sources].map((name) => name.replaceAll(' ', '\\ ')).join(' \\\n  ')}\n`;
}

copySources();
build();
fs.writeFileSync(`${output}.d`, dependencies());
fs.writeFileSync(output, toCpp(pageFiles()));
