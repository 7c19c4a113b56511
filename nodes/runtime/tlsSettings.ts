import type { NodeAPI } from 'node-red';
import { SettingError } from '../../src/settings/SettingError';
import type { TlsFilePaths, TlsOptions } from '../../src/uplink';

/** The settings of a tls-config node. */
export interface TlsSettings {
  readonly tls?: TlsOptions;
  /** The files from which Node-RED read them, which it does only once. Empty for uploaded certificates. */
  readonly tlsFiles?: TlsFilePaths;
}

/**
 * The TLS settings of a backend.
 * @param id of its tls-config node; undefined or empty if it has none.
 * @throws {SettingError} if that node is missing or disabled.
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

/** The node keeps what it has read, but not the paths: those are in the flow. */
function filesOf(RED: NodeAPI, node: unknown): TlsFilePaths {
  // A node in a subflow is a copy; the flow contains the original.
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

/** A path as Node-RED reads it: an environment variable is replaced by its value. */
function pathOf(RED: NodeAPI, node: unknown, given: unknown): string {
  const text = typeof given === 'string' ? given : '';
  const [, variable] = /^\$\{(\S+)\}$/.exec(text) ?? [];
  const path: unknown = variable === undefined ? text : RED.util.getSetting(Object(node), variable);
  return typeof path === 'string' ? path.trim() : '';
}
