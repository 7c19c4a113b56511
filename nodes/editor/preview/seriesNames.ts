import type { RecentSeriesName } from '../../../src/delta/preview/RecentReadings';
import { text } from '../text';

/** What a series is called in the dialog: `hall/climate › temperature`. */
export function nameOf(node: EditorNode, { topic, device, field, keys }: RecentSeriesName): string {
  const names = [device, topic, field, keys.join('.')].filter((name) => name !== undefined && name !== '');
  return names.length === 0 ? text(node, 'preview.no-topic') : names.join(' › ');
}
