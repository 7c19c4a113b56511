export { Engine } from './Engine';
export type { EngineBackend } from './EngineBackend';
export { EngineUplink, type EngineUplinkListener } from './EngineUplink';
export { engineFor } from './engines';
export type { BackendPlan, UplinkPlan } from './messages';
export { backendPlan, uplinkPlan } from './plans';
