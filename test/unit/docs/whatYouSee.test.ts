import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOG_TEXTS } from '../../../src/uplink/log/logTexts';
import { repository } from '../../harness/package/packedPackage';

const page = readFileSync(join(repository, 'docs', 'reliability.md'), 'utf8');
const [, rest = ''] = page.split('\n## What you see\n');
const section = rest.split('\n## ')[0] ?? '';

/** A text up to its first placeholder. */
const beginning = (text: string): string => text.split(/\{|__/)[0]?.trim() ?? '';

describe('"What you see" in docs/reliability.md', () => {
  it('has every log line', () => {
    for (const [name, text] of Object.entries(LOG_TEXTS)) {
      assert.ok(section.includes(beginning(text)), `${name}: ${text}`);
    }
  });

  it('has every state of the uplink status, except for the settings that a refusal may be about', () => {
    const file = join(repository, 'nodes/wireband-uplink/locales/en-US/wireband-uplink.json');
    const catalogue: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const texts: unknown = Object(Object(catalogue)['wireband-uplink']).status;
    for (const [key, text] of Object.entries(Object(texts))) {
      if (key.startsWith('refused-') || key === 'no-backend' || key === 'bad-setting') continue;
      const words = String(text)
        .replace(/__\w+__|[()]/g, '')
        .trim();
      assert.ok(section.includes(words), `${key}: ${words}`);
    }
  });
});
