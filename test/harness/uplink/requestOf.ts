import assert from 'node:assert/strict';
import type { BatchRequest } from '../../../src/uplink';
import type { Parcel } from '../../../src/uplink/delivery/Packer';

/** The request of a parcel that has one. */
export function requestOf({ request }: Parcel): BatchRequest {
  assert.ok(request, 'there is something to send');
  return request;
}
