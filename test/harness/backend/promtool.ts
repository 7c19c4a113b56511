import { onPath, type Requirement } from '../requirements';

/** Checks metrics as Prometheus reads them, and their names by its conventions. */
export const promtool: Requirement<string> = {
  name: 'promtool',
  find: () => onPath('promtool'),
  install: 'install promtool (Debian: apt-get install prometheus)',
};
