/** Whether a setting is an environment variable, `${NAME}`, whose value is known only when the node starts. */
export function isEnvReference(value: unknown): boolean {
  return typeof value === 'string' && /^\$\{[^}\s]+\}$/.test(value.trim());
}
