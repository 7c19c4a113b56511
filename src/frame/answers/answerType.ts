import type { PartAnswer } from '../BatchFormat';

/** What an answer is by its content type. */
export type AnswerType = 'json' | 'text' | 'protobuf' | 'binary' | 'page' | 'other';

/** The first row that fits decides. */
const TYPES: readonly (readonly [RegExp, AnswerType])[] = [
  [/^(text\/html|application\/xhtml\+xml)$/, 'page'],
  [/^(application|text)\/([\w.-]+\+)?(x-)?(json|ndjson|jsonl|json-seq)$/, 'json'],
  [/^application\/(x-|vnd\.google\.)?protobuf$/, 'protobuf'],
  [/^text\/plain$/, 'text'],
  [/^application\/octet-stream$/, 'binary'],
];

/** HTML or XML, which no backend answers a batch with. Comments and declarations may precede its first element. */
const MARKUP = /^[\uFEFF\s]*<[a-z!?]/i;

/** What frameworks label as HTML because nobody told them otherwise: JSON, a word such as `OK`, nothing at all. */
const NO_PAGE = /^[\uFEFF\s]*([{[]|\w*\s*$)/;
const JSON_BEGINS = /^[\uFEFF\s]*[{[]/;

/** @param contentType the header of an answer. @returns undefined if there is none. */
export function answerTypeOf(contentType: string | undefined): AnswerType | undefined {
  const [type = ''] = (contentType ?? '').toLowerCase().split(';');
  if (type.trim() === '') return undefined;
  return TYPES.find(([pattern]) => pattern.test(type.trim()))?.[1] ?? 'other';
}

/** Whether a web page answered, such as the login of a captive portal, whatever its content type says. */
export function isWebPage({ contentType, text, isCut }: Omit<PartAnswer, 'status'>): boolean {
  if (MARKUP.test(text)) return true;
  const noPage = isCut ? JSON_BEGINS : NO_PAGE;
  return answerTypeOf(contentType) === 'page' && !noPage.test(text);
}

/** Whether a format that answers with these types can answer so. An empty answer says nothing, whatever its type. */
export function canAnswer(
  types: readonly AnswerType[],
  { contentType, text }: Omit<PartAnswer, 'status'>,
): boolean {
  const type = answerTypeOf(contentType);
  if (type === undefined || text === '') return true;
  return types.includes(type === 'page' ? 'text' : type);
}
