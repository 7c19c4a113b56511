export { watchDeletions } from '../editor/monitor/deletedUplinks';
export { addMonitorTab } from '../editor/monitor/monitorTab';
