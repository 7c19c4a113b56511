export { MemorySpool, type MemorySpoolOptions } from './MemorySpool';
export {
  type Batch,
  type BatchLimits,
  type DropListener,
  type DropReason,
  OVERFLOWS,
  type Overflow,
  type QuarantinedEvent,
  type Spool,
} from './Spool';
