export { addMonitorTab } from '../editor/monitor/monitorTab';
