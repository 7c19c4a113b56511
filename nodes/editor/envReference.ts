/** Whether a setting names an environment variable, `${NAME}`: its value is known only when the node starts. */
export function isEnvReference(value: unknown): boolean {
  return typeof value === 'string' && /^\$\{[^}\s]+\}$/.test(value.trim());
}
