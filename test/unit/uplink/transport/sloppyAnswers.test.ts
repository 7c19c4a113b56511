import assert from 'node:assert/strict';
import { EdgeClient, type UplinkEvent } from '../../../../src';
import { HttpTransport } from '../../../../src/uplink';
import { SLOPPY_ANSWERS, type SloppyAnswer, SloppyServer } from '../../../harness/network/sloppyServer';
import { until } from '../../../harness/until';

const request = { headers: {}, text: '[]', coding: 'identity' as const };
const never = new AbortController().signal;

/** Responses that cannot be read, and the error for each. */
const UNREADABLE: Partial<Record<SloppyAnswer, RegExp>> = {
  'a malformed header line amid chunks': /a malformed header line \(HPE_INVALID_HEADER_TOKEN\)/,
  'two lengths': /two lengths \(HPE_UNEXPECTED_CONTENT_LENGTH\)/,
  'a header of 300 kB': /a header of more than 256 KiB \(HPE_HEADER_OVERFLOW\)/,
  'a web page without a head': /something that is not HTTP \(HPE_INVALID_CONSTANT\)/,
  'another protocol': /101 Switching Protocols/,
  'a change of protocol to nothing': /101 Switching Protocols/,
};

const answers = Object.keys(SLOPPY_ANSWERS).filter((name): name is SloppyAnswer => name in SLOPPY_ANSWERS);

describe('a backend that answers with', () => {
  let server: SloppyServer;
  let client: EdgeClient;
  const events: UplinkEvent[] = [];
  const start = async (answer: SloppyAnswer): Promise<void> => {
    server = await SloppyServer.start(answer);
    events.length = 0;
    client = new EdgeClient({
      backendUrl: server.url,
      flushInterval: 0.02,
      timeout: 5,
      onEvent: (event) => events.push(event),
    }).start();
  };
  afterEach(async () => {
    await client.close(0);
    await server.stop();
  });

  for (const answer of answers) {
    const said = UNREADABLE[answer];
    if (said === undefined) {
      it(`${answer} gets each batch once`, async () => {
        await start(answer);
        for (let round = 1; round <= 3; round++) {
          client.ingest(round, { topic: `t${round}` });
          await until('arrival of the event', () => client.stats().events_flushed === round);
        }
        assert.equal(server.bodies.length, 3);
        assert.equal(client.stats().flush_errors, 0);
      });
    } else {
      it(`${answer} gets a batch once before the user is told what is wrong, and is then retried slowly`, async () => {
        await start(answer);
        client.ingest(1, { topic: 't' });
        const report = await until('offline report', () => events.find(({ event }) => event === 'offline'));
        assert.ok(report.event === 'offline');
        assert.match(report.payload.error, /^the response cannot be read: /);
        assert.match(report.payload.error, said);
        assert.match(report.payload.error, /the backend may have stored the batch$/);
        assert.ok(report.payload.retry_in >= 30, `${report.payload.retry_in} s`);
        assert.equal(server.bodies.length, 1);
        assert.equal(client.stats().buffer_depth, 1);
      });
    }
  }

  it('a length and chunks at once gets no second request over the same connection', async () => {
    await start('a length and chunks at once');
    const transport = new HttpTransport({ url: server.url, path: '/', timeoutMs: 5000 });
    await transport.post(request, never);
    await transport.post(request, never);
    transport.close();
    assert.equal(server.connections, 2);
  });
});
