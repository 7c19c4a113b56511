import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedPages } from '../../../scripts/generatedPages';
import { repository } from '../../harness/package/packedPackage';

describe('the pages generated from tables', () => {
  for (const [page, text] of Object.entries(generatedPages())) {
    it(`${page} is up to date`, () => {
      const file = join(repository, page);
      const present = existsSync(file) ? readFileSync(file, 'utf8') : '';
      assert.equal(present === text, true, `${page} is out of date. Run: npm run docs`);
    });
  }
});
