import assert from 'node:assert/strict';
import { partsOf } from '../../../bench/message-path/profileParts';

const frame = (functionName: string, url = '') => ({
  callFrame: { functionName, url, scriptId: '', lineNumber: 0, columnNumber: 0 },
});

describe('the profile of a thread', () => {
  it('gives time to the part of the innermost function that has one, and none to idling and the profiler', () => {
    const profile = {
      nodes: [
        { id: 1, ...frame('(root)'), children: [2, 5, 6, 7] },
        { id: 2, ...frame('onInput', '/p/delta.js'), children: [3, 4] },
        { id: 3, ...frame('push'), children: [] },
        { id: 4, ...frame('send', '/p/node-red.js') },
        { id: 5, ...frame('(idle)') },
        { id: 6, ...frame('(garbage collector)') },
        { id: 7, ...frame('post', 'node:inspector'), children: [8] },
        { id: 8, ...frame('dispatch') },
      ],
      startTime: 0,
      endTime: 0,
      samples: [1, 2, 3, 4, 5, 6, 8],
      timeDeltas: [1, 2, 4, 8, 16, 32, 64],
    };
    const parts = [
      { name: 'Node-RED', files: /node-red/ },
      { name: 'delta', files: /delta/ },
    ];
    assert.deepEqual(
      [...partsOf(profile, parts)],
      [
        ['Node-RED', 8],
        ['delta', 6],
        ['garbage collected', 32],
        ['everything else, in Node.js and V8', 1],
      ],
    );
  });
});
