import type { RefusalSubject } from '../reports/refusals';

/** What can come of a check, beside a refusal; the dialog has words for each. */
export const CHECK_CAUSES = [
  'stored',
  'partly',
  'nothing',
  'unknown-name',
  'no-lookup',
  'connection-refused',
  'no-route',
  'no-answer',
  'closed',
  'certificate-expired',
  'certificate-early',
  'certificate-name',
  'certificate-untrusted',
  'client-certificate',
  'no-tls',
  'unreachable',
  'unreadable',
  'place',
  'rejected',
  'too-large',
  'busy',
  'server-error',
] as const;
export type CheckCause = (typeof CHECK_CAUSES)[number] | RefusalSubject;

/** A server's certificate, for people. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  /** What it is valid for: `DNS:example.org, IP Address:192.0.2.1`. */
  readonly names: string;
  /** Milliseconds since the epoch. */
  readonly validFrom: number;
  readonly validTo: number;
}

/** What came of sending a sample to a backend. Plain data. */
export interface CheckReport {
  readonly cause: CheckCause;
  /** Where it was sent to, without secrets. */
  readonly url: string;
  readonly host: string;
  /** Events that the backend has now, of those that were sent. */
  readonly stored: number;
  readonly sent: number;
  readonly durationMs: number;
  /** Of the answer. */
  readonly status?: number;
  /** What the backend says, or the error of Node.js. */
  readonly detail?: string;
  readonly certificate?: CertificateFacts;
}
