import assert from 'node:assert/strict';
import { AsideEvents } from '../../../../src/uplink';

describe('deferred events', () => {
  it('count once they have waited for five seconds, and during a retry', () => {
    const aside = new AsideEvents();
    const counts = [
      [3, 0],
      [3, 4999],
      [3, 5000],
      [0, 6000],
      [0, 64_999],
      [0, 65_000],
    ].map(([waiting = 0, at = 0]) => {
      aside.note(waiting, 10, at);
      return aside.events;
    });
    assert.deepEqual(counts, [0, 0, 3, 3, 3, 0]);
    assert.equal(aside.hasAny, false);
  });

  it('count even with shorter pauses, as with a short backoff', () => {
    const aside = new AsideEvents();
    for (let at = 0; at <= 6000; at += 500) aside.note(at % 1000 === 0 ? 1 : 0, 10, at);
    assert.equal(aside.events, 1);
  });

  it('end as soon as nothing waits', () => {
    const aside = new AsideEvents();
    aside.note(3, 10, 0);
    aside.note(3, 10, 5000);
    aside.note(0, 0, 5100);
    assert.deepEqual([aside.events, aside.hasAny, aside.waitedMs(5100)], [0, false, 0]);
  });

  it('do not count if a batch was only being split', () => {
    const aside = new AsideEvents();
    aside.note(100, 200, 0);
    aside.note(0, 200, 600);
    aside.note(0, 200, 5600);
    aside.note(50, 200, 9000);
    assert.equal(aside.events, 0);
  });
});
