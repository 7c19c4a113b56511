import { choice, flag, structured, text } from './settingKinds';

/** Symbol of a message that no rule recognizes. */
export const FALLBACK_SYMBOL = 'SENSOR_POLL';

/** Settings of wireband-classify. */
export const CLASSIFY = {
  topicProperty: text({
    default: 'topic',
    program: false,
    row: { section: 'messages', icon: 'bookmark-o', isTyped: true },
  }),
  payloadProperty: text({
    default: 'payload',
    program: false,
    row: { section: 'messages', icon: 'envelope-o', isTyped: true },
  }),
  mode: choice(['message', 'readings'], {
    program: false,
    row: { section: 'messages', icon: 'clone' },
  }),
  keepMeta: flag({ default: false, program: false, row: { section: 'messages' } }),
  topicSymbols: structured('list', { default: [], row: { section: 'messages', icon: 'sitemap' } }),
  keywordSymbols: structured('list', { default: [], row: { section: 'messages', icon: 'key' } }),
  fallback: structured('symbol', {
    default: FALLBACK_SYMBOL,
    row: { section: 'fallback', icon: 'question-circle-o', example: FALLBACK_SYMBOL },
  }),
};
