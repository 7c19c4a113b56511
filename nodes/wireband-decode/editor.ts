import { DECODE } from '../../src/settings/decode';
import { prepareForm } from '../editor/prepareForm';
import { settingCheck } from '../editor/settingCheck';

export { addSearchWords } from '../editor/paletteSearch';

export const check = settingCheck(DECODE, {});

export function prepare(node: EditorNode): void {
  prepareForm(node, DECODE);
}
