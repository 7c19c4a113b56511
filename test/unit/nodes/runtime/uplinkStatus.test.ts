import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type UplinkView, uplinkStatus } from '../../../../nodes/runtime/uplinkStatus';
import type { LinkState } from '../../../../src/uplink';
import { repository } from '../../../harness/package/packedPackage';

/** The texts of a language, as Node-RED fills them in. */
function textsOf(locale: string) {
  const file = join(repository, 'nodes/wireband-uplink/locales', locale, 'wireband-uplink.json');
  const catalogue: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return {
    _: (key: string, values: Record<string, unknown>) => {
      const text = key.split('.').reduce((found: unknown, part) => Object(found)[part], catalogue);
      assert.equal(typeof text, 'string', `${key} in ${locale}`);
      return String(text).replace(/__(\w+)__/g, (_, name: string) => String(values[name]));
    },
  };
}

const online: UplinkView = {
  link: { kind: 'online' },
  storage: { kind: 'disk' },
  depth: 0,
  flushBatch: 200,
  waitMs: 0,
  failure: undefined,
  isLate: false,
  drainMs: undefined,
  quarantined: 0,
  aside: 0,
  dropped: 0,
};
const away = 'connect ECONNREFUSED 127.0.0.1:9';
const offline: UplinkView = {
  ...online,
  link: { kind: 'offline', since: 0, error: away },
  depth: 5,
  waitMs: 12_300,
};
const refusal = (status: number, cause?: 'web-page' | 'no-success'): UplinkView => ({
  ...online,
  depth: 5,
  link: { kind: 'refused', since: 0, error: `HTTP ${status}`, status, ...(cause && { cause }) },
});
const failing = { kind: 'failing', error: 'ENOSPC: no space left on device', since: 0 } as const;

/** A status in one line: color, shape and text. */
function shown(view: UplinkView, locale = 'en-US'): string {
  const { fill, shape, text } = uplinkStatus(textsOf(locale), view);
  return `${fill} ${shape} ${text}`;
}

describe('the status of an uplink', () => {
  it('shows an outage with its cause and the next retry, then draining with the time left, then delivered', () => {
    assert.deepEqual(
      [
        shown(offline),
        shown({ ...offline, depth: 1234, waitMs: 0 }),
        shown({ ...online, depth: 3800 }),
        shown({ ...online, depth: 3800, drainMs: 13_900 }),
        shown(online),
      ],
      [
        'red ring ECONNREFUSED · 5 waiting · retry in 12 s',
        'red ring ECONNREFUSED · 1\u00a0234 waiting · trying again',
        'blue dot draining 3\u00a0800',
        'blue dot draining 3\u00a0800 · about 14 s',
        'green dot delivered',
      ],
    );
  });

  for (const [error, cause] of [
    ['HTTP 503: try later', 'HTTP 503'],
    ['no response within 30 s', 'no response'],
    [
      'the response cannot be read: two lengths (HPE_X_Y); the backend may have stored it',
      'unreadable response',
    ],
    ['getaddrinfo EAI_AGAIN backend.example', 'EAI_AGAIN'],
    ['certificate has expired CERT_HAS_EXPIRED', 'CERT_HAS_EXPIRED'],
    ['something else', 'offline'],
  ] as const) {
    it(`shows "${error}" as ${cause}`, () => {
      const link: LinkState = { kind: 'offline', since: 0, error };
      assert.equal(shown({ ...offline, link }), `red ring ${cause} · 5 waiting · retry in 12 s`);
    });
  }

  it('names the subject of a refusal', () => {
    assert.deepEqual(
      [
        shown(refusal(401)),
        shown(refusal(404)),
        shown(refusal(402)),
        shown(refusal(200, 'web-page')),
        shown(refusal(200, 'no-success')),
        shown(refusal(511)),
        shown(refusal(417)),
      ],
      [
        'red ring API key refused (401) · 5 waiting',
        'red ring path not found (404) · 5 waiting',
        'red ring account refused (402) · 5 waiting',
        'red ring captive portal? · 5 waiting',
        'red ring not successful (200) · 5 waiting',
        'red ring captive portal? · 5 waiting',
        'red ring refused (417) · 5 waiting',
      ],
    );
  });

  it('is green only if nothing is quarantined, deferred, dropped or stuck', () => {
    const troubles: readonly Partial<UplinkView>[] = [
      { quarantined: 2 },
      { dropped: 50 },
      { aside: 3 },
      { aside: 1, quarantined: 2, dropped: 50 },
      { aside: 3, depth: 3800, drainMs: 14_000 },
      { link: { kind: 'online', isQuarantineFull: true }, quarantined: 5000 },
      { link: { kind: 'online', isQuarantineFull: true }, quarantined: 5000, aside: 10, depth: 10 },
      { isLate: true, depth: 3 },
      { failure: away, depth: 3 },
      { failure: 'HTTP 503: try later', depth: 3 },
      { storage: failing },
    ];
    assert.deepEqual(
      troubles.map((trouble) => shown({ ...online, ...trouble })),
      [
        'yellow dot delivered · 2 refused',
        'yellow dot delivered · 50 dropped',
        'yellow dot delivered · 3 deferred',
        'yellow dot delivered · 1 deferred · 2 refused · 50 dropped',
        'yellow dot draining 3\u00a0800 · about 14 s · 3 deferred',
        'yellow dot delivered · quarantine full',
        'yellow dot delivered · 10 deferred · quarantine full',
        'yellow ring no response yet · 3 waiting',
        'yellow ring ECONNREFUSED · 3 waiting · trying again',
        'yellow ring HTTP 503 · 3 waiting · trying again',
        'yellow ring disk failing (ENOSPC) · kept in memory',
      ],
    );
  });

  it('shows deferred events only while the backend is reachable', () => {
    assert.equal(shown({ ...offline, aside: 3 }), shown(offline));
  });

  it('shows dropped events in place of the next retry', () => {
    assert.equal(
      shown({ ...offline, depth: 10, dropped: 50 }),
      'red ring ECONNREFUSED · 10 waiting · 50 dropped',
    );
    assert.equal(
      shown({ ...refusal(401), dropped: 50 }),
      'red ring API key refused (401) · 5 waiting · 50 dropped',
    );
  });

  it('does not show draining while one batch is in flight and the next one fills', () => {
    assert.equal(shown({ ...online, depth: 400 }), 'green dot delivered');
    assert.equal(shown({ ...online, depth: 401 }), 'blue dot draining 401');
  });

  it('shows a growing backlog if it does not shrink', () => {
    const view = { ...online, depth: 5000, drainMs: Number.POSITIVE_INFINITY };
    assert.equal(shown(view), 'blue dot draining 5\u00a0000 · backlog growing');
  });

  it('shows why a disk fails, in red only if events cannot be sent either', () => {
    assert.equal(
      shown({ ...offline, storage: failing }),
      'red dot disk failing (ENOSPC) · ECONNREFUSED · 5 waiting',
    );
    assert.equal(
      shown({ ...refusal(401), storage: failing }),
      'red dot disk failing (ENOSPC) · API key refused (401) · 5 waiting',
    );
  });

  it('shows a failing disk without a cause if the error has no code', () => {
    const storage = { ...failing, error: '/data/spool is gone, or another process has taken it' };
    assert.equal(shown({ ...online, storage }), 'yellow ring disk failing · kept in memory');
  });

  it('shows that the spool is opening only until the backend has answered', () => {
    const opening = { kind: 'opening' } as const;
    assert.equal(shown({ ...online, link: { kind: 'connecting' }, storage: opening }), 'yellow ring opening');
    assert.equal(shown({ ...online, link: { kind: 'connecting' } }), 'yellow ring connecting');
    assert.equal(shown({ ...online, storage: opening }), 'green dot delivered');
  });

  it('shows the number of events waiting in a pause', () => {
    assert.equal(
      shown({ ...online, link: { kind: 'paused' }, depth: 10_000_000 }),
      'grey ring paused · 10\u00a0000\u00a0000 waiting',
    );
  });

  it('is the same for memory storage as for a healthy disk', () => {
    for (const view of [online, offline, refusal(401), { ...offline, depth: 1234 }]) {
      assert.equal(shown({ ...view, storage: { kind: 'memory' } }), shown(view));
    }
  });

  it('has the same meaning in German', () => {
    assert.deepEqual(
      [
        shown(offline, 'de'),
        shown(refusal(401), 'de'),
        shown({ ...online, depth: 3800, drainMs: 14_000 }, 'de'),
        shown({ ...online, quarantined: 2 }, 'de'),
        shown({ ...online, aside: 3 }, 'de'),
        shown({ ...online, link: { kind: 'online', isQuarantineFull: true }, quarantined: 5000 }, 'de'),
        shown(refusal(200, 'web-page'), 'de'),
      ],
      [
        'red ring ECONNREFUSED · 5 ausstehend · erneut in 12 s',
        'red ring API-Schlüssel abgelehnt (401) · 5 ausstehend',
        'blue dot liefert 3\u00a0800 nach · etwa 14 s',
        'yellow dot zugestellt · 2 abgelehnt',
        'yellow dot zugestellt · 3 zurückgestellt',
        'yellow dot zugestellt · Quarantäne voll',
        'red ring Anmeldeseite? · 5 ausstehend',
      ],
    );
  });
});
