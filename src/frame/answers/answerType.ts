import type { PartAnswer } from '../BatchFormat';

/** The kind of a response according to its content type. */
export type AnswerType = 'json' | 'text' | 'protobuf' | 'binary' | 'page' | 'other';

/** The first matching row decides. */
const TYPES: readonly (readonly [RegExp, AnswerType])[] = [
  [/^(text\/html|application\/xhtml\+xml)$/, 'page'],
  [/^(application|text)\/([\w.-]+\+)?(x-)?(json|ndjson|jsonl|json-seq)$/, 'json'],
  [/^application\/(x-|vnd\.google\.)?protobuf$/, 'protobuf'],
  [/^text\/plain$/, 'text'],
  [/^application\/octet-stream$/, 'binary'],
];

/** HTML or XML, which no backend returns for a batch. Comments and declarations may precede the first element. */
const MARKUP = /^[\uFEFF\s]*<[a-z!?]/i;

/** Content that frameworks label as HTML by default: JSON, a single word such as `OK`, or nothing at all. */
const NO_PAGE = /^[\uFEFF\s]*([{[]|\w*\s*$)/;
const JSON_BEGINS = /^[\uFEFF\s]*[{[]/;

/** @param contentType the header of a response. @returns undefined if there is none. */
export function answerTypeOf(contentType: string | undefined): AnswerType | undefined {
  const [type = ''] = (contentType ?? '').toLowerCase().split(';');
  if (type.trim() === '') return undefined;
  return TYPES.find(([pattern]) => pattern.test(type.trim()))?.[1] ?? 'other';
}

/** Whether the response is a web page, such as the login of a captive portal, whatever its content type says. */
export function isWebPage({ contentType, text, isCut }: Omit<PartAnswer, 'status'>): boolean {
  if (MARKUP.test(text)) return true;
  const noPage = isCut ? JSON_BEGINS : NO_PAGE;
  return answerTypeOf(contentType) === 'page' && !noPage.test(text);
}

/** Whether a format that accepts these types can get this response. An empty one says nothing, whatever its type. */
export function canAnswer(
  types: readonly AnswerType[],
  { contentType, text }: Omit<PartAnswer, 'status'>,
): boolean {
  const type = answerTypeOf(contentType);
  if (type === undefined || text === '') return true;
  return types.includes(type === 'page' ? 'text' : type);
}
