import type { NodeAPI } from 'node-red';

/**
 * A setting as Node-RED reads it: a text that is a variable, `${NAME}`, stands for its value; one that is not set stays as
 * it is. Lists and objects are read within.
 * @param node whose flow and group say what the variable is; undefined for that of the process.
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
