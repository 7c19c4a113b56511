/** A topic as text; empty unless it is text, a number or a boolean. */
export function topicText(topic: unknown): string {
  if (typeof topic === 'string') return topic;
  return typeof topic === 'number' || typeof topic === 'boolean' ? String(topic) : '';
}
