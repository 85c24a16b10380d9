/** An export to import. */

import { type Choice, run, type Step, whichPath } from '../step.ts'

/** Begins with the file. */
export function imports(): Step {
  const next = (): Choice[] => [
    { name: 'Import another file', leads: imports },
    {
      name: 'See what was imported',
      leads: () => run({ words: ['imports', 'list'] }, () => [{ name: 'Import another file', leads: imports }]),
    },
  ]
  return whichPath({
    key: 'export',
    message: 'Which file?',
    needs: 'change',
    leads: (file) => run({ words: ['import'], about: [file] }, next),
  })
}
