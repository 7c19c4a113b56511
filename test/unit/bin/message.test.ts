import assert from 'node:assert/strict';
import { parseArguments } from '../../../bin/parseArguments';
import { startMessage } from '../../../bin/startMessage';

const nodeRed = { version: '4.1.2', script: '/red.js' };
const directory = {
  folder: '/u',
  flowFile: '/u/gateway.json',
  settingsFile: '/u/settings.js',
  flowKept: false,
  settingsKept: false,
};
const editor = { host: '127.0.0.1', port: 1880 };

function messageFor(
  changes: { directory?: object; host?: string } = {},
  args: readonly string[] = [],
): string {
  const command = parseArguments(args, {});
  if (command.kind !== 'run') throw new Error('not a run');
  return startMessage(command.gateway, {
    nodeRed,
    directory: { ...directory, ...changes.directory },
    editor: { ...editor, ...(changes.host === undefined ? {} : { host: changes.host }) },
  });
}

describe('the start message of the command line', () => {
  it('shows the editor address and what runs, without user name and password', () => {
    const message = messageFor({}, [
      '--broker',
      'mqtt://who:secret@b',
      '--topics',
      'a',
      'b',
      '--device-id',
      'd',
    ]);
    assert.match(message, /^wireband-edge \d+\.\d+\.\d+ on Node-RED 4\.1\.2\n/);
    assert.match(message, /editor +http:\/\/127\.0\.0\.1:1880\/ \(from this machine only; see --host\)/);
    assert.match(message, /broker +mqtt:\/\/b:1883\n/);
    assert.match(message, /topics +a {2}b\n/);
    assert.match(message, /backend +http:\/\/localhost:8000 as d\n/);
    assert.doesNotMatch(message, /who|secret|edited|adminAuth/);
  });

  it('says in one line what its acknowledgement mode guarantees', () => {
    assert.match(messageFor(), /^ {2}acknowledged on arrival: a crash loses .*--acknowledge arrival/m);
    assert.match(
      messageFor({}, ['--acknowledge', 'stored']),
      /^ {2}acknowledged once stored: not even a crash/m,
    );
  });

  it('does not promise options that an edited flow ignores', () => {
    const message = messageFor({ directory: { flowKept: true } }, ['--topics', 'sensors/#']);
    assert.match(message, /\/u\/gateway\.json\n.*was edited, so it runs as it is/);
    assert.doesNotMatch(message, /sensors/);
  });

  it('names the settings that were kept', () => {
    assert.match(
      messageFor({ directory: { settingsKept: true } }),
      /Kept as you edited it: \/u\/settings\.js/,
    );
  });

  it('warns of an editor that is reachable from the network', () => {
    const message = messageFor({ host: '0.0.0.0' });
    assert.match(message, /can be reached from the network.*adminAuth in \/u\/settings\.js/);
    assert.doesNotMatch(message, /this machine only/);
  });
});
