/** A topic as text: what is not text or number has none. */
export function topicText(topic: unknown): string {
  if (typeof topic === 'string') return topic;
  return typeof topic === 'number' || typeof topic === 'boolean' ? String(topic) : '';
}
