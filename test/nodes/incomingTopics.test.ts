import assert from 'node:assert/strict';
import monitorPlugin from '../../nodes/monitor/runtime';
import type { IncomingTopic } from '../../nodes/runtime/incomingTopics';
import { postToAdmin, send, startFlow, withNodeRed } from '../harness/nodeRed/flow';
import { until } from '../harness/until';

describe('incoming topics', () => {
  withNodeRed();

  const topics = async (): Promise<readonly IncomingTopic[]> => {
    const { body } = await postToAdmin('/wireband/topics', {});
    const { topics = [] }: { readonly topics?: readonly IncomingTopic[] } = Object(body);
    return topics;
  };

  it('are listed with value, symbol and count, from the first request on', async () => {
    await startFlow([{ id: 'c', type: 'wireband-classify', wires: [[]] }], {}, [monitorPlugin]);
    send('c', { topic: 'before/anybody/looked', payload: 1 });
    assert.deepEqual(await topics(), []);
    send('c', { topic: 'hall/temperature', payload: 21 });
    send('c', { topic: 'hall/temperature', payload: Buffer.from('22 °C') });
    send('c', { topic: 'press/motor', payload: { running: true, note: 'x'.repeat(500) } });
    await until('both topics are listed', async () => (await topics()).length === 2);
    const [temperature, motor] = await topics();
    assert.deepEqual(
      [
        temperature?.topic,
        temperature?.value,
        temperature?.symbol,
        temperature?.quantity,
        temperature?.count,
      ],
      ['hall/temperature', '22 °C', 'SENSOR_TEMP', 'temperature', 2],
    );
    assert.equal(motor?.symbol, 'ACTUATOR_MOTOR_START');
    assert.equal(motor?.value.length, 80);
  });

  it('are listed up to a limit, however many arrive', async () => {
    await startFlow([{ id: 'c', type: 'wireband-classify', wires: [[]] }], {}, [monitorPlugin]);
    await topics();
    for (let i = 0; i < 300; i++) send('c', { topic: `t/${i}/${'x'.repeat(1000)}`, payload: i });
    await until('200 topics are listed', async () => (await topics()).length >= 200);
    assert.equal((await topics()).length, 200);
    assert.ok((await topics()).every(({ topic }) => topic.length <= 200));
  });
});
