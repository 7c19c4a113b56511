import type { NodeAPI } from 'node-red';

/**
 * A setting as Node-RED reads it: text of the form `${NAME}` is replaced by the value of that variable, or stays as it
 * is if the variable is not set. Also applies to the contents of lists and objects.
 * @param node whose flow and group define the variable; undefined for the variables of the process.
 */
export function environmentValue(RED: NodeAPI, node: unknown, given: unknown): unknown {
  if (Array.isArray(given)) return given.map((each) => environmentValue(RED, node, each));
  if (typeof given === 'object' && given !== null) {
    return Object.fromEntries(
      Object.entries(given).map(([key, each]) => [key, environmentValue(RED, node, each)]),
    );
  }
  const [, variable] = /^\$\{(\S+)\}$/.exec(typeof given === 'string' ? given.trim() : '') ?? [];
  if (variable === undefined) return given;
  const value: unknown = RED.util.getSetting(Object(node), variable);
  return value ?? given;
}
