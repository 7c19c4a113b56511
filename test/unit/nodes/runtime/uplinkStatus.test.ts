import assert from 'node:assert/strict';
import { type UplinkView, uplinkStatus } from '../../../../nodes/runtime/uplinkStatus';

/** Answers with the key and what would be filled in. */
const RED = {
  _: (key: string, values: Record<string, unknown>) =>
    [key.replace('wireband-uplink.status.', ''), ...Object.values(values)].join(' '),
};

const online: UplinkView = { link: { kind: 'online' }, storage: { kind: 'disk' }, depth: 0, flushBatch: 200 };
const offline: UplinkView = { ...online, link: { kind: 'offline', since: 0, error: 'refused' } };
const refused: UplinkView = {
  ...online,
  link: { kind: 'refused', since: 0, error: 'HTTP 401', status: 401 },
};
const failing = { kind: 'failing', error: 'ENOSPC', since: 0 } as const;

/** A status in one line: colour, shape, key and what is filled in. */
function shown(view: UplinkView): string {
  const { fill, shape, text } = uplinkStatus(RED, view);
  return `${fill} ${shape} ${text}`;
}

describe('the status of an uplink', () => {
  it('tells an outage as offline, buffered, draining and delivered', () => {
    assert.deepEqual(
      [
        shown({ ...offline, depth: 200 }),
        shown({ ...offline, depth: 1234 }),
        shown({ ...online, depth: 950 }),
        shown({ ...online, depth: 0 }),
      ],
      [
        'red ring offline 200',
        'red ring buffered 1\u00a0234',
        'blue dot draining 950',
        'green dot delivered',
      ],
    );
  });

  it('does not call it draining while one batch is under way and the next one fills', () => {
    assert.equal(shown({ ...online, depth: 400 }), 'green dot delivered');
    assert.equal(shown({ ...online, depth: 401 }), 'blue dot draining 401');
  });

  it('says of a failing disk that events are in memory, and in red only where they cannot be sent either', () => {
    assert.equal(shown({ ...online, storage: failing }), 'yellow ring disk-failing');
    assert.equal(shown({ ...online, depth: 5000, storage: failing }), 'yellow ring disk-failing');
    assert.equal(shown({ ...offline, depth: 5000, storage: failing }), 'red dot offline-in-memory');
    assert.equal(shown({ ...refused, storage: failing }), 'red dot offline-in-memory');
  });

  it('shows that the disk is being looked through only until the backend has spoken', () => {
    const opening = { kind: 'opening' } as const;
    assert.equal(shown({ ...online, link: { kind: 'connecting' }, storage: opening }), 'yellow ring opening');
    assert.equal(shown({ ...online, link: { kind: 'connecting' } }), 'yellow ring connecting');
    assert.equal(shown({ ...online, storage: opening }), 'green dot delivered');
  });

  it('shows what the backend refuses with, and how much a pause holds', () => {
    assert.equal(shown(refused), 'red ring refused 401');
    for (const cause of ['web-page', 'no-success'] as const) {
      const link = { kind: 'refused', since: 0, error: 'HTTP 200', status: 200, cause } as const;
      assert.equal(shown({ ...online, link }), `red ring ${cause} 200`);
    }
    assert.equal(
      shown({ ...online, link: { kind: 'paused' }, depth: 10_000_000 }),
      'grey ring paused 10\u00a0000\u00a0000',
    );
  });

  it('looks the same with memory storage as with a healthy disk', () => {
    for (const view of [online, offline, refused, { ...offline, depth: 1234 }]) {
      assert.equal(shown({ ...view, storage: { kind: 'memory' } }), shown(view));
    }
  });
});
