import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fleetVariables } from '../harness/examples/fleetVariables';
import {
  type Press,
  type Recording,
  SAVED_FLOWS,
  SavedExamples,
  savedFlows,
} from '../harness/examples/savedExamples';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { type NodeRed, startNodeRed } from '../harness/nodeRed/nodeRed';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { need } from '../harness/requirements';
import { until } from '../harness/until';

/** A port of this machine with no broker and no backend: discard, RFC 863. */
const NOBODY_LISTENS = 9;

const RECORDED: Recording = JSON.parse(readFileSync(join(SAVED_FLOWS, 'shown.json'), 'utf8'));

/** What is different now according to the changelog: an event goes to quarantine only if others got through. */
const REJECTED = {
  example: '15 - JSON to any endpoint',
  button: 'Unknown device',
  shows: 'Event that was refused',
};

/** What 0.1.0 showed of an example and must still be shown. */
function kept(name: string): readonly Press[] {
  return (RECORDED[name] ?? []).filter(
    ({ button }) => name !== REJECTED.example || button !== REJECTED.button,
  );
}

/** The values of a recording, each with its place. */
function placesOf(value: unknown, place = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[place, value]];
  return Object.entries(value).flatMap(([key, each]) => placesOf(each, `${place}/${key}`));
}

/** What differs from what 0.1.0 showed. Anything shown in addition is new, and no difference. */
function differences(recorded: readonly Press[], presses: readonly Press[]): unknown[] {
  return recorded.flatMap(({ button, shown }, i) => {
    const now = new Map(placesOf(presses[i]?.shown ?? {}));
    return placesOf(shown)
      .filter(([place, value]) => now.get(place) !== value)
      .map(([place, value]) => [button, place, value, now.get(place)]);
  });
}

for (const version of nodeRedVersions) {
  describe(`the flows that 0.1.0 saved, in Node-RED ${version.version}`, () => {
    let red: NodeRed;
    let examples: SavedExamples;

    before(async function () {
      const installation = need(this, version);
      await packThisPackage();
      const env = fleetVariables(NOBODY_LISTENS, `http://127.0.0.1:${NOBODY_LISTENS}`);
      red = await startNodeRed({ red: installation, packageFolder: repository, env });
      examples = await SavedExamples.deploy(red);
    });
    after(async () => {
      examples?.close();
      await red?.stop();
    });

    it('start without an unknown type, a warning or an error', () => {
      assert.doesNotMatch(red.output(), /missing types|\[error\]|\[warn\].*(?:wireband|Unknown)/);
    });

    for (const name of Object.keys(RECORDED)) {
      it(`${name}: still shows the same`, async () => {
        assert.deepEqual(differences(kept(name), await examples.play(name, kept(name))), []);
      });
    }

    it('showed no more than before', () => {
      for (const name of Object.keys(RECORDED)) {
        const expected: Record<string, number> = {};
        for (const { shown } of kept(name)) {
          for (const [debug, { length }] of Object.entries(shown)) {
            expected[debug] = (expected[debug] ?? 0) + length;
          }
        }
        assert.deepEqual(examples.counts(name), expected, name);
      }
    });

    it('quarantine an event that the backend rejects, once another one gets through', async () => {
      const { example, button, shows } = REJECTED;
      await examples.press(example, button);
      await until('the event is quarantined', async () => {
        await examples.press(example, '21.4 °C');
        return (examples.counts(example)[shows] ?? 0) > 0;
      });
    });

    it('start unchanged, including those that need a broker, and no setting is refused', async () => {
      const before = red.output().length;
      for (const flows of [savedFlows(), savedFlows(SAVED_FLOWS)]) {
        await red.deploy([...flows.values()].flat());
      }
      await red.waitForOutput(/Started flows(?:[\s\S]*Started flows){3}/);
      const log = red.output().slice(before).split('\n');
      assert.deepEqual(
        log.filter(
          (line) =>
            /\[(?:warn|error)\].*wireband/.test(line) &&
            !/\] (?:Offline: |Deleted or disabled with)/.test(line),
        ),
        [],
      );
    });
  });
}
