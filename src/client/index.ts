export { ClientClosedError, EdgeClient, type EdgeClientOptions, type IngestOptions } from './EdgeClient';
