import { NO_ANSWER, UNREADABLE } from '../transport/Transport';

/** Why requests fail, short enough for a status. */
export type FailureCause =
  /** The backend answered with this status. */
  | { readonly kind: 'status'; readonly status: number }
  /** An error code of Node.js or OpenSSL. */
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'no-answer' | 'unreadable' | 'other' };

/** Codes as Node.js (`ECONNREFUSED`, `ERR_TLS_CERT_ALTNAME_INVALID`) and OpenSSL (`CERT_HAS_EXPIRED`) write them. */
const CODE = /\b(?:E[A-Z]{2}[A-Z0-9_]+|[A-Z]+(?:_[A-Z0-9]+){2,})\b/;

/** The cause of a failure. @param error as the uplink reports it. */
export function causeOf(error: string): FailureCause {
  const [, status] = /^HTTP (\d{3})\b/.exec(error) ?? [];
  if (status !== undefined) return { kind: 'status', status: Number(status) };
  if (error.startsWith(NO_ANSWER)) return { kind: 'no-answer' };
  if (error.startsWith(UNREADABLE)) return { kind: 'unreadable' };
  const [code] = CODE.exec(error) ?? [];
  return code === undefined ? { kind: 'other' } : { kind: 'code', code };
}
