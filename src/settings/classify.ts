import { choice, flag, structured, text } from './settingKinds';

/** Symbol of a message that no rule recognizes. */
export const FALLBACK_SYMBOL = 'SENSOR_POLL';

/** Settings of wireband-classify. */
export const CLASSIFY = {
  mode: choice(['message', 'readings'], {
    program: false,
    row: { section: 'messages', icon: 'clone' },
  }),
  keepMeta: flag({ default: false, program: false, row: { section: 'messages' } }),
  topicSymbols: structured('list', { default: [], row: { section: 'rules', icon: 'sitemap' } }),
  keywordSymbols: structured('list', { default: [], row: { section: 'rules', icon: 'key' } }),
  fallback: structured('symbol', {
    default: FALLBACK_SYMBOL,
    row: { section: 'fallback', icon: 'question-circle-o', example: FALLBACK_SYMBOL },
  }),
  topicProperty: text({
    default: 'topic',
    program: false,
    row: { section: 'source', icon: 'bookmark-o', isTyped: true },
  }),
  payloadProperty: text({
    default: 'payload',
    program: false,
    row: { section: 'source', icon: 'envelope-o', isTyped: true },
  }),
};
