export {
  FallingHistory,
  HISTORY_SPAN_NAMES,
  HISTORY_SPANS,
  type HistoryColumns,
  type HistoryFigure,
  type HistorySpan,
} from './FallingHistory';
export { GapLog } from './GapLog';
export { type Health, healthOf, type StoppedUplink, type UplinkCondition } from './health';
export type { LoggedGap } from './LoggedGap';
export type { OrphanedSpool } from './OrphanedSpool';
export { PROMETHEUS_TYPE, prometheusText } from './prometheusText';
export type { RunningUplinkFigures } from './RunningUplinkFigures';
export type { UplinkFigures, UplinkRow } from './UplinkRow';
export { type Sample, UplinkWatch } from './UplinkWatch';
export { type MeasuredUplink, uplinkMetrics } from './uplinkMetrics';
