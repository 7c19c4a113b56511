import type { RefusalSubject } from '../reports/refusals';

/** Possible results of a check, besides refusals. The dialog has a text for each. */
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

/** The result of sending a sample to a backend. Plain data. */
export interface CheckReport {
  readonly cause: CheckCause;
  /** Where it was sent, without secrets. */
  readonly url: string;
  readonly host: string;
  /** How many of the events sent the backend now has. */
  readonly stored: number;
  readonly sent: number;
  readonly durationMs: number;
  /** HTTP status of the response. */
  readonly status?: number;
  /** What the backend says, or the error from Node.js. */
  readonly detail?: string;
  readonly certificate?: CertificateFacts;
}
