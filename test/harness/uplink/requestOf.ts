import assert from 'node:assert/strict';
import type { BatchRequest } from '../../../src/uplink';
import type { PreparedBatch } from '../../../src/uplink/delivery/BatchEncoder';

/** The request of a prepared batch that has one. */
export function requestOf({ request }: PreparedBatch): BatchRequest {
  assert.ok(request, 'there is something to send');
  return request;
}
