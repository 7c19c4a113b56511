export {
  DELTA_MODES,
  DeltaFilter,
  type DeltaMode,
  type DeltaOptions,
  type DeltaVerdict,
  type PassReason,
} from './DeltaFilter';
