/** A certification report: the partner, and where it goes. */

import { fileSlug } from '../../../files/file-slug.ts'
import { choose, type NamedPartner, run, type Step, whichPartner, whichPath } from '../step.ts'

/** Begins with the partner. */
export function report(): Step {
  return whichPartner('The report of which partner?', reportOf)
}

/** Asks where the report of a partner goes. */
export function reportOf({ name, word }: NamedPartner): Step {
  const line = { words: ['cert-report'], about: [word] }
  const next = () => [{ name: 'The report of another partner', leads: report }]
  return choose('Where should it go?', [
    {
      name: 'Into a file, for a spreadsheet',
      leads: () =>
        whichPath({
          key: `report of ${word}`,
          message: 'The file to write',
          usual: `${fileSlug(name)}-certifications.csv`,
          leads: (file) => run({ ...line, options: ['--out', file] }, next),
        }),
    },
    { name: 'On the screen', leads: () => run(line, next) },
  ])
}
