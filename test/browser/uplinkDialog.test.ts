import assert from 'node:assert/strict';
import { Editor } from '../harness/editor/editor';
import { NodeDialog, useDarkTheme } from '../harness/editor/editorDialogs';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { type FlowNode, type NodeRed, startNodeRed } from '../harness/nodeRed/nodeRed';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { chromium, need } from '../harness/requirements';
import { until } from '../harness/until';
import { assertGoodDialog } from './dialogChecks';
import { uplinkChoices, uplinkNumbers } from './dialogTable';
import { testsInPage } from './pageTest';

const TAB = 'a000000000000001';
const BACKEND = 'a000000000000002';
const OLD = 'a000000000000003';
const BARE = 'a000000000000004';

/** What release 0.1.0 saved for an uplink. */
const savedBy010 = {
  name: 'of an earlier release',
  backend: BACKEND,
  storage: 'memory',
  bufferSize: 50000,
  maxBytes: 268435456,
  maxAge: 604800,
  overflow: 'oldest',
  flushInterval: 1,
  flushBatch: 200,
  maxRetries: 3,
  backoffBase: 2,
  backoffMax: 60,
  parallel: 1,
};

const flows: readonly FlowNode[] = [
  { id: TAB, type: 'tab', label: 'Uplinks' },
  {
    id: BACKEND,
    type: 'wireband-backend',
    name: 'Backend',
    url: 'http://127.0.0.1:9',
    deviceId: 'edge-node',
  },
  { id: OLD, type: 'wireband-uplink', z: TAB, ...savedBy010, x: 300, y: 200, wires: [[], []] },
  {
    id: BARE,
    type: 'wireband-uplink',
    z: TAB,
    name: 'bare',
    backend: BACKEND,
    x: 300,
    y: 300,
    wires: [[], []],
  },
];

/** Every select and its current choice, without the words that the note beside it explains. */
async function choices({ tray }: NodeDialog): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { field } of uplinkChoices)
    found[field] = await tray.locator(`#node-input-${field}`).inputValue();
  return found;
}

/** A size or duration as it is typed, and its unit. */
async function shown(dialog: NodeDialog, property: string): Promise<string[]> {
  return [await dialog.amount(property).inputValue(), await dialog.unit(property).inputValue()];
}

const alarmFields = ({ tray }: NodeDialog) => tray.locator('.wireband-symbol-field');

async function alarmSymbols(dialog: NodeDialog): Promise<string[]> {
  return Promise.all((await alarmFields(dialog).all()).map((field) => field.inputValue()));
}

for (const version of nodeRedVersions) {
  describe(`The uplink's dialog in ${version.name}`, () => {
    let red: NodeRed;
    let editor: Editor;

    before(async function () {
      const browser = need(this, chromium);
      const installation = need(this, version);
      await packThisPackage();
      red = await startNodeRed({ red: installation, packageFolder: repository, flows });
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

    /** What is saved for a node in the flow file. */
    async function saved(id: string): Promise<Record<string, unknown>> {
      const response = await fetch(`${red.url}/flows`);
      const nodes: FlowNode[] = await response.json();
      return Object(nodes.find((node) => node.id === id));
    }

    inPage(
      'stores on disk if nothing else was saved, and shows the defaults of the runtime for the rest',
      async () => {
        await inDialog(BARE, 'cancel', async (dialog) => {
          assert.deepEqual(await choices(dialog), {
            storage: 'disk',
            overflow: 'oldest',
            order: 'fifo',
            sync: 'interval',
          });
          assert.equal(await dialog.field('alarmsFirst').isChecked(), true);
          assert.equal(await alarmFields(dialog).count(), 0);
          for (const { field, standard } of uplinkNumbers)
            assert.equal(await dialog.field(field).getAttribute('placeholder'), standard, field);
          assert.equal(await dialog.tray.locator('.input-error').count(), 0);
          assert.equal(await dialog.tray.locator('details[open]').count(), 0);
        });
      },
    );

    inPage('opens a flow of release 0.1.0 as it was, and keeps all its settings', async () => {
      await inDialog(OLD, 'cancel', async (dialog) => {
        assert.equal(await dialog.field('storage').inputValue(), 'memory');
        assert.equal(await dialog.tray.locator('.input-error').count(), 0);
        assert.equal(await dialog.tray.locator('#wireband-safety').isVisible(), false);
        assert.equal(await dialog.tray.locator('details[open]').count(), 0);
      });
      assert.equal(await editor.hasChanges(), false);
      await inDialog(OLD, 'done', (dialog) => dialog.fill('flushBatch', '201'));
      await editor.deploy();
      const now = await saved(OLD);
      for (const [property, value] of Object.entries({ ...savedBy010, flushBatch: 201 }))
        assert.equal(String(now[property]), String(value), property);
      const added = [now.sync, now.order, now.alarmsFirst, now.alarmSymbols];
      assert.deepEqual(added, ['interval', 'fifo', true, undefined]);
    });

    inPage('is labeled, translated, legible and narrow enough with all its sections open', async () => {
      await inDialog(BARE, 'cancel', async (dialog) => {
        await dialog.unfold();
        await dialog.tray.locator('.red-ui-editableList-addButton').click();
        await assertGoodDialog(dialog);
      });
    });

    inPage('accepts sizes and times in any unit, and stores bytes and seconds', async () => {
      await inDialog(BARE, 'done', async (dialog) => {
        await dialog.fill('maxAge', '604800');
        await dialog.fill('maxBytes', '268435456');
        await dialog.unfold();
        await dialog.unit('maxAge').selectOption('day');
        await dialog.amount('maxAge').fill('3');
        await dialog.unit('maxBytes').selectOption('GiB');
        await dialog.amount('maxBytes').fill('1.5');
        await dialog.unit('syncInterval').selectOption('millisecond');
        await dialog.amount('syncInterval').fill('150');
        await dialog.amount('backoffMax').fill('');
        await editor.settles();
        assert.deepEqual(await shown(dialog, 'maxAge'), ['3', 'day']);
        assert.equal(await dialog.field('maxAge').inputValue(), '259200');
        assert.equal(await dialog.amount('backoffMax').getAttribute('placeholder'), '1');
      });
      await editor.deploy();
      const { maxAge, maxBytes, syncInterval } = await saved(BARE);
      assert.deepEqual([maxAge, maxBytes, syncInterval].map(String), ['259200', '1610612736', '0.15']);
      await inDialog(BARE, 'cancel', async (dialog) => {
        assert.deepEqual(await shown(dialog, 'maxAge'), ['3', 'day']);
        assert.deepEqual(await shown(dialog, 'maxBytes'), ['1536', 'MiB']);
        await dialog.unfold();
        assert.deepEqual(await shown(dialog, 'syncInterval'), ['150', 'millisecond']);
      });
    });

    inPage(
      'marks an amount that is invalid in its unit, and disables the unit if a variable is used',
      async () => {
        await inDialog(BARE, 'cancel', async (dialog) => {
          await dialog.unfold();
          const amount = dialog.amount('syncInterval');
          await dialog.unit('syncInterval').selectOption('minute');
          await amount.fill('2');
          await editor.settles();
          assert.match((await amount.getAttribute('class')) ?? '', /input-error/);
          assert.match((await amount.getAttribute('title')) ?? '', /0\.01 to 60 seconds/);
          await dialog.unit('syncInterval').selectOption('second');
          await editor.settles();
          assert.doesNotMatch((await amount.getAttribute('class')) ?? '', /input-error/);
          await amount.fill(`\${SYNC}`);
          await editor.settles();
          assert.equal(await dialog.unit('syncInterval').isEnabled(), false);
          assert.equal(await dialog.field('syncInterval').inputValue(), `\${SYNC}`);
          assert.doesNotMatch((await amount.getAttribute('class')) ?? '', /input-error/);
        });
      },
    );

    inPage('sets the buffer to the size that an outage needs', async () => {
      await inDialog(BARE, 'cancel', async (dialog) => {
        await dialog.fill('bufferSize', '50000');
        await dialog.fill('maxAge', '86400');
        await dialog.tray.locator('#wireband-outage').fill('2');
        await dialog.tray.locator('#wireband-outage-unit').selectOption('day');
        await dialog.tray.locator('#wireband-outage-set').click();
        await editor.settles();
        assert.equal(await dialog.field('bufferSize').inputValue(), '870000');
        assert.equal(await dialog.field('maxAge').inputValue(), '172800');
        assert.equal(await dialog.amount('maxAge').inputValue(), '2');
        const note = dialog.tray.locator('#wireband-outage-note');
        assert.equal(await note.textContent(), 'Buffer size: 870,000 · Maximum age: 2 days');
        assert.match(
          (await dialog.tray.locator('#wireband-bufferSize-note').textContent()) ?? '',
          /^About 2 days at 5 events per second/,
        );
        await dialog.tray.locator('#wireband-outage-set').click();
        assert.match((await note.textContent()) ?? '', /already/);
      });
    });

    for (const { field, good, bad } of uplinkNumbers) {
      inPage(`marks ${bad} as invalid for ${field}, and accepts ${good}`, async () => {
        await inDialog(BARE, 'done', async (dialog) => {
          await dialog.unfold();
          await dialog.fill(field, bad);
          assert.equal(await dialog.isInvalid(field), true);
          await dialog.fill(field, `\${${field.toUpperCase()}}`);
          assert.equal(await dialog.isInvalid(field), false);
          await dialog.fill(field, good);
          assert.equal(await dialog.isInvalid(field), false);
        });
      });
    }

    inPage('explains each choice separately', async () => {
      await inDialog(BARE, 'cancel', async (dialog) => {
        await dialog.unfold();
        for (const { field, all } of uplinkChoices.filter(({ explained }) => explained)) {
          const notes = new Set<string>();
          for (const choice of [...all].reverse()) {
            await dialog.field(field).selectOption(choice);
            await editor.settles();
            notes.add((await dialog.tray.locator(`#wireband-${field}-note`).textContent()) ?? '');
          }
          assert.equal(notes.size, all.length, field);
          for (const note of notes) assert.ok(note.length > 40, note);
        }
      });
    });

    inPage('hides settings that do not apply', async () => {
      await inDialog(BARE, 'cancel', async (dialog) => {
        await dialog.unfold();
        const interval = dialog.amount('syncInterval');
        await dialog.field('sync').selectOption('always');
        await interval.waitFor({ state: 'hidden' });
        await dialog.field('sync').selectOption('interval');
        await interval.waitFor({ state: 'visible' });
        await dialog.field('storage').selectOption('memory');
        await dialog.tray.locator('#wireband-safety').waitFor({ state: 'hidden' });
        await dialog.field('storage').selectOption('disk');
        await dialog.amount('minFreeBytes').waitFor({ state: 'visible' });
      });
    });

    inPage('says how long the buffer lasts, and nothing if that is unknown', async () => {
      await inDialog(BARE, 'cancel', async (dialog) => {
        const hint = dialog.tray.locator('#wireband-bufferSize-note');
        for (const [events, expected] of [
          ['50000', /^About 2\.8 hours at 5 events per second/],
          ['1000000', /^About 2\.3 days /],
          ['10000000', /^The maximum age is reached first: 7 days\. At 5 events per second/],
          ['100', /^$/],
          [`\${EVENTS}`, /^$/],
        ] as const) {
          await dialog.fill('bufferSize', events);
          await editor.settles();
          assert.match((await hint.textContent()) ?? '', expected);
        }
      });
    });

    inPage('completes alarm symbols with their meanings, and marks unknown ones', async () => {
      await inDialog(BARE, 'done', async (dialog) => {
        await dialog.unfold();
        const add = dialog.tray.locator('.red-ui-editableList-addButton');
        for (const symbol of ['SENSOR_THRESHOLD', '0xfc64', 'NO_SUCH_SYMBOL', '']) {
          await add.click();
          await alarmFields(dialog).last().fill(symbol);
        }
        const isBad = (index: number) =>
          alarmFields(dialog)
            .nth(index)
            .evaluate((field: { classList: { contains(name: string): boolean } }) =>
              field.classList.contains('input-error'),
            );
        await alarmFields(dialog).nth(2).press('End');
        await editor.settles();
        assert.deepEqual(await Promise.all([0, 1, 2, 3].map(isBad)), [false, false, true, false]);
        assert.match(
          (await alarmFields(dialog).nth(1).getAttribute('title')) ?? '',
          /^[A-Z][^.]+ · 0xfc64 · /,
        );

        await alarmFields(dialog).nth(2).fill('');
        await alarmFields(dialog).nth(2).pressSequentially('humid');
        const option = editor.page.locator('.wireband-symbol-option:visible').first();
        await option.waitFor();
        assert.match((await option.textContent()) ?? '', /^SENSOR_HUMIDITY0xfc65[A-Z][a-z ]+/);
        await option.click();
      });
      await editor.deploy();
      assert.deepEqual((await saved(BARE)).alarmSymbols, ['SENSOR_THRESHOLD', '0xfc64', 'SENSOR_HUMIDITY']);
    });

    inPage(
      'shows all saved settings again, with those sections open that contain unusual settings',
      async () => {
        await inDialog(BARE, 'done', async (dialog) => {
          await dialog.unfold();
          for (const { field, all } of uplinkChoices.filter(({ field }) => field !== 'storage'))
            await dialog.field(field).selectOption(all.at(-1) ?? '');
          await dialog.field('alarmsFirst').uncheck();
        });
        await editor.deploy();
        await editor.reload();
        await inDialog(BARE, 'done', async (dialog) => {
          assert.deepEqual(await choices(dialog), {
            storage: 'disk',
            overflow: 'newest',
            order: 'live-first',
            sync: 'never',
          });
          for (const { field, good } of uplinkNumbers)
            assert.equal(await dialog.field(field).inputValue(), good, field);
          assert.equal(await dialog.field('alarmsFirst').isChecked(), false);
          assert.deepEqual(await alarmSymbols(dialog), ['SENSOR_THRESHOLD', '0xfc64', 'SENSOR_HUMIDITY']);
          assert.equal(await dialog.tray.locator('details[open]').count(), 4);
        });
        assert.equal(await editor.hasChanges(), false);
      },
    );

    inPage('lets an alarm symbol be removed from the list', async () => {
      await inDialog(BARE, 'done', async (dialog) => {
        const before = await alarmFields(dialog).count();
        await dialog.tray.locator('.red-ui-editableList-item-remove').first().click();
        await until('the symbol is gone', async () => (await alarmFields(dialog).count()) < before);
      });
      await editor.deploy();
      assert.deepEqual((await saved(BARE)).alarmSymbols, ['0xfc64', 'SENSOR_HUMIDITY']);
    });

    inPage('gives a node from the palette every setting, including storage on disk', async () => {
      await editor.reload();
      const added = await editor.drag('wireband-uplink', 500, 400);
      await inDialog(added, 'cancel', async (dialog) => {
        for (const { field, standard } of uplinkNumbers)
          assert.equal(await dialog.field(field).inputValue(), standard, field);
        const standards = uplinkChoices.map(({ field, all }) => [field, all[0]]);
        assert.deepEqual(await choices(dialog), Object.fromEntries(standards));
        assert.equal(await dialog.field('alarmsFirst').isChecked(), true);
      });
    });

    inPage('runs with the saved settings', async () => {
      assert.doesNotMatch(red.output(), /\[error\] \[wireband-uplink/);
    });

    if (version.version === '5.0') {
      inPage('is legible in the dark theme with all its sections open', async () => {
        await useDarkTheme(editor);
        await inDialog(BARE, 'cancel', async (dialog) => {
          await dialog.unfold();
          await assertGoodDialog(dialog);
        });
      });
    }
  });
}
