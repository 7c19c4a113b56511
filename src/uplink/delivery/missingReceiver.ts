import { type Exchange, hasArrived } from '../transport/Transport';
import type { BatchEncoder, PreparedBatch } from './BatchEncoder';
import type { RequestSender } from './RequestSender';

/** The statuses with which a backend says that it has nothing at a path. */
const NO_RECEIVER: readonly number[] = [404, 405, 501];

/**
 * Marks events as rejected if their part of a batch has no receiver while the receiver of another part accepts
 * requests; otherwise the whole address may be wrong. The rest of the batch can then be sent.
 * @param refused the exchange in which the part was refused.
 * @returns the error for those events; undefined if none were marked.
 */
export async function setAsideUnreceived(
  prepared: PreparedBatch,
  refused: Exchange,
  encoder: BatchEncoder,
  sender: RequestSender,
): Promise<string | undefined> {
  const { answer, earlier = [] } = refused;
  const part = prepared.parts[prepared.arrived];
  const { receivers = [] } = encoder.format;
  const missing = receivers.find(({ path }) => path === part?.path);
  if (answer.kind !== 'answered' || !NO_RECEIVER.includes(answer.status) || !missing) return undefined;
  const others = receivers.filter((other) => other !== missing);
  if (earlier.length === 0 && !(await anyTakes(others, encoder, sender))) return undefined;
  const error = `HTTP ${answer.status} from ${missing.path}: ${missing.without}`;
  const known = new Set(prepared.rejected.map(({ index }) => index));
  for (const index of part?.events ?? []) {
    if (!known.has(index)) prepared.rejected.push({ index, error });
  }
  prepared.arrived++;
  prepared.request = prepared.request?.next;
  return error;
}

/** Probes receivers with empty requests. */
async function anyTakes(
  receivers: readonly { readonly path: string; readonly nothing: string }[],
  { format }: BatchEncoder,
  sender: RequestSender,
): Promise<boolean> {
  for (const { path, nothing } of receivers) {
    const headers = { 'Content-Type': format.contentType, ...format.headers };
    if (hasArrived(await sender.send({ headers, text: nothing, coding: 'identity', path }))) return true;
  }
  return false;
}
