import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NODE_SETTINGS, NODE_TYPES } from '../../src/settings/nodeSettings';
import { defaultsOf } from '../../src/settings/settingsReader';
import { boxOf, isIn, overlap, VISIBLE, wiresOn } from '../harness/examples/drawnFlow';
import { type ExampleFlow, NUMBERED, readExamples } from '../harness/examples/exampleFlows';
import type { FlowNode } from '../harness/nodeRed/nodeRed';
import { repository } from '../harness/package/packedPackage';

const examples = readExamples();

/** What each example is about; its comment node says more. In the order of a file list. */
const titles = [
  '01 - Quick start',
  '02 - MQTT gateway',
  '03 - TLS broker with username and password',
  '04 - Programs and serial lines',
  '05 - Custom mappings',
  '06 - Delta filter',
  '07 - Node-RED as backend',
  '08 - Outage drill',
  '09 - Statistics and alerts',
  '10 - Device conventions',
  '11 - One message per reading',
  '12 - Four filters, one signal',
  '13 - Formats side by side',
  '14 - InfluxDB line protocol',
  '15 - JSON to any endpoint',
  '16 - A fleet of gateways',
  '17 - From the broker without a gap',
  '18 - One filter, nothing set',
  '19 - Windows',
  '20 - Live dashboard',
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

/** Minimum number of pixels between two nodes joined by a wire. */
const LEAST_WIRE = 5;

/** Properties of a saved node that are not settings. */
const PLACEMENT = ['id', 'type', 'z', 'x', 'y', 'wires'];

const isOnCanvas = (node: FlowNode): boolean => typeof node.x === 'number';
const commentOf = ({ nodes }: ExampleFlow): FlowNode | undefined =>
  nodes.find((node) => node.type === 'comment' && String(node.info).length > 0);
const wiresOf = (node: FlowNode): string[] => (Array.isArray(node.wires) ? node.wires.flat() : []);

describe('the example flows', () => {
  it('have plain numbered names', () => {
    assert.deepEqual(
      examples.map(({ name }) => name),
      titles,
    );
  });

  it('share no node ID, so that all can be imported into one Node-RED', () => {
    const ids = examples.flatMap(({ nodes }) => nodes.map(({ id }) => id));
    assert.equal(new Set(ids).size, ids.length);
    for (const id of ids) assert.match(id, /^[0-9a-f]{16}$/);
  });

  it('show every node type of this package', () => {
    const used = new Set(examples.flatMap(({ nodes }) => nodes.map(({ type }) => type)));
    for (const type of ourTypes()) assert.ok(used.has(type), type);
  });

  it('respond at paths of their own', () => {
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

    it('is one labeled tab that holds all its nodes, including configuration nodes', () => {
      assert.equal(tab?.type, 'tab');
      assert.equal(tab?.label, example.name.replace(' - ', ' '));
      for (const node of others) assert.equal(node.z, tab?.id, String(node.name));
    });

    it("uses only Node-RED's own nodes and ours", () => {
      const known = new Set([...coreTypes(), ...ourTypes()]);
      for (const { type } of others) assert.ok(known.has(type), type);
    });

    it('uses only existing settings in our nodes, and missing ones have their defaults', () => {
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

    it('contains no credentials', () => {
      const secret =
        /"(credentials|user|username|password|apiKey|passphrase|token|certdata|keydata|cadata)":/;
      assert.doesNotMatch(JSON.stringify(nodes), secret);
    });

    it('refers only to nodes it contains', () => {
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

    it('begins with a comment that says what to do and what to expect', () => {
      const comment = commentOf(example);
      assert.equal(canvas[0], comment);
      assert.match(String(comment?.info), /### What to do\n1\. Press \*\*Deploy\*\*/);
      assert.match(String(comment?.name), / \(double-click for .+\)$/);
    });

    it('numbers its buttons from 1 on, downward, each with a comment on what to expect', () => {
      const pressed = canvas.filter(({ type, repeat }) => type === 'inject' && !repeat);
      const numbers = pressed.map(({ name }) => Number(NUMBERED.exec(String(name))?.[1]));
      assert.deepEqual(
        numbers,
        pressed.map((_, i) => i + 1),
      );
      for (const [i, button] of pressed.entries()) {
        const { y: above } = pressed[i - 1] ?? { y: 0 };
        assert.ok(Number(button.y) > Number(above), `${button.name} is below the one before`);
        const beside = canvas.filter(({ type, y }) => type === 'comment' && y === button.y);
        assert.ok(
          beside.some(({ x }) => Number(x) > Number(button.x)),
          `${button.name} has its text`,
        );
      }
    });

    it('mentions only existing nodes and settings in its comment', () => {
      const info = String(commentOf(example)?.info).replace(/\s+/g, ' ');
      const words = new Set([
        ...others.map(({ name }) => String(name)),
        ...['classify', 'delta', 'uplink', 'Deploy', 'username', 'password', 'API key'],
      ]);
      const bold = [...info.matchAll(/\*\*([^*]+)\*\*/g)].map((match) => match[1]);
      for (const name of bold) assert.ok(words.has(String(name)), `"${name}" is a node or a setting`);
    });

    it('fits a window of 1366 by 768 pixels, with palette and sidebar open', () => {
      for (const box of canvas.map(boxOf)) {
        const { name, left, right, top, bottom } = box;
        assert.ok(left >= 0 && top >= 0, name);
        assert.ok(right <= VISIBLE.width && bottom <= VISIBLE.height, `${name} ends at ${right}, ${bottom}`);
      }
    });

    it('has no overlapping nodes', () => {
      const boxes = canvas.map(boxOf);
      for (const [i, box] of boxes.entries()) {
        for (const other of boxes.slice(i + 1))
          assert.ok(!overlap(box, other), `${box.name} and ${other.name}`);
      }
    });

    it('draws every wire from left to right and across no node', () => {
      const boxes = new Map(canvas.map((node) => [node.id, boxOf(node)]));
      for (const { from, to, points } of wiresOn(canvas)) {
        const [start, end] = [boxes.get(from.id), boxes.get(to.id)];
        assert.ok(start && end && start.right + LEAST_WIRE <= end.left, `${from.name} to ${to.name}`);
        for (const [id, box] of boxes) {
          if (id === from.id || id === to.id) continue;
          assert.ok(!points.some((point) => isIn(point, box)), `${box.name} on ${from.name} to ${to.name}`);
        }
      }
    });

    it('connects its link nodes both ways', () => {
      const links = new Map(canvas.map(({ id, links: ends }) => [id, Array.isArray(ends) ? ends : []]));
      for (const [id, ends] of links) {
        for (const end of ends) assert.ok(links.get(end)?.includes(id), `${id} and ${end}`);
      }
      for (const { id, type, name } of canvas) {
        if (type.startsWith('link ')) assert.ok(links.get(id)?.length, `${name} leads somewhere`);
      }
    });

    it('does not need the address of this Node-RED', () => {
      assert.doesNotMatch(JSON.stringify(nodes), /localhost:1880(?!\/wireband-live)/);
    });
  });
}
