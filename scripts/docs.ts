/** Writes the parts of the documentation that are generated from tables: `npm run docs`. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { generatedPages } from './generatedPages';

const root = resolve(__dirname, '..');
for (const [file, text] of Object.entries(generatedPages())) writeFileSync(join(root, file), text);
