import assert from 'node:assert/strict';
import { type ErrorEvent, type LinkState, UplinkLog, type UplinkLogParts } from '../../../../src/uplink';
import { FakeClock } from '../../../harness/clock/FakeClock';

const URL = 'http://backend:8000/ingest';
const REFUSED = 'connect ECONNREFUSED 127.0.0.1:9';
const offline: LinkState = { kind: 'offline', since: 0, error: REFUSED };
const online: LinkState = { kind: 'online' };

/** A log whose lines, depth and delay are under the test's control. */
class LogRig {
  readonly clock = new FakeClock();
  readonly lines: string[] = [];
  depth = 0;
  waitMs = 0;
  aside = 0;
  error: string | null = null;
  readonly log: UplinkLog;

  constructor(more: Partial<UplinkLogParts> = {}) {
    this.log = new UplinkLog({
      logger: {
        info: (line) => this.lines.push(`info ${line}`),
        warn: (line) => this.lines.push(`warn ${line}`),
        error: (line) => this.lines.push(`error ${line}`),
      },
      clock: this.clock,
      url: URL,
      flushBatch: 200,
      depth: () => this.depth,
      waitMs: () => this.waitMs,
      waitingAside: () => this.aside,
      lastError: () => this.error,
      ...more,
    });
  }

  state(state: LinkState, depth = this.depth, waitMs = 0): void {
    this.depth = depth;
    this.waitMs = waitMs;
    this.log.onFigures(depth, state);
    this.log.onState(state);
  }

  waitAside(aside: number, depth: number): void {
    this.aside = aside;
    this.depth = depth;
    this.log.onFigures(depth, online);
  }

  delivered(events: number): void {
    this.depth -= events;
    const receipt = { batch: 'b', events, bytes: 1, status: 200, attempts: 1, duration_ms: 1 };
    this.log.onEvent({ event: 'delivered', payload: receipt });
  }

  quarantined(topic: string, error = 'HTTP 422: bad unit'): void {
    const event = { topic, symbol: 0xfc60, data: '1', time: 0, bytesIn: 1 };
    this.log.onEvent({ event: 'quarantined', payload: { event, error } });
  }

  dropped(events: number): void {
    const payload = { events, reason: 'overflow', buffer_depth: 10, gaps: [] } as const;
    this.log.onEvent({ event: 'dropped', payload });
  }

  take(): string[] {
    return this.lines.splice(0);
  }
}

describe('the log of an uplink', () => {
  it('reports the backlog even if the first request takes all of it', () => {
    const rig = new LogRig();
    rig.state(offline, 2);
    rig.log.onFigures(5, offline);
    rig.state(online, 0);
    rig.depth = 5;
    rig.delivered(5);
    assert.deepEqual(rig.take().slice(1), [
      'info Back after 0 s: 5 events waiting.',
      'info Drained: 5 events in 0 s.',
    ]);
  });

  it('describes an outage in four lines: cause and next retry, duration and backlog, drained events and duration', async () => {
    const rig = new LogRig();
    rig.state(online, 1);
    rig.delivered(1);
    rig.state(offline, 5, 12_400);
    await rig.clock.advance(250_000);
    rig.state(online, 3800);
    await rig.clock.advance(14_000);
    rig.delivered(3800);
    assert.deepEqual(rig.take(), [
      `info Connected to ${URL}; 1 event waiting.`,
      `warn Offline: ${URL} cannot be reached: ${REFUSED} (nothing is listening there). 5 events waiting, next try in 12 s.`,
      'info Back after 4 min 10 s: 3,800 events waiting.',
      'info Drained: 3,800 events in 14 s.',
    ]);
  });

  it('does not call a first contact "back", nor a 503 unreachable', () => {
    const rig = new LogRig();
    rig.state(online);
    rig.state({ kind: 'offline', since: 0, error: 'HTTP 503: try later.' }, 2, 2000);
    assert.deepEqual(rig.take(), [
      `info Connected to ${URL}; 0 events waiting.`,
      `warn Offline: ${URL} answers HTTP 503: try later. 2 events waiting, next try in 2 s.`,
    ]);
  });

  for (const [error, line] of [
    ['no response within 30 s', `${URL} gave no response within 30 s.`],
    [
      'the response cannot be read: two lengths (HPE_UNEXPECTED_CONTENT_LENGTH); the backend may have stored the batch',
      `${URL}: the response cannot be read: two lengths (HPE_UNEXPECTED_CONTENT_LENGTH); the backend may have stored the batch.`,
    ],
    [
      'certificate has expired CERT_HAS_EXPIRED',
      `${URL} cannot be reached: certificate has expired CERT_HAS_EXPIRED (its certificate has expired, or the clock of this machine is wrong).`,
    ],
  ] as const) {
    it(`explains "${error}"`, () => {
      const rig = new LogRig();
      rig.state({ kind: 'offline', since: 0, error }, 1, 1000);
      assert.deepEqual(rig.take(), [`warn Offline: ${line} 1 event waiting, next try in 1 s.`]);
    });
  }

  for (const [status, advice] of [
    [401, 'Check the API key of the backend.'],
    [402, 'Check your account with the backend: payment, quota, suspension.'],
    [403, 'Check the permissions of the API key or the client certificate.'],
    [404, 'Check the path of the backend.'],
    [407, 'Check the user name and password of the proxy in HTTP_PROXY and HTTPS_PROXY.'],
    [415, 'Check the format of the backend.'],
    [496, 'Check the client certificate in the TLS settings: it may be missing or expired.'],
  ] as const) {
    it(`names the setting behind a ${status}`, () => {
      const rig = new LogRig();
      rig.state({ kind: 'refused', since: 0, error: `HTTP ${status}: no`, status }, 5, 45_000);
      const kept = 'Everything is kept: 5 events waiting, next try in 45 s.';
      assert.deepEqual(rig.take(), [`error Refused: ${URL} answers HTTP ${status}: no. ${advice} ${kept}`]);
    });
  }

  it('suggests a captive portal if a web page responds', () => {
    const rig = new LogRig();
    const error = 'HTTP 200: a web page responds, not the backend (“Harbour Wi-Fi”)';
    rig.state({ kind: 'refused', since: 0, error, status: 200, cause: 'web-page' }, 5, 60_000);
    assert.match(rig.take().join(), /Log in to this network if it asks for it \(a captive portal\)/);
  });

  it('writes a few lines per minute for an unstable backend, and sums up what it leaves out', async () => {
    const rig = new LogRig();
    for (let second = 0; second < 180; second += 2) {
      rig.state(offline, 5, 500);
      await rig.clock.advance(1000);
      rig.state(online, 5);
      rig.delivered(5);
      await rig.clock.advance(1000);
    }
    await rig.clock.advance(60_000);
    const lines = rig.take();
    assert.ok(lines.length <= 4 * 4, lines.join('\n'));
    const told = lines.reduce((sum, line) => sum + countOf(line, 'offline'), 0);
    assert.equal(told, 90, lines.join('\n'));
    const sums = lines.filter((line) => line.includes('Not logged'));
    assert.match(
      sums[0] ?? '',
      /^info Not logged in the last 1 min: back \d+ times, drained \d+ times, offline \d+ times\. Now: /,
    );
  });

  it('reports the state at the end of a minute if the last change was left out', async () => {
    const rig = new LogRig();
    for (let i = 0; i < 3; i++) {
      rig.state(offline, 5);
      rig.state(online, 0);
    }
    rig.state(offline, 7, 30_000);
    await rig.clock.advance(60_000);
    const last = rig.take().at(-1);
    assert.equal(
      last,
      `info Not logged in the last 1 min: offline twice, back once. Now: offline (${REFUSED}), 7 events waiting, next try in 30 s.`,
    );
  });

  it('reports drops with reason and rate once per minute, and misses none', async () => {
    const rig = new LogRig();
    for (let second = 0; second < 60; second++) {
      rig.dropped(50);
      await rig.clock.advance(1000);
    }
    assert.deepEqual(rig.take(), [
      'warn Dropping: 50 events in the last second: the buffer is full. 10 events waiting.',
      'warn Dropped in the last 1 min: 2,950 events more (49 a second): the buffer is full. 0 events waiting.',
    ]);
  });

  it('writes omitted lines when it is closed', () => {
    const rig = new LogRig();
    rig.dropped(1);
    rig.dropped(2);
    rig.take();
    rig.log.close();
    assert.match(rig.take().join(), /Dropped in the last .*: 2 events more/);
    assert.equal(rig.clock.pending, 0);
  });

  it('quotes the backend for rejected events, and sums up many', async () => {
    const rig = new LogRig();
    for (let i = 0; i < 8; i++) rig.quarantined(`t${i}`);
    await rig.clock.advance(60_000);
    const lines = rig.take();
    assert.equal(lines[0], 'error Quarantined: an event on topic t0: HTTP 422: bad unit');
    assert.equal(lines.length, 6);
    assert.equal(
      lines[5],
      'error Quarantined in the last 1 min: 3 events more; the last on topic t7: HTTP 422: bad unit',
    );
  });

  it('reports each error to an error handler, and writes its own lines as well', async () => {
    const told: string[] = [];
    const rig = new LogRig({ tell: (_, event) => told.push(event.event) > 0 });
    for (let i = 0; i < 8; i++) rig.quarantined(`t${i}`);
    rig.dropped(3);
    rig.dropped(4);
    assert.deepEqual(told, [...new Array(8).fill('quarantined'), 'dropped', 'dropped']);
    assert.equal(rig.take().length, 5 + 1);
    await rig.clock.advance(60_000);
    assert.equal(rig.take().length, 2);
  });

  it('does not flood the log if no node handles errors and each reported one becomes a line', async () => {
    let lines = 0;
    const tell = (_line: string, _event: ErrorEvent): boolean => {
      lines++;
      return false;
    };
    const rig = new LogRig({ tell });
    for (let i = 0; i < 1000; i++) rig.quarantined(`t${i}`);
    await rig.clock.advance(60_000);
    assert.ok(lines <= 6, `${lines} lines`);
    assert.match(rig.take().join('\n'), /: 99\d events more; the last on topic t999/);
  });

  it('writes each line as a single one, whatever is in a topic or a response', () => {
    const rig = new LogRig();
    rig.quarantined('a\u001b[31m\nerror forged', 'HTTP 422:\r\n<b>\u202e no');
    rig.state(
      { kind: 'refused', since: 0, error: 'HTTP 404: <!DOCTYPE html>\n<html>', status: 404 },
      0,
      60_000,
    );
    const [quarantined, refused] = rig.take();
    assert.equal(quarantined, 'error Quarantined: an event on topic a [31m error forged: HTTP 422: <b> no');
    assert.match(refused ?? '', /HTTP 404: <!DOCTYPE html> <html>\. Check the path/);
  });

  it('reports once that quarantine is full and how to make room, and when there is room', () => {
    const rig = new LogRig();
    rig.state(online);
    rig.state({ kind: 'online', isQuarantineFull: true }, 7);
    rig.state(offline, 8);
    rig.state({ kind: 'online', isQuarantineFull: true }, 8);
    rig.state(online, 8);
    const lines = rig.take();
    assert.equal(
      lines[1],
      'warn Quarantine full: further rejected events wait in the buffer, nothing is dropped, and delivery continues. Make room with msg.command "retry-quarantine" once the backend accepts the quarantined events, or drop them with "clear-quarantine".',
    );
    assert.equal(lines.filter((line) => line.includes('Quarantine full')).length, 1);
    rig.log.close();
    assert.match(rig.take().join(), /quarantine has room again once/);
  });

  it('reports that quarantine has room again', () => {
    const rig = new LogRig();
    rig.state({ kind: 'online', isQuarantineFull: true }, 7);
    rig.take();
    rig.state(online, 7);
    assert.deepEqual(rig.take(), ['info Quarantine has room again: 7 events waiting.']);
  });

  it('reports deferred events with the words of the backend, again when they double, and their end', async () => {
    const rig = new LogRig();
    rig.state(online);
    rig.take();
    rig.error = 'HTTP 500: index out of range.';
    rig.waitAside(1, 20);
    await rig.clock.advance(4000);
    assert.deepEqual(rig.take(), [], 'no line while a batch is being split');
    await rig.clock.advance(1000);
    rig.waitAside(1, 20);
    rig.waitAside(2, 20);
    await rig.clock.advance(60_000);
    rig.waitAside(0, 20);
    await rig.clock.advance(30_000);
    rig.waitAside(2, 20);
    await rig.clock.advance(30_000);
    rig.waitAside(0, 0);
    const tail = 'Each is retried at growing intervals; last error: HTTP 500: index out of range.';
    assert.deepEqual(rig.take(), [
      `warn Deferred for 5 s: 1 event that ${URL} does not accept while others get through. ${tail}`,
      `warn Deferred for 5 s: 2 events that ${URL} does not accept while others get through. ${tail}`,
      'info No more deferred events: 0 events waiting.',
    ]);
    await rig.clock.advance(60_000);
    rig.log.close();
    assert.equal(rig.clock.pending, 0);
  });

  it('counts deferred events among the limited changes per minute', async () => {
    const rig = new LogRig();
    rig.state(online);
    rig.waitAside(1, 1000);
    await rig.clock.advance(5000);
    for (let aside = 2; aside <= 512; aside *= 2) rig.waitAside(aside, 1000);
    const lines = rig.take();
    assert.equal(lines.length, 4, lines.join('\n'));
    rig.log.close();
    assert.match(rig.take().join(), /Not logged in the last .*: more deferred 7 times/);
  });

  it('does not report events waiting for room in quarantine as deferred', async () => {
    const rig = new LogRig();
    rig.state({ kind: 'online', isQuarantineFull: true });
    rig.take();
    rig.waitAside(10, 10);
    await rig.clock.advance(60_000);
    rig.waitAside(0, 0);
    assert.deepEqual(rig.take(), []);
  });

  it('reports that the clock was set, by how much and in which direction', () => {
    const rig = new LogRig();
    rig.depth = 5;
    for (const step_seconds of [259_200, -20]) {
      rig.log.onEvent({ event: 'clock', payload: { step_seconds, events: 5, buffer_depth: 5 } });
    }
    const rest = 'times of events not yet sent are corrected; 5 events waiting.';
    assert.deepEqual(rig.take(), [
      `info Clock set 3 d forward: ${rest}`,
      `info Clock set 20 s back: ${rest}`,
    ]);
  });

  it('reports no changes while it closes, except for those of events', () => {
    const rig = new LogRig();
    rig.log.ending();
    rig.state(offline, 1);
    rig.quarantined('t');
    rig.log.close();
    assert.deepEqual(rig.take(), ['error Quarantined: an event on topic t: HTTP 422: bad unit']);
  });

  it('reports a disk that fails and recovers, and a pause', () => {
    const rig = new LogRig();
    rig.depth = 3;
    const failing = { state: 'failing', error: 'ENOSPC: no space left', buffer_depth: 3 } as const;
    rig.log.onEvent({ event: 'storage', payload: failing });
    rig.log.onEvent({ event: 'storage', payload: { state: 'disk', buffer_depth: 3 } });
    rig.state({ kind: 'paused' });
    rig.state({ kind: 'connecting' });
    assert.deepEqual(rig.take(), [
      'error Disk failing: ENOSPC: no space left. Events are kept in memory until it works again; 3 events waiting.',
      'info Disk recovered: events are kept on disk again; 3 events waiting.',
      'info Paused: 3 events waiting.',
      'info Resumed: 3 events waiting.',
    ]);
  });
});

/** How many turns of a kind a line reports. */
function countOf(line: string, turn: string): number {
  if (line.startsWith('warn Offline')) return 1;
  const [, count = '0'] = new RegExp(`\\b${turn} (\\d+) times`).exec(line) ?? [];
  if (line.includes(`${turn} once`)) return 1;
  return line.includes(`${turn} twice`) ? 2 : Number(count);
}
