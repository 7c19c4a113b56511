import { printable } from '../../frame';
import type { Meaning } from '../delivery/readAnswers';
import { causeOf } from '../reports/failureCause';
import { subjectOf } from '../reports/refusals';
import type { Answer } from '../transport/Transport';
import type { CheckCause, CheckReport } from './CheckReport';

type Diagnosis = Pick<CheckReport, 'cause' | 'status' | 'detail'>;

/** What errors of Node.js and OpenSSL mean, by code. */
const CODES: Readonly<Record<string, CheckCause>> = {
  ENOTFOUND: 'unknown-name',
  EAI_AGAIN: 'no-lookup',
  ECONNREFUSED: 'connection-refused',
  EHOSTUNREACH: 'no-route',
  ENETUNREACH: 'no-route',
  EADDRNOTAVAIL: 'no-route',
  ETIMEDOUT: 'no-answer',
  ECONNRESET: 'closed',
  EPIPE: 'closed',
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-early',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-untrusted',
  CERT_SIGNATURE_FAILURE: 'certificate-untrusted',
  CERT_UNTRUSTED: 'certificate-untrusted',
  CERT_REVOKED: 'certificate-untrusted',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'client-certificate',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'client-certificate',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'client-certificate',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: 'client-certificate',
  ERR_SSL_WRONG_VERSION_NUMBER: 'no-tls',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'no-tls',
  EPROTO: 'no-tls',
};

/** What the text of a response says if its status is a general one. The first row that matches decides. */
const WORDS: readonly (readonly [RegExp, CheckCause])[] = [
  [/plain HTTP request was sent to HTTPS port|HTTP request to an HTTPS server/i, 'https'],
  [/No required SSL certificate was sent|The SSL certificate error/i, 'client-certificate'],
  // A database, bucket or table that does not exist or was not named.
  [
    /\b(database|bucket|org(anization)?|table|relation|retention policy)\b.{0,100}\b(is required|not found|do(es)? ?n[o']t exist|in the schema cache)\b/is,
    'place',
  ],
];

/** Statuses with which a backend asks for a delay. */
const BUSY = [429, 503];

/** Maximum characters quoted of what a backend says. */
const MAX_DETAIL = 300;

/**
 * What became of a request, as one of the CHECK_CAUSES or the subject of a refusal.
 * @param meaning of the response for its batch; undefined if there was none.
 * @param said what the responses say about events, in words.
 */
export function diagnose(answer: Answer, meaning: Meaning | undefined, said: string | undefined): Diagnosis {
  if (answer.kind !== 'answered') return { cause: connectionCause(answer), ...detailOf(answer.error) };
  const { status, text } = answer;
  if (meaning?.kind === 'delivered') return { cause: 'stored', status, ...detailOf(said ?? '') };
  const detail = detailOf(
    meaning?.because?.error ?? meaning?.rejected?.[0]?.error ?? said ?? messageIn(text),
  );
  return { cause: answerCause(status, text, meaning), status, ...detail };
}

function connectionCause(answer: Exclude<Answer, { readonly kind: 'answered' }>): CheckCause {
  if (answer.kind === 'unreadable') return 'unreadable';
  const cause = causeOf(answer.error);
  switch (cause.kind) {
    case 'code':
      return CODES[cause.code] ?? 'unreachable';
    case 'no-answer':
      return 'no-answer';
    case 'unreadable':
      return 'unreadable';
    default:
      return /socket hang up/.test(answer.error) ? 'closed' : 'unreachable';
  }
}

function answerCause(status: number, text: string, meaning: Meaning | undefined): CheckCause {
  const byWords = WORDS.find(([pattern]) => pattern.test(text))?.[1];
  if (byWords && meaning?.because === undefined) return byWords;
  switch (meaning?.kind) {
    case 'refused': {
      const { because } = meaning;
      return subjectOf({ status, ...(because && { cause: because.cause }) });
    }
    case 'rejected':
      return 'rejected';
    case 'too-large':
      return 'too-large';
    case 'encoding':
      return 'format';
    default:
      return BUSY.includes(status) ? 'busy' : 'server-error';
  }
}

/** The message of an error in JSON; any other text unchanged. */
function messageIn(text: string): string {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return text;
  }
  const { message, error, detail }: Record<string, unknown> = Object(body);
  return [message, error, detail].find((each) => typeof each === 'string' && each !== '')?.toString() ?? text;
}

function detailOf(words: string): Pick<Diagnosis, 'detail'> {
  const detail = printable(words).trim().slice(0, MAX_DETAIL);
  return detail === '' ? {} : { detail };
}
