/** `phd` alone on a terminal: every path of the menu, driven to its end, drawn and as plain lines. */

import { describe, expect, it } from 'vitest'
import { atTerminal, hasTerminal } from './at-terminal.ts'
import { atDesk, type Desk } from './phd.ts'

const SIZE = [80, 24] as const
const ENTER = '\r'
/** What follows every answer: the same as a line for a shell. */
const DIRECT = /Without the menu:\r?\n {2}(phd .*?)\r?\n/g

/** Something to do at a question: choose by how a choice begins, look a partner up, type a line. */
type Deed = readonly [question: string, what: 'choose' | 'find' | 'type', answer: string]

interface Path {
  name: string
  deeds: readonly Deed[]
  /** What the last answer says. */
  ends: string | RegExp
  code?: number
  /** What the same lines ask when they are typed, and the answers. */
  asks?: ReadonlyArray<readonly [RegExp, string]>
}

const start = (choice: string): Deed => ['What came in?', 'choose', choice]
/** Only what comes after an answer: the same question is drawn again with every key. */
const next = (choice: string): Deed => ['Without the menu: ... What next?', 'choose', choice]
const CONFIRM = /(?:Approve|Deny) .*\?[\s\S]*Yes/

const PATHS: readonly Path[] = [
  {
    name: 'a letter is approved, and its date recorded',
    deeds: [
      start('A request for a letter'),
      ['Which partner asks for a letter?', 'find', 'lumen labs'],
      next('Approve it'),
      ['Who asked?', 'type', 'Noah Lee'],
      ['Their email address', 'type', 'noah.lee@lumenlabs4.example'],
      ['Approve Lumen Labs 4 Ltd', 'choose', 'Yes'],
      next('Record the date'),
      ['Date on the letter', 'type', ''],
      next('Leave'),
    ],
    ends: /valid until 2027-11-20|2026-11-20/,
    asks: [[CONFIRM, 'Yes']],
  },
  {
    name: 'a letter is denied, with drafts',
    deeds: [
      start('A request for a letter'),
      ['Which partner asks for a letter?', 'find', 'cobalt labs 1'],
      next('Deny it'),
      ['Who asked?', 'type', 'Mei Smith'],
      ['Their email address', 'type', 'mei@cobaltlabs10.example'],
      ['Folder for the drafts', 'type', ''],
      ['Deny Cobalt Labs 1 GmbH', 'choose', 'Yes'],
      next('Leave'),
    ],
    ends: 'drafts/cobalt-labs-1-gmbh-loa-denial.eml',
    asks: [[CONFIRM, 'Yes']],
  },
  {
    name: 'a license that is not on record is checked',
    deeds: [
      start('A request for a not-for-resale'),
      ['Which partner asks for a license?', 'find', 'straße labs'],
      ['Which type?', 'choose', 'Self-managed'],
      ['For how many users?', 'type', '5'],
      ['A new license, or a renewal?', 'choose', 'New'],
      next('Leave'),
    ],
    ends: 'not-for-resale license',
    code: 1,
  },
  {
    name: 'a license of the request form is denied',
    deeds: [
      start('A request for a not-for-resale'),
      ['Which partner asks for a license?', 'find', 'cobalt labs 1'],
      ['Which request?', 'choose', 'form:4'],
      next('Deny it'),
      ['Folder for the drafts', 'type', ''],
      ['Deny Cobalt Labs 1 GmbH', 'choose', 'Yes'],
      next('Leave'),
    ],
    ends: 'denied: recorded as audit entry',
    asks: [[CONFIRM, 'Yes']],
  },
  {
    name: 'a certification report is written',
    deeds: [
      start('A certification report'),
      ['The report of which partner?', 'find', 'lumen labs'],
      ['Where should it go?', 'choose', 'Into a file'],
      ['The file to write', 'type', ''],
      next('Leave'),
    ],
    ends: 'wrote 3 people to lumen-labs-4-ltd-certifications.csv',
  },
  {
    name: 'a scorecard is written as a page to forward',
    deeds: [
      start('A page about a partner'),
      ['A page about which partner?', 'find', 'lumen labs'],
      ['Which page?', 'choose', 'Its scorecard'],
      ['Where should it go?', 'choose', 'Into a file'],
      ['The file to write', 'type', ''],
      next('Leave'),
    ],
    ends: 'wrote lumen-labs-4-ltd-scorecard.html',
    code: 4,
  },
  {
    name: 'a mail is routed, and its request recorded',
    deeds: [
      start('A mail'),
      ['The mail', 'type', 'loa-notice.eml'],
      next('It asks for a letter'),
      ['Which company does the document name?', 'find', 'cobalt labs 1'],
      next('Leave'),
    ],
    ends: /request \d+ is open/,
  },
  {
    name: 'an owner is looked up, and the change planned and written for the loader',
    deeds: [
      start('An owner change'),
      ['Whose owner?', 'find', 'mistral labs'],
      next('Plan the change'),
      ['File for the plan', 'type', ''],
      next('Write the files'),
      ['Folder for the files', 'type', 'owner change'],
      next('Leave'),
    ],
    ends: 'owner change/',
  },
  {
    name: 'a partner is looked up, and checked',
    deeds: [
      start('A partner to look up'),
      ['Which partner?', 'find', '0014M000AAAAAB9'],
      next('What may it do'),
      next('What changed about it'),
      next('Its deal registrations'),
      next('Leave'),
    ],
    ends: 'Lumen Labs 4 Ltd',
  },
  {
    name: 'a deal registration is shown',
    deeds: [
      start('A deal'),
      ['What about deals?', 'choose', 'Look a registration up'],
      ['Its name', 'type', 'REG10000'],
      next('Another registration'),
      ['Its name', 'type', 'REG10016'],
      next('Leave'),
    ],
    ends: 'REG10016',
  },
  {
    name: 'late deals are listed',
    deeds: [start('A deal'), ['What about deals?', 'choose', 'What is late'], next('Leave')],
    ends: 'REG10000',
  },
  {
    name: 'the handbook is asked, and one answer shown in full',
    deeds: [
      start('A question to the handbook'),
      ['What would you like to know?', 'type', 'who approves an "NFR" exception? it costs $5'],
      next('Show one of the answers'),
      ['The name of the answer', 'type', 'nfr-support-who'],
      next('Leave'),
    ],
    ends: 'Who supports an NFR',
  },
  {
    name: 'what is due is listed',
    deeds: [
      start('What is due'),
      ['What is due?', 'choose', 'All of it, on'],
      next('Another list'),
      ['What is due?', 'choose', 'Requests for licenses'],
      next('Leave'),
    ],
    ends: /2026-11-20: 7 late[\s\S]*LATE 2026-11-19/,
  },
  {
    name: 'an export is imported',
    deeds: [start('An export'), ['Which file?', 'type', 'sfdc-opportunities.csv'], next('See what was imported'), next('Leave')],
    ends: 'sfdc-opportunities.csv',
  },
  {
    name: 'any other command is found, and asked what it needs',
    deeds: [
      start('Everything else'),
      ['Which command?', 'find', 'distributor'],
      ['phd distributor', 'choose', 'Run it'],
      ['The country', 'type', 'Thailand'],
      next('Leave'),
    ],
    ends: 'gitlab@got.co.th',
  },
]

function equipped(desk: Desk): Desk {
  return desk.equipped('sfdc-opportunities.csv', 'sfdc-registrations.csv')
}

const pattern = (text: string): RegExp =>
  new RegExp(
    text
      .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll('\\.\\.\\.', '[\\s\\S]*')
      .replaceAll(' ', '\\s+'),
  )

/** The keys of a deed where questions are drawn: a search shows what is found before Enter takes it. */
function drawnKeys([question, what, answer]: Deed): (readonly [RegExp, string])[] {
  if (what === 'choose') return [[new RegExp(`${pattern(question).source}[\\s\\S]*navigate`), `${answer}\r`]]
  if (what === 'type') return [[pattern(question), `${answer}\r`]]
  return [
    [new RegExp(`${pattern(question).source}[\\s\\S]*navigate`), answer],
    [new RegExp(`${answer}[\\s\\S]*❯ .*${answer}`, 'i'), ENTER],
  ]
}

/** The lines of a deed where they are plain: a search lists what it found by number. */
function plainKeys([question, what, answer]: Deed): (readonly [RegExp, string])[] {
  const asks = new RegExp(`${pattern(question).source}[\\s\\S]*\\): $`)
  if (what !== 'find') return [[asks, `${answer}\n`]]
  return [
    [asks, `${answer}\n`],
    [/ {2}1\. [\s\S]*Number, or something else[\s\S]*\): $/, '1\n'],
  ]
}

const words = (screen: string): string =>
  screen
    .replace(/\u001b\[[\d;?]*[A-Za-z]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()

const linesOf = (screen: string): string[] => [...screen.matchAll(DIRECT)].map(([, line = '']) => line)

/** Types the lines of a menu into a shell, at a desk like the one the menu had; each must say what the menu showed. */
async function sameWithoutMenu(lines: readonly string[], shown: string, asks: Path['asks'] = []): Promise<void> {
  await atDesk(async (desk) => {
    const all = lines.join('; echo =====; ')
    const answers = asks.map(([asked, answer]) => [asked, `${answer}\r`] as const)
    const { screen } = await atTerminal(equipped(desk), all, answers, { size: SIZE })
    const answersThen = words(screen).split('=====')
    expect(answersThen).toHaveLength(lines.length)
    for (const answer of answersThen) {
      const last = answer.trim().split(/ (?=(?:\?|❯) )/)[0] ?? ''
      expect(words(shown)).toContain(last.trim())
    }
  })
}

describe.skipIf(!hasTerminal)('the menu', () => {
  it.each(PATHS)('drawn: $name', ({ deeds, ends, code = 0, asks }) =>
    atDesk(async (desk) => {
      const seen = await atTerminal(equipped(desk), 'phd', deeds.flatMap(drawnKeys), { size: SIZE })
      const lines = linesOf(seen.screen)
      expect(words(seen.screen)).toMatch(ends)
      expect(lines.length).toBeGreaterThan(0)
      expect(seen.code).toBe(code)
      await sameWithoutMenu(lines, seen.screen, asks)
    }),
  )

  it.each(PATHS)('in plain lines: $name', ({ deeds, ends, code = 0 }) =>
    atDesk(async (desk) => {
      const seen = await atTerminal(equipped(desk), 'phd', deeds.flatMap(plainKeys), { size: SIZE, env: { ACCESSIBLE: '1' } })
      expect(words(seen.screen)).toMatch(ends)
      expect(seen.code).toBe(code)
      // Nothing is drawn over what was written: no cursor is moved, no line cleared, no color.
      expect(seen.screen.replaceAll('\r\n', '\n')).not.toMatch(/[\u001b\b\r]/)
    }),
  )
})
