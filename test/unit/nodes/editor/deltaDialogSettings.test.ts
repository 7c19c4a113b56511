import assert from 'node:assert/strict';
import fc from 'fast-check';
import { gatewayFlow } from '../../../../bin/gatewayFlow';
import { parseArguments } from '../../../../bin/parseArguments';
import { readRuleRow, readRuleRows, savedRule } from '../../../../nodes/editor/delta/deltaRuleRow';
import { outputMap } from '../../../../nodes/editor/delta/outputPorts';
import { optionalOutputs, outputPlaces } from '../../../../nodes/runtime/deltaOutputs';
import { isOfRelease010, keepsMessages } from '../../../../nodes/runtime/deltaSettings';
import { DELTA_MODES, DeltaFilter, RULE_SUBJECTS, SUGGESTED_RULES } from '../../../../src/delta';
import { DELTA } from '../../../../src/settings/delta';
import { assertProperty } from '../../../harness/assertProperty';

describe('the settings of a delta node', () => {
  it('are all in the gateway flow of the command line', () => {
    const command = parseArguments(['--topics', 'a'], {});
    assert.ok(command.kind === 'run');
    const node = gatewayFlow(command.gateway).find(({ type }) => type === 'wireband-delta');
    for (const setting of Object.keys(DELTA)) assert.ok(node && setting in node, setting);
  });

  it('are recognized as those of release 0.1.0 or of a later one', () => {
    const saved = {
      id: 'n',
      type: 'wireband-delta',
      z: 't',
      name: '',
      mode: 'relative',
      threshold: 0.02,
    } as const;
    assert.equal(isOfRelease010({ ...saved, floor: 0, maxSeries: 100_000, outputs: 2 }), true);
    assert.equal(isOfRelease010({ ...saved, persist: false }), false);
    assert.equal(isOfRelease010({ ...saved, mode: 'swinging-door' }), false, 'a later mode');
  });

  it('decide whether messages must be kept', () => {
    assert.equal(keepsMessages({ mode: 'absolute', minInterval: '0' }), false);
    assert.equal(keepsMessages({ minInterval: '5' }), true);
    assert.equal(keepsMessages({ sendPrevious: true }), true);
    assert.equal(keepsMessages({ rules: [{ match: 'x', mode: 'swinging-door' }] }), true);
  });
});

describe('the outputs of a delta node', () => {
  it('match those of an earlier release if there is no setting for stale series', () => {
    const none = { suppressed: false, stale: false, windows: false };
    assert.deepEqual(optionalOutputs({}), none);
    assert.deepEqual(optionalOutputs({ outputs: 1 }), none);
    assert.deepEqual(optionalOutputs({ outputs: '2', staleOutput: false }), { ...none, suppressed: true });
    assert.deepEqual(optionalOutputs({ outputs: 2, staleOutput: true }), { ...none, stale: true });
    assert.deepEqual(optionalOutputs({ outputs: 3, staleOutput: true }), {
      ...none,
      suppressed: true,
      stale: true,
    });
  });

  it('have one more for windows if enabled, after the existing ones', () => {
    for (const window of [60, '60', `\${WINDOW}`]) {
      const outputs = optionalOutputs({ outputs: 2, window });
      assert.deepEqual(outputs, { suppressed: false, stale: false, windows: true });
      assert.equal(outputPlaces(outputs).windows, 1);
    }
    for (const window of [0, '0', '', undefined]) {
      assert.equal(optionalOutputs({ outputs: 2, window }).windows, false);
    }
    const all = optionalOutputs({ outputs: 4, staleOutput: true, window: 60 });
    assert.deepEqual(outputPlaces(all), { suppressed: 1, stale: 2, windows: 3 });
  });

  it('keep their wires when others are added or removed', () => {
    const outputs = fc.record({ suppressed: fc.boolean(), stale: fc.boolean(), windows: fc.boolean() });
    assertProperty(
      fc.property(outputs, outputs, (before, after) => {
        const map: Record<string, number> = JSON.parse(outputMap(before, after));
        const [from, to] = [outputPlaces(before), outputPlaces(after)];
        for (const output of ['suppressed', 'stale', 'windows'] as const) {
          const old = from[output];
          if (old !== undefined) assert.equal(map[old], to[output] ?? -1);
        }
        const there = Object.values(map).filter((place) => place >= 0);
        assert.deepEqual(
          there.sort((a, b) => a - b),
          Array.from({ length: 1 + Object.values(after).filter(Boolean).length }, (_, i) => i),
        );
      }),
    );
  });
});

describe('a rule in the dialog', () => {
  const text = fc.constantFrom('', '1', '0.5', `\${X}`);
  const row = fc.record(
    {
      by: fc.constantFrom(...RULE_SUBJECTS),
      match: fc.constantFrom('temperature', 'a/#'),
      mode: fc.constantFrom('' as const, ...DELTA_MODES),
      unit: fc.constantFrom('', 'Cel'),
      threshold: text,
      floor: text,
      span: text,
      minInterval: text,
      maxSilence: text,
      staleAfter: text,
      sendPrevious: fc.constantFrom('' as const, 'true' as const, 'false' as const),
    },
    { noNullPrototype: true },
  );

  it('is read back as saved', () => {
    assertProperty(
      fc.property(row, (rule) => {
        const saved = savedRule(rule);
        assert.deepEqual(readRuleRow(saved), rule);
        assert.ok(!Object.values(saved).includes(''));
      }),
    );
  });

  it('may come from a handwritten flow', () => {
    assert.deepEqual(readRuleRows('no list'), []);
    const [first] = readRuleRows([null]);
    assert.deepEqual([first?.match, first?.by, first?.mode, first?.sendPrevious], ['', 'any', '', '']);
  });

  it('is accepted by the filter if the dialog suggests it', () => {
    new DeltaFilter({
      rules: SUGGESTED_RULES.map(readRuleRow).map((each) => ({ match: each.match, ...savedRule(each) })),
    });
  });
});
