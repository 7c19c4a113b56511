import { type BatchRequest, type Exchange, hasArrived } from '../transport/Transport';

/**
 * Sends a request, and what follows it as soon as it has arrived. The answer is that of the last one sent.
 * @param send sends one.
 */
export async function sendParts(
  request: BatchRequest,
  signal: AbortSignal,
  send: (request: BatchRequest, signal: AbortSignal) => Promise<Exchange>,
): Promise<Exchange> {
  const first = await send(request, signal);
  if (!request.next || !hasArrived(first)) return first;
  const rest = await sendParts(request.next, signal, send);
  return {
    answer: rest.answer,
    earlier: [first.answer, ...(rest.earlier ?? [])],
    bytes: first.bytes + rest.bytes,
    durationMs: first.durationMs + rest.durationMs,
  };
}
