/** A text from the monitor's own catalog. */
export function monitorText(key: string, values?: Readonly<Record<string, unknown>>): string {
  return RED._(`@wireband/node-red-edge/wireband-monitor:wireband-monitor.${key}`, values);
}
