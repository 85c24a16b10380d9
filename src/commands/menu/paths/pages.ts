/** Pages about a partner, to read or to forward: its scorecard, a business review, its vouchers. */

import { fileSlug } from '../../../files/file-slug.ts'
import { type Choice, choose, type NamedPartner, run, type Step, whichPartner, whichPath } from '../step.ts'

/** Begins with the partner. */
export function pages(): Step {
  return whichPartner('A page about which partner?', whichPage)
}

/** The pages that there are; `slug` ends the name of the file. */
const PAGES: ReadonlyArray<{ name: string; words: readonly string[]; slug: string; options: readonly string[] }> = [
  { name: 'Its scorecard: certifications and requirements', words: ['scorecard', 'partner'], slug: 'scorecard', options: [] },
  { name: 'A business review, for us', words: ['insights'], slug: 'insights', options: [] },
  { name: 'A business review, to give to the partner', words: ['insights'], slug: 'review', options: ['--for', 'partner'] },
  { name: 'Its PSE vouchers', words: ['vouchers'], slug: 'vouchers', options: [] },
  { name: 'Is it a Professional Services Partner?', words: ['psp', 'check'], slug: 'psp', options: [] },
  { name: 'Its rebate exceptions', words: ['rebates'], slug: 'rebates', options: [] },
]

/** Asks which page about a partner, and where it goes. */
export function whichPage(partner: NamedPartner): Step {
  return choose(
    'Which page?',
    PAGES.map((page) => ({ name: page.name, leads: () => whereTo(partner, page) })),
  )
}

function whereTo(partner: NamedPartner, { words, slug, options }: (typeof PAGES)[number]): Step {
  const { name, word } = partner
  const line = { words, about: [word] }
  const next = (): Choice[] => [
    { name: 'Another page about it', leads: () => whichPage(partner) },
    { name: 'A page about another partner', leads: pages },
  ]
  return choose('Where should it go?', [
    {
      name: 'Into a file, to forward',
      leads: () =>
        whichPath({
          key: `${slug} of ${word}`,
          message: 'The file to write',
          usual: `${fileSlug(name)}-${slug}.html`,
          leads: (file) => run({ ...line, options: [...options, '--out', file] }, next),
        }),
    },
    { name: 'On the screen', leads: () => run({ ...line, options }, next) },
  ])
}
