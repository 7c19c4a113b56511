export { type DispensableCall, isUnsupported } from './unsupportedCalls';
