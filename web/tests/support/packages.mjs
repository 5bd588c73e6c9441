// The packages of package.json, from where they are installed: the build's folder, or web/ itself while it is worked on.
// RETALLY_WEB_PACKAGES names another.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const TOP = fileURLToPath(new URL('../../../', import.meta.url));

const folders = [
  process.env.RETALLY_WEB_PACKAGES,
  path.join(TOP, 'build/release/src/page/web'),
  path.join(TOP, 'web'),
];
const folder = folders.find((one) => one && existsSync(path.join(one, 'node_modules')));
if (!folder) throw new Error('nothing is installed: build retally with -DRETALLY_WEB=ON, or run npm ci in web/');

export const { resolve } = createRequire(path.join(folder, 'package.json'));
export const load = createRequire(path.join(folder, 'package.json'));
