import type { NodeAPI } from 'node-red';
import { SettingError } from '../../src/settings/SettingError';
import type { TlsFilePaths, TlsOptions } from '../../src/uplink';

/** What a tls-config node says. */
export interface TlsSettings {
  readonly tls?: TlsOptions;
  /** Where Node-RED read it from, which it does once. Empty for certificates that were uploaded. */
  readonly tlsFiles?: TlsFilePaths;
}

/**
 * The TLS settings of a backend.
 * @param id of its tls-config node; undefined or empty if it has none.
 * @throws {SettingError} when that node is missing or disabled.
 */
export function tlsSettings(RED: NodeAPI, id: string | undefined): TlsSettings {
  if (!id) return {};
  const node: unknown = RED.nodes.getNode(id);
  const addTLSOptions: unknown = Object(node).addTLSOptions;
  if (typeof addTLSOptions !== 'function') {
    throw new SettingError('tls', id, 'choose a TLS configuration that exists and is enabled.');
  }
  const tls: TlsOptions = {};
  addTLSOptions.call(node, tls);
  return { tls, tlsFiles: filesOf(RED, node) };
}

/** The node keeps what it has read, but not from where: that is in the flow. */
function filesOf(RED: NodeAPI, node: unknown): TlsFilePaths {
  // A node of a subflow is a copy, and the flow has the original.
  const { id, _alias: original = id } = Object(node);
  const files: Partial<Record<keyof TlsFilePaths, string>> = {};
  RED.nodes.eachNode((config) => {
    if (config.id !== original) return;
    for (const part of ['ca', 'cert', 'key'] as const) {
      const path = pathOf(RED, node, Object(config)[part]);
      if (path !== '') files[part] = path;
    }
  });
  return files;
}

/** A path as Node-RED reads it: a text that is a variable stands for its value. */
function pathOf(RED: NodeAPI, node: unknown, given: unknown): string {
  const text = typeof given === 'string' ? given : '';
  const [, variable] = /^\$\{(\S+)\}$/.exec(text) ?? [];
  const path: unknown = variable === undefined ? text : RED.util.getSetting(Object(node), variable);
  return typeof path === 'string' ? path.trim() : '';
}
