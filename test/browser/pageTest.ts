import assert from 'node:assert/strict';
import type { Editor } from '../harness/editor/editor';

/** Declares tests that also fail when the page reports an error while they run. */
export function testsInPage(editor: () => Editor): (title: string, body: () => Promise<void>) => void {
  return (title, body) => {
    it(title, async () => {
      try {
        await body();
      } catch (error) {
        const problems = editor().takeProblems();
        if (problems.length === 0) throw error;
        throw new Error(`the page reported: ${problems.join('\n')}`, { cause: error });
      }
      assert.deepEqual(editor().takeProblems(), [], 'the page reported errors');
    });
  };
}
