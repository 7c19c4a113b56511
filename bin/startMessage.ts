import { maskedAddress } from '../src/uplink';
import { editorUrl, isLocal } from './editorPort';
import { packageVersion } from './packageInfo';
import type { GatewaySettings } from './settings';
import type { Gateway } from './startGateway';

/** What the command prints at startup. */
export function startMessage(
  settings: GatewaySettings,
  { nodeRed, editor, directory }: Pick<Gateway, 'nodeRed' | 'editor' | 'directory'>,
): string {
  const lines = [
    `wireband-edge ${packageVersion} on Node-RED ${nodeRed.version}`,
    ...(directory.flowKept ? keptFlow(directory.flowFile) : optionLines(settings, directory.flowFile)),
    `  editor   ${editorUrl(editor)} ${isLocal(editor) ? '(from this machine only; see --host)' : ''}`.trimEnd(),
  ];
  if (directory.settingsKept) lines.push(`Kept as you edited it: ${directory.settingsFile}`);
  if (!isLocal(editor)) {
    lines.push(
      `The editor can be reached from the network: anyone who opens it can change this gateway. Set adminAuth in ${directory.settingsFile}.`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function optionLines(settings: GatewaySettings, flowFile: string): string[] {
  return [
    `  broker   ${settings.broker.url}`,
    `  topics   ${settings.topics.join('  ')}`,
    `  acknowledged ${settings.acknowledge === 'stored' ? 'once stored: not even a crash loses a message (--acknowledge stored)' : 'on arrival: a crash loses the messages in the flow (--acknowledge arrival)'}`,
    `  backend  ${maskedAddress(String(settings.backend.url))} as ${settings.backend.deviceId}`,
    `  flow     ${flowFile}`,
  ];
}

function keptFlow(flowFile: string): string[] {
  return [
    `  flow     ${flowFile}`,
    '  It was edited, so it runs as it is, and the options for broker, topics, backend and nodes have no effect.',
    '  To have it rewritten from the options, delete it.',
  ];
}
