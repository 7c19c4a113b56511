import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NODE_SETTINGS, NODE_TYPES } from '../../src/settings/nodeSettings';
import { defaultsOf } from '../../src/settings/settingsReader';
import { type ExampleFlow, readExamples } from '../harness/examples/exampleFlows';
import type { FlowNode } from '../harness/nodeRed/nodeRed';
import { repository } from '../harness/package/packedPackage';

const examples = readExamples();

/** What an example is about; the comment node says it at length. */
const titles = [
  '1 - Quick start',
  '2 - MQTT gateway',
  '3 - TLS broker with username and password',
  '4 - Programs and serial lines',
  '5 - Custom mappings',
  '6 - Delta filter',
  '7 - Node-RED as backend',
  '8 - Outage drill',
  '9 - Statistics and alerts',
  '10 - Device conventions',
  '11 - One message per reading',
  '12 - Four filters, one signal',
  '13 - InfluxDB line protocol',
  '14 - OpenTelemetry',
  '15 - JSON to any endpoint',
  '16 - NDJSON',
  '17 - Columnar batches',
  '18 - A fleet of gateways',
  '19 - Formats for other backends',
  '20 - From the broker without a gap',
  '21 - One filter, nothing set',
];

/** Types of the nodes that come with Node-RED, read from its own files. */
function coreTypes(): Set<string> {
  const core = join(dirname(require.resolve('@node-red/nodes/package.json')), 'core');
  const files = readdirSync(core, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.html'),
  );
  const types = files.flatMap((file) => {
    const html = readFileSync(join(core, file), 'utf8');
    return [...html.matchAll(/RED\.nodes\.registerType\(\s*['"]([^'"]+)['"]/g)].map(
      (match) => match[1] ?? '',
    );
  });
  return new Set(types);
}

function ourTypes(): Set<string> {
  const description: { 'node-red': { nodes: object } } = JSON.parse(
    readFileSync(join(repository, 'package.json'), 'utf8'),
  );
  return new Set(Object.keys(description['node-red'].nodes));
}

/** Of a saved node, what is no setting. */
const PLACEMENT = ['id', 'type', 'z', 'x', 'y', 'wires'];

const isOnCanvas = (node: FlowNode): boolean => typeof node.x === 'number';
const commentOf = ({ nodes }: ExampleFlow): FlowNode | undefined =>
  nodes.find((node) => node.type === 'comment' && String(node.info).length > 0);
const wiresOf = (node: FlowNode): string[] => (Array.isArray(node.wires) ? node.wires.flat() : []);

interface Box {
  readonly name: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** How far the button of an inject or debug node stands out at its side. */
const BUTTON = 26;

/** Where a node is drawn. Its label is measured by the letter, a little wider than the editor's font. */
function boxOf(node: FlowNode): Box {
  const label = String(node.name);
  const width = Math.max(100, 20 * Math.ceil((label.length * 7.1 + 57) / 20));
  const outputs = Array.isArray(node.wires) ? node.wires.length : 0;
  const height = Math.max(30, outputs * 15);
  const [x, y] = [Number(node.x), Number(node.y)];
  return {
    name: label,
    left: x - width / 2 - (node.type === 'inject' ? BUTTON : 0),
    right: x + width / 2 + (node.type === 'debug' ? BUTTON : 0),
    top: y - height / 2,
    bottom: y + height / 2,
  };
}

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

describe('the example flows', () => {
  it('have numbered plain names', () => {
    assert.deepEqual(
      examples.map(({ name }) => name),
      titles,
    );
  });

  it('share no node id, so that all can be imported into one Node-RED', () => {
    const ids = examples.flatMap(({ nodes }) => nodes.map(({ id }) => id));
    assert.equal(new Set(ids).size, ids.length);
    for (const id of ids) assert.match(id, /^[0-9a-f]{16}$/);
  });

  it('show every node type of this package', () => {
    const used = new Set(examples.flatMap(({ nodes }) => nodes.map(({ type }) => type)));
    for (const type of ourTypes()) assert.ok(used.has(type), type);
  });

  it('answer at paths of their own', () => {
    const paths = examples.flatMap(({ nodes }) =>
      nodes.filter(({ type }) => type === 'http in').map(({ url }) => url),
    );
    assert.equal(new Set(paths).size, paths.length);
  });
});

for (const example of examples) {
  describe(`the example "${example.name}"`, () => {
    const { nodes } = example;
    const [tab, ...others] = nodes;
    const canvas = others.filter(isOnCanvas);

    it('is one labelled tab that holds all its nodes, configuration included', () => {
      assert.equal(tab?.type, 'tab');
      assert.match(String(tab?.label), new RegExp(`^${example.number} `));
      for (const node of others) assert.equal(node.z, tab?.id, String(node.name));
    });

    it("uses only Node-RED's own nodes and ours", () => {
      const known = new Set([...coreTypes(), ...ourTypes()]);
      for (const { type } of others) assert.ok(known.has(type), type);
    });

    it('has in our nodes only settings that there are; one that is missing has its default', () => {
      for (const node of others.filter(({ type }) => ourTypes().has(type))) {
        const saved = Object.keys(node).filter((name) => ![...PLACEMENT, 'name'].includes(name));
        const type = NODE_TYPES.find((each) => each === node.type);
        const known = Object.keys(type ? defaultsOf(NODE_SETTINGS[type]) : {});
        assert.deepEqual(
          saved.filter((name) => !known.includes(name)),
          [],
          String(node.name),
        );
      }
    });

    it('holds no credential', () => {
      const secret =
        /"(credentials|user|username|password|apiKey|passphrase|token|certdata|keydata|cadata)":/;
      assert.doesNotMatch(JSON.stringify(nodes), secret);
    });

    it('refers only to nodes that it holds', () => {
      const ids = new Set(canvas.map(({ id }) => id));
      const configs = new Set(others.filter((node) => !isOnCanvas(node)).map(({ id }) => id));
      for (const node of others) {
        for (const id of wiresOf(node)) assert.ok(ids.has(id), `a wire of ${node.name}`);
        for (const property of ['backend', 'broker', 'tls']) {
          const id = isOnCanvas(node) || property === 'tls' ? node[property] : undefined;
          if (id) assert.ok(configs.has(String(id)), `${property} of ${node.name}`);
        }
      }
    });

    it('names every node', () => {
      for (const node of others) assert.ok(String(node.name ?? '').trim(), `${node.type} ${node.id}`);
    });

    it('begins with a comment that says what to do and what to see', () => {
      const comment = commentOf(example);
      assert.equal(canvas[0], comment);
      assert.match(String(comment?.info), /### What to do\n1\. Press \*\*Deploy\*\*/);
    });

    it('explains each button, and names no button that it lacks', () => {
      const info = String(commentOf(example)?.info).replace(/\s+/g, ' ');
      const buttons = canvas
        .filter(({ type, repeat }) => type === 'inject' && !repeat)
        .map(({ name }) => String(name));
      for (const name of buttons) assert.ok(info.includes(`**${name}**`), `the comment explains "${name}"`);
      const pressed = [...info.matchAll(/[Pp]ress \*\*([^*]+)\*\*(?:, then \*\*([^*]+)\*\*)?/g)];
      for (const name of pressed.flatMap(([, first, then]) => [first, then]).filter(Boolean)) {
        assert.ok(name === 'Deploy' || buttons.includes(String(name)), `there is a button "${name}"`);
      }
    });

    it('names in its comment only nodes and settings that there are', () => {
      const info = String(commentOf(example)?.info).replace(/\s+/g, ' ');
      const words = new Set([
        ...others.map(({ name }) => String(name)),
        ...['classify', 'delta', 'uplink', 'Deploy', 'username', 'password', 'API key'],
      ]);
      const bold = [...info.matchAll(/\*\*([^*]+)\*\*/g)].map((match) => match[1]);
      for (const name of bold) assert.ok(words.has(String(name)), `"${name}" is a node or a setting`);
    });

    it('draws no two nodes over each other, and none outside the canvas', () => {
      const boxes = canvas.map(boxOf);
      for (const [i, box] of boxes.entries()) {
        assert.ok(box.left >= 0 && box.top >= 0 && box.right <= 5000 && box.bottom <= 5000, box.name);
        for (const other of boxes.slice(i + 1))
          assert.ok(!overlap(box, other), `${box.name} and ${other.name}`);
      }
    });

    it('draws every wire from left to right', () => {
      const boxes = new Map(canvas.map((node) => [node.id, boxOf(node)]));
      for (const node of canvas) {
        for (const id of wiresOf(node)) {
          const [from, to] = [boxes.get(node.id), boxes.get(id)];
          assert.ok(from && to && from.right < to.left, `${from?.name} to ${to?.name}`);
        }
      }
    });
  });
}
