import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { Editor } from '../harness/editor';
import { NodeDialog, useDarkTheme } from '../harness/editorDialogs';
import { nodeRedVersions } from '../harness/installations';
import { type FlowNode, type NodeRed, startNodeRed } from '../harness/nodeRed';
import { packThisPackage, repository } from '../harness/packedPackage';
import { chromium, need } from '../harness/requirements';
import { until } from '../harness/until';
import { assertGoodDialog } from './dialogChecks';
import { deltaNumbers } from './dialogTable';
import { testsInPage } from './pageTest';

const TAB = 'b000000000000001';
const OLD = 'b000000000000002';
const CLIMATE = 'b000000000000003';
const GO = 'b000000000000004';
const SOURCE = 'b000000000000005';
const CLASSIFY = 'b000000000000006';
const FRESH = 'b000000000000007';
const SINK = 'b000000000000008';
const WIRED = 'b000000000000009';

declare const document: { readonly activeElement: { readonly id: string } | null };
declare const getComputedStyle: (element: object) => { readonly stroke: string };

/** What release 0.1.0 saved of a delta node with its second output. */
const savedBy010 = { name: '', mode: 'absolute', threshold: 0.5, floor: 0, maxSeries: 100000, outputs: 2 };

/** Readings of each series that the flow makes. */
const READINGS = 10_000;

/** A temperature that swings by 2 °C and flickers by a tenth, and a humidity in whole percent. */
const CLIMATE_FUNCTION = `
const messages = [];
const start = Date.now() - ${READINGS * 1000};
for (let i = 0; i < ${READINGS}; i++) {
  const temperature = Math.round((21 + Math.sin(i / 300) + ((i * 7919) % 11) / 100) * 100) / 100;
  const humidity = Math.round(45 + 8 * Math.cos(i / 500));
  messages.push({ topic: 'hall/climate', timestamp: start + i * 1000, payload: { temperature, humidity } });
}
return [messages];`;

const node = (id: string, type: string, x: number, y: number, properties: object): FlowNode => {
  return { id, type, z: TAB, x, y, ...properties };
};

const flows: readonly FlowNode[] = [
  { id: TAB, type: 'tab', label: 'Deltas' },
  node(GO, 'inject', 120, 80, { name: 'go', props: [], repeat: '', once: false, wires: [[SOURCE]] }),
  node(SOURCE, 'function', 260, 80, {
    name: 'climate',
    func: CLIMATE_FUNCTION,
    outputs: 1,
    wires: [[CLASSIFY]],
  }),
  node(CLASSIFY, 'wireband-classify', 400, 80, { topicSymbols: [], keywordSymbols: [], wires: [[CLIMATE]] }),
  node(CLIMATE, 'wireband-delta', 550, 80, {
    mode: 'absolute',
    threshold: 0.2,
    rules: [{ match: 'humidity', by: 'quantity', mode: 'absolute', threshold: 2 }],
    wires: [[]],
  }),
  node(OLD, 'wireband-delta', 300, 200, { ...savedBy010, wires: [[], [SINK]] }),
  node(FRESH, 'wireband-delta', 300, 300, { name: 'fresh', wires: [[]] }),
  node(WIRED, 'wireband-delta', 300, 400, {
    name: 'wired',
    staleOutput: true,
    staleAfter: 60,
    outputs: 2,
    wires: [[], [SINK]],
  }),
  node(SINK, 'debug', 600, 300, { name: 'sink', active: false, complete: 'payload', targetType: 'msg' }),
];

const seriesField = ({ tray }: NodeDialog): Locator => tray.locator('#wireband-preview-series');
const result = ({ tray }: NodeDialog): Locator => tray.locator('#wireband-preview-result');

/** What the preview says: readings that pass, of how many, and the largest error. */
async function figures(
  dialog: NodeDialog,
): Promise<{ passed: number; of: number; error: number } | undefined> {
  const text = (await result(dialog).textContent()) ?? '';
  const [, passed, of] = /^([\d,]+) of ([\d,]+) readings pass/.exec(text) ?? [];
  const [, error] = /off by ([\d.,]+)/.exec(text) ?? [];
  if (passed === undefined || of === undefined || error === undefined) return undefined;
  const number = (digits: string): number => Number(digits.replace(/,/g, ''));
  return { passed: number(passed), of: number(of), error: number(error) };
}

/** Waits until the preview shows other figures than before. */
function otherFigures(dialog: NodeDialog, before: { readonly passed: number }) {
  return until('the preview follows', async () => {
    const now = await figures(dialog);
    return now && now.passed !== before.passed && now;
  });
}

/** Chooses the series of the preview whose name ends so, and waits for its figures. */
async function choose(dialog: NodeDialog, name: RegExp) {
  const option = seriesField(dialog).locator('option', { hasText: name });
  await until('the series is offered', async () => (await option.count()) > 0);
  await seriesField(dialog).selectOption((await option.first().getAttribute('value')) ?? '');
  const plot = dialog.tray.locator('svg.wireband-plot');
  return until('its readings are there', async () => {
    const now = await figures(dialog);
    const isDrawn = name.test(((await plot.getAttribute('aria-label')) ?? '').split('.')[0] ?? '');
    return now && now.of === READINGS && isDrawn && now;
  });
}

/** The rows of the table of thresholds, as text. */
async function tableRows({ tray }: NodeDialog): Promise<string[][]> {
  const rows = await tray.locator('.wireband-neighbours tbody tr').all();
  return Promise.all(rows.map((row) => row.locator('td').allTextContents()));
}

async function openAllSections({ tray }: NodeDialog): Promise<void> {
  await tray
    .locator('details')
    .evaluateAll((sections: { setAttribute(name: string, value: string): void }[]) => {
      for (const section of sections) section.setAttribute('open', '');
    });
}

for (const version of nodeRedVersions) {
  describe(`The delta node's dialog in ${version.name}`, () => {
    let red: NodeRed;
    let editor: Editor;

    before(async function () {
      const browser = need(this, chromium);
      const installation = need(this, version);
      await packThisPackage();
      red = await startNodeRed({ red: installation, packageFolder: repository, flows });
      await red.inject(GO);
      editor = await Editor.open(browser, red.url);
    });

    after(async () => {
      await editor?.[Symbol.asyncDispose]();
      await red?.stop();
    });

    const inPage = testsInPage(() => editor);

    async function inDialog(
      id: string,
      end: 'done' | 'cancel',
      use: (dialog: NodeDialog) => Promise<void>,
    ): Promise<void> {
      const dialog = await NodeDialog.open(editor, id);
      try {
        await use(dialog);
      } catch (error) {
        await dialog.cancel();
        throw error;
      }
      await dialog[end]();
    }

    /** What is saved of a node in the flow file. */
    async function saved(id: string): Promise<Record<string, unknown>> {
      const response = await fetch(`${red.url}/flows`);
      const nodes: FlowNode[] = await response.json();
      return Object(nodes.find((each) => each.id === id));
    }

    inPage('offers the series that the node got, and shows 10,000 readings of the chosen one', async () => {
      await inDialog(CLIMATE, 'cancel', async (dialog) => {
        const { passed, of, error } = await choose(dialog, /temperature/);
        assert.equal(of, READINGS);
        assert.ok(passed > 20 && passed < READINGS / 10, `${passed} pass`);
        assert.ok(error > 0 && error <= 0.2, `off by ${error}`);
        const plot = dialog.tray.locator('svg.wireband-plot');
        assert.equal(await plot.getAttribute('role'), 'img');
        assert.match(
          (await plot.getAttribute('aria-label')) ?? '',
          /hall\/climate › temperature\. .* pass, /,
        );
        const length = (path: string) =>
          plot.locator(path).evaluate((drawn: { getAttribute(name: string): string | null }) => {
            return (drawn.getAttribute('d') ?? '').length;
          });
        const signal = await length('.wireband-plot-signal');
        assert.ok(
          signal > 1000 && signal < 40_000,
          `a path of ${signal} characters, not one of every reading`,
        );
        assert.ok((await length('.wireband-plot-points')) > 100);
      });
    });

    inPage('follows the threshold as it is typed, before anything is saved', async () => {
      await inDialog(CLIMATE, 'cancel', async (dialog) => {
        const before = await choose(dialog, /temperature/);
        await dialog.fill('threshold', '0.6');
        const wider = await otherFigures(dialog, before);
        assert.ok(wider.passed < before.passed && wider.error <= 0.6);
        await dialog.fill('threshold', '0.05');
        const narrower = await otherFigures(dialog, wider);
        assert.ok(narrower.passed > before.passed && narrower.error <= 0.05);
        await dialog.fill('threshold', 'a little');
        await until('it says why there is nothing to see', async () =>
          /cannot be used yet/.test((await result(dialog).textContent()) ?? ''),
        );
        await dialog.fill('threshold', `\${THRESHOLD}`);
        await until('it says that nobody knows yet', async () =>
          /comes from the environment/.test((await result(dialog).textContent()) ?? ''),
        );
      });
      assert.equal(await editor.hasChanges(), false);
    });

    inPage('shows what half and double the threshold would do, and takes one over by a key', async () => {
      await inDialog(CLIMATE, 'cancel', async (dialog) => {
        const before = await choose(dialog, /temperature/);
        const rows = await tableRows(dialog);
        assert.deepEqual(
          rows.map(([threshold]) => threshold),
          ['0.05', '0.1', '0.2', '0.4', '0.8'],
        );
        const passed = rows.map(([, count = '']) => Number(count.replace(/,/g, '')));
        assert.equal(passed[2], before.passed);
        assert.deepEqual(
          passed,
          [...passed].sort((a, b) => b - a),
        );
        await dialog.tray.getByRole('button', { name: 'Take the threshold 0.4' }).press('Enter');
        const after = await otherFigures(dialog, before);
        assert.equal(after.passed, passed[3]);
        assert.equal(await dialog.field('threshold').inputValue(), '0.4');
        assert.equal(await editor.page.evaluate(() => document.activeElement?.id), 'node-input-threshold');
      });
    });

    inPage(
      'shows a series by the rule that decides it, and takes a threshold over into that rule',
      async () => {
        await inDialog(CLIMATE, 'cancel', async (dialog) => {
          const before = await choose(dialog, /humidity/);
          assert.match((await result(dialog).textContent()) ?? '', /Rule 1 decides this series/);
          await dialog.tray.getByRole('button', { name: 'Take the threshold 4', exact: true }).click();
          await otherFigures(dialog, before);
          assert.equal(await dialog.tray.locator('.wireband-rule-threshold').inputValue(), '4');
          assert.equal(await dialog.field('threshold').inputValue(), '0.2');
          await dialog.tray.locator('.red-ui-editableList-item-remove').first().click();
          await until(
            'the node itself decides',
            async () => !/Rule 1/.test((await result(dialog).textContent()) ?? ''),
          );
        });
      },
    );

    inPage('draws lines where the mode promises them', async () => {
      await inDialog(CLIMATE, 'cancel', async (dialog) => {
        const before = await choose(dialog, /temperature/);
        await dialog.field('mode').selectOption('swinging-door');
        const lines = await otherFigures(dialog, before);
        assert.ok(lines.error <= 0.2, `off by ${lines.error}`);
        const legend = dialog.tray.locator('#wireband-preview-rebuilt');
        assert.match((await legend.textContent()) ?? '', /draws lines/);
        await dialog.field('mode').selectOption('change');
        await otherFigures(dialog, lines);
        assert.equal(await dialog.tray.locator('.wireband-neighbours').count(), 0);
      });
    });

    inPage('is drawn anew when the tray gets another width', async () => {
      await inDialog(CLIMATE, 'cancel', async (dialog) => {
        await choose(dialog, /temperature/);
        const plot = dialog.tray.locator('svg.wireband-plot');
        const before = Number(await plot.getAttribute('width'));
        const handle = dialog.tray.locator('.red-ui-tray-resize-handle');
        const box = await handle.boundingBox();
        assert.ok(box);
        await editor.page.mouse.move(box.x + box.width / 2, box.y + 200);
        await editor.page.mouse.down();
        await editor.page.mouse.move(box.x - 250, box.y + 200, { steps: 5 });
        await editor.page.mouse.up();
        await until(
          'the curve is wider',
          async () => Number(await plot.getAttribute('width')) > before + 100,
        );
      });
    });

    inPage('has a made-up signal for a node that has no readings yet, and says so', async () => {
      await inDialog(FRESH, 'cancel', async (dialog) => {
        const shown = await until('it has figures', () => figures(dialog));
        assert.ok(shown.of > 500 && shown.passed < shown.of);
        assert.match(
          (await dialog.tray.locator('#wireband-preview-note').textContent()) ?? '',
          /No readings yet/,
        );
        assert.deepEqual(await seriesField(dialog).locator('option').allTextContents(), [
          'a made-up room temperature',
        ]);
      });
    });

    inPage('asks nothing of the runtime about a node that is not deployed', async () => {
      const added = await editor.drag('wireband-delta', 500, 480);
      await inDialog(added, 'cancel', async (dialog) => {
        await until('it has figures', () => figures(dialog));
        assert.match(
          (await dialog.tray.locator('#wireband-preview-note').textContent()) ?? '',
          /once the node is deployed/,
        );
        for (const { field, standard } of deltaNumbers)
          assert.equal(await dialog.field(field).inputValue(), standard, field);
        assert.equal(await dialog.field('mode').inputValue(), 'relative');
      });
      await editor.page.keyboard.press('Delete');
    });

    for (const { field, good, bad } of deltaNumbers) {
      inPage(`marks ${bad} as ${field}, and takes ${good}`, async () => {
        await inDialog(FRESH, 'cancel', async (dialog) => {
          await openAllSections(dialog);
          if (field === 'span') await dialog.field('mode').selectOption('span');
          await dialog.fill(field, bad);
          assert.equal(await dialog.isInvalid(field), true);
          await until('the preview waits for something better', async () =>
            /cannot be used yet/.test((await result(dialog).textContent()) ?? ''),
          );
          await dialog.fill(field, `\${${field.toUpperCase()}}`);
          assert.equal(await dialog.isInvalid(field), false);
          await dialog.fill(field, good);
          assert.equal(await dialog.isInvalid(field), false);
        });
      });
    }

    inPage('explains every mode in words of its own, and hides what it does not know', async () => {
      await inDialog(FRESH, 'cancel', async (dialog) => {
        const notes = new Set<string>();
        for (const [mode, ...shown] of [
          ['swinging-door', 'threshold'],
          ['relative', 'threshold', 'floor'],
          ['span', 'threshold', 'span'],
          ['change'],
          ['absolute', 'threshold'],
        ] as const) {
          await dialog.field('mode').selectOption(mode);
          await editor.settles();
          notes.add((await dialog.tray.locator('#wireband-mode-note').textContent()) ?? '');
          const visible = [];
          for (const field of ['threshold', 'floor', 'span']) {
            if (await dialog.field(field).isVisible()) visible.push(field);
          }
          assert.deepEqual(visible, shown, mode);
        }
        assert.equal(notes.size, 5);
        for (const note of notes) assert.ok(note.length > 40, note);
      });
    });

    inPage('is labelled, translated, legible and narrow enough with all its sections open', async () => {
      await inDialog(CLIMATE, 'cancel', async (dialog) => {
        await openAllSections(dialog);
        await dialog.field('mode').selectOption('relative');
        await dialog.tray.getByRole('button', { name: 'More settings of this rule' }).click();
        for (const add of await dialog.tray.locator('.red-ui-editableList-addButton').all())
          await add.click();
        await choose(dialog, /temperature/);
        await assertGoodDialog(dialog);
      });
    });

    inPage('adds usual rules, marks a rule that is for nothing, and saves what the rules say', async () => {
      await inDialog(FRESH, 'done', async (dialog) => {
        await openAllSections(dialog);
        await dialog.tray.locator('#wireband-suggested').selectOption({ index: 2 });
        await dialog.tray.locator('.red-ui-editableList-addButton').first().click();
        const last = (property: string) => dialog.tray.locator(`.wireband-rule-${property}`).last();
        await last('threshold').fill('3');
        await last('threshold').press('End');
        await until('the rule is marked', async () =>
          /input-error/.test((await last('match').getAttribute('class')) ?? ''),
        );
        await last('by').selectOption('topic');
        await last('match').fill('hall/#/x');
        await last('match').press('End');
        await until('a topic filter that is none is marked', async () =>
          /hall\/#\/x/.test((await last('match').getAttribute('title')) ?? ''),
        );
        await last('match').fill('hall/#');
        await dialog.tray.getByRole('button', { name: 'More settings of this rule' }).last().click();
        await last('minInterval').fill('60');
        await last('sendPrevious').selectOption('true');
        await dialog.fill('ignore', 'uptime, rssi');
        await dialog.field('persist').check();
      });
      await editor.deploy();
      const { rules, ignore, persist } = await saved(FRESH);
      assert.deepEqual(rules, [
        { match: 'temperature', by: 'quantity', mode: 'absolute', threshold: 0.2, unit: 'Cel' },
        { match: 'hall/#', by: 'topic', threshold: 3, minInterval: 60, sendPrevious: true },
      ]);
      assert.deepEqual([ignore, persist], ['uptime, rssi', true]);
      await editor.reload();
      await inDialog(FRESH, 'done', async () => undefined);
      assert.equal(await editor.hasChanges(), false);
    });

    inPage('opens a flow of release 0.1.0 as it was, with its second output', async () => {
      await inDialog(OLD, 'cancel', async (dialog) => {
        await openAllSections(dialog);
        assert.equal(await dialog.tray.locator('#wireband-suppressed-output').isChecked(), true);
        assert.equal(await dialog.field('staleOutput').isChecked(), false);
        assert.equal(await dialog.tray.locator('.input-error').count(), 0);
        for (const { field, standard } of deltaNumbers)
          assert.equal(await dialog.field(field).getAttribute('placeholder'), standard, field);
      });
      assert.equal(await editor.hasChanges(), false);
      await inDialog(OLD, 'done', (dialog) => dialog.fill('threshold', '0.6'));
      await editor.deploy();
      const now = await saved(OLD);
      for (const [property, value] of Object.entries({ ...savedBy010, threshold: 0.6 }))
        assert.equal(String(now[property]), String(value), property);
      assert.deepEqual([now.wires, now.rules, now.statusFields], [[[], [SINK]], [], '']);
    });

    inPage('keeps wires with what they carry when outputs come and go', async () => {
      const toggleSuppressed = async (dialog: NodeDialog) => {
        await openAllSections(dialog);
        await dialog.tray.locator('#wireband-suppressed-output').click();
      };
      await inDialog(WIRED, 'done', toggleSuppressed);
      await editor.deploy();
      assert.deepEqual([(await saved(WIRED)).outputs, (await saved(WIRED)).wires], [3, [[], [], [SINK]]]);
      await inDialog(WIRED, 'done', toggleSuppressed);
      await editor.deploy();
      assert.deepEqual([(await saved(WIRED)).outputs, (await saved(WIRED)).wires], [2, [[], [SINK]]]);
    });

    inPage('runs with what was saved', async () => {
      assert.doesNotMatch(red.output(), /\[error\] \[wireband-/);
    });

    if (version.version === '5.0') {
      inPage('is legible in the dark theme, and so is the curve', async () => {
        await useDarkTheme(editor);
        await inDialog(CLIMATE, 'cancel', async (dialog) => {
          await openAllSections(dialog);
          await choose(dialog, /temperature/);
          await assertGoodDialog(dialog);
          const strokes = await dialog.tray
            .locator('svg.wireband-plot path:not(.wireband-plot-grid)')
            .evaluateAll((parts: object[]) => parts.map((part) => getComputedStyle(part).stroke));
          assert.equal(new Set(strokes).size, 3, strokes.join());
          for (const stroke of strokes) {
            const [red = 0, green = 0, blue = 0] = (stroke.match(/[\d.]+/g) ?? []).map(Number);
            assert.ok(red + green + blue > 250, `${stroke} on black`);
          }
        });
      });
    }
  });
}
