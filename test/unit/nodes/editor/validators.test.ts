import assert from 'node:assert/strict';
import { runInNewContext } from 'node:vm';
import { assembleNodeHtml } from '../../../../scripts/nodeHtml';
import { NODE_SETTINGS, NODE_TYPES, type NodeType } from '../../../../src/settings/nodeSettings';

/** True, or the key of the reason. */
type Validate = (property: string, value: unknown) => unknown;

/** The validators in a node's HTML, run as the editor runs them. */
async function validatorsOf(type: NodeType): Promise<Validate> {
  const html = await assembleNodeHtml(type);
  const script = /<script type="text\/javascript">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '';
  const found: { defaults: Record<string, { validate?: (value: unknown) => unknown }> }[] = [];
  const RED = {
    i18n: { lang: () => 'en-US' },
    nodes: { registerType: (_: string, registration: (typeof found)[number]) => found.push(registration) },
  };
  runInNewContext(script, { RED, TextDecoder, TextEncoder, URL });
  const node = { id: 'n', type, _: (key: string) => key };
  return (property, value) => found[0]?.defaults[property]?.validate?.call(node, value);
}

describe('the dialog validators', () => {
  it('name an unknown placeholder in wireband-backend', async () => {
    const validate = await validatorsOf('wireband-backend');
    const header = (value: string) => [{ name: 'X-Token', value }];
    assert.equal(validate('query', 'token={batch}&host={device}'), true);
    assert.equal(validate('headers', header('{batch}')), true);
    assert.match(String(validate('query', 'token={id}')), /\.error\.placeholder/);
    assert.match(String(validate('headers', header('{id}'))), /\.error\.placeholder/);
    assert.match(String(validate('headers', header('two\nlines'))), /\.error\.headers/);
  });

  for (const type of NODE_TYPES) {
    it(`of ${type} accept numbers and choices as the runtime does, and variables`, async () => {
      const validate = await validatorsOf(type);
      for (const [name, setting] of Object.entries(NODE_SETTINGS[type])) {
        if (setting.kind !== 'number' && setting.kind !== 'choice') continue;
        for (const good of [setting.default, String(setting.default), '', undefined, `\${VARIABLE}`]) {
          assert.equal(validate(name, good), true, `${name}: ${good}`);
        }
        for (const bad of setting.kind === 'number' ? [setting.min - 1, 'many'] : ['unknown']) {
          assert.match(String(validate(name, bad)), /\.error\.(number|whole|choice)/, `${name}: ${bad}`);
        }
      }
    });
  }
});
