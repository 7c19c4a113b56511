export {
  FallingHistory,
  HISTORY_SPAN_NAMES,
  HISTORY_SPANS,
  type HistoryColumns,
  type HistoryFigure,
  type HistorySpan,
} from './FallingHistory';
export { GapLog, type LoggedGap } from './GapLog';
export { type Health, healthOf, type UplinkCondition } from './health';
export { PROMETHEUS_TYPE, prometheusText } from './prometheusText';
export { type Sample, type UplinkFigures, UplinkWatch } from './UplinkWatch';
export { type MeasuredUplink, uplinkMetrics } from './uplinkMetrics';
