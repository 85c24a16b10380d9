import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

interface Message {
  file: string
  kind: string
  confidence: number
  outcome: string
  flags: string[]
  explanation?: {
    decidedBy: string
    words: { kind: string; score: number }[]
    lessons: { kind: string; probability: number; words: string[]; lessons: number[] } | null
  }
}
interface Taught {
  lessons: { entry: number | null; file: string; kind: string; status: string; was: { kind: string }; replaces: number | null }[]
}

/** A mail in words that no rule knows. */
function odd(desk: Desk, file: string, project: string, word: string): Desk {
  const lines = [
    'From: Elodie Lefevre <elodie.lefevre0@cobaltconsulting32.example>',
    'To: partnersupport@gitlab.com',
    `Subject: Freigabe Projekt ${project}`,
    'Date: Fri, 20 Nov 2026 08:00:00 +0000',
    `Message-ID: <${file}@cobaltconsulting32.example>`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Guten Tag,',
    '',
    `die ${word} Freigabe durch unseren Einkauf liegt Ihnen hiermit schriftlich vor.`,
    'Unser Beschaffungsvorgang ist damit abgeschlossen.',
    '',
    'Elodie Lefevre',
  ]
  writeFileSync(join(desk.folder, file), lines.join('\r\n'))
  return desk
}

function staffed(desk: Desk): Desk {
  desk.putAll('desk').putAll('mails')
  const files = ['sfdc-accounts.csv', 'impartner-users.csv', 'sfdc-opportunities.csv', 'sfdc-registrations.csv', 'sfdc-users.csv']
  expect(desk.phd('import', '--quiet', ...files).code).toBe(0)
  odd(desk, 'first.eml', 'Nordstern', 'verbindliche')
  return odd(desk, 'second.eml', 'Südwind', 'endgültige')
}

const explained = (desk: Desk, file: string, ...args: string[]): Message => {
  const { stdout } = desk.phd('mail', 'classify', file, '--explain', '--json', ...args)
  const [message] = (JSON.parse(stdout) as { messages: Message[] }).messages
  if (!message) throw new Error('there is no message')
  return message
}
const teach = (desk: Desk, ...args: string[]): Taught => desk.json<Taught & Record<string, unknown>>('mail', 'teach', ...args)

describe('mail teach', () => {
  it('teaches the kind of a mail, recognizes similar mail, and leaves it in review', () =>
    atDesk((desk) => {
      staffed(desk)
      expect(explained(desk, 'second.eml')).toMatchObject({ kind: 'other', explanation: { decidedBy: 'words', lessons: null } })
      const taught = desk.phd('mail', 'teach', 'first.eml', '--kind', 'po_submission')
      expect([taught.code, taught.stdout]).toEqual([
        0,
        expect.stringContaining('taught: first.eml is of the kind purchase order'),
      ])
      const told = explained(desk, 'second.eml')
      expect(told).toMatchObject({ kind: 'po_submission', outcome: 'review', explanation: { decidedBy: 'lessons' } })
      expect(told.flags).toContain('uncertain_kind')
      expect(told.explanation?.lessons?.words).toContain('freigabe')
      const text = desk.phd('mail', 'classify', 'second.eml', '--explain').stdout
      expect(text).toContain('decided by what the desk taught, together with the words of the rules')
      const csv = desk.phd('mail', 'classify', 'second.eml', '--format', 'csv').stdout
      expect(csv).toContain('second.eml,review,po_submission,')
    }))

  it('is in the audit with who and when, lists the lessons, and forgets one', () =>
    atDesk((desk) => {
      const before = staffed(desk).phd('mail', 'classify', 'second.eml', '--json').stdout
      const [lesson] = teach(desk, 'first.eml', '--kind', 'po_submission', '--actor', 'ann', '--now', '2026-11-21').lessons
      expect(lesson).toMatchObject({ status: 'taught', kind: 'po_submission', was: { kind: 'other' }, replaces: null })
      const entry = String(lesson?.entry)
      expect(desk.phd('mail', 'taught').stdout).toMatch(
        new RegExp(`${entry} +2026-11-21 .* ann +po_submission +other +first.eml`),
      )
      expect(desk.phd('audit', 'list').stdout).toMatch(/ann +mail_taught +first\.eml +po_submission/)
      // As it was known before the lesson, there is none.
      expect(explained(desk, 'second.eml', '--as-of', '2026-11-20').kind).toBe('other')
      expect(explained(desk, 'second.eml', '--now', '2026-11-22').kind).toBe('po_submission')
      // Of another mind: the newer lesson counts.
      expect(teach(desk, 'first.eml', '--kind', 'po_submission').lessons[0]?.status).toBe('unchanged')
      expect(teach(desk, 'first.eml', '--kind', 'quote_request').lessons[0]?.replaces).toBe(Number(entry))
      expect(explained(desk, 'second.eml').kind).toBe('quote_request')
      expect(desk.phd('mail', 'teach', '--forget', entry).code).toBe(3)
      const { lessons } = desk.json<{ lessons: { entry: number }[] }>('mail', 'taught')
      expect(lessons.length).toBe(1)
      const last = String(lessons[0]?.entry)
      expect(desk.phd('mail', 'teach', '--forget', last, '--dry-run').stdout).toContain('would be forgotten')
      expect(desk.phd('mail', 'teach', '--forget', last, '--reason', 'it was neither').code).toBe(0)
      expect(desk.phd('mail', 'taught').stdout).toContain('nothing taught yet')
      // Without lessons everything is as it was, byte for byte.
      expect(desk.phd('mail', 'classify', 'second.eml', '--json').stdout).toBe(before)
      expect(desk.phd('audit', 'verify').code).toBe(0)
    }))

  it('keeps no text of a mail', () =>
    atDesk((desk) => {
      staffed(desk)
      teach(desk, 'first.eml', '--kind', 'po_submission')
      const db = new Database(desk.db, { readonly: true })
      const row = db.prepare("SELECT body, evidence FROM audit WHERE action = 'mail_taught'").get() as Record<string, string>
      db.close()
      for (const word of ['Freigabe', 'Einkauf', 'Beschaffungsvorgang', 'Nordstern', 'Lefevre', 'cobaltconsulting'])
        expect(JSON.stringify(row).toLowerCase()).not.toContain(word.toLowerCase())
      expect(JSON.parse(row.evidence ?? '').words[0]).toMatch(/^[0-9a-f]{12}$/)
    }))

  it('routes no mail that needs review, and changes nothing that headers decide', () =>
    atDesk((desk) => {
      staffed(desk).putAll('hostile/eml')
      const all = (): Message[] =>
        (JSON.parse(desk.phd('mail', 'classify', '.', '--json').stdout) as { messages: Message[] }).messages
      const before = all()
      const doubtful = before.filter(({ outcome }) => outcome === 'review')
      expect(doubtful.length).toBeGreaterThan(40)
      // Each of them is taught as an order; those that headers decide are refused.
      const taught = doubtful.filter(({ file }) => desk.phd('mail', 'teach', file, '--kind', 'po_submission').code === 0)
      expect(taught.length).toBeGreaterThan(20)
      const after = new Map(all().map((message) => [message.file, message]))
      for (const { file, outcome, kind } of before) {
        if (outcome !== 'route') expect(after.get(file)?.outcome, file).toBe(outcome)
        if (['auto_reply', 'bounce', 'loa_completed'].includes(kind)) expect(after.get(file)?.kind, file).toBe(kind)
      }
    }))

  it.each([['a proof without its document', 'proof of execution follows soon; besides please prepare pricing', 'no_document']])(
    'lifts no flag: %s',
    (_what, begin, flag) =>
      atDesk((desk) => {
        staffed(desk)
        const write = (file: string, quote: string): Desk =>
          desk.write(
            file,
            'From: Mei Rossi <mei.rossi0@zagielcloud25.example>',
            'To: partnersupport@gitlab.com',
            'Subject: Hello',
            'Date: Fri, 20 Nov 2026 08:00:00 +0000',
            '',
            `${begin} ${quote}including training workshop migration days.`,
          )
        write('taught.eml', '')
        write('asked.eml', 'for Q-100040 ')
        const asked = (): { outcome: string; flags: string[] }[] =>
          (JSON.parse(desk.phd('mail', 'route', 'asked.eml', '--json').stdout) as { messages: Message[] }).messages
        expect(asked()[0]).toMatchObject({ outcome: 'review', flags: [flag] })
        teach(desk, 'taught.eml', '--kind', 'quote_request')
        expect(explained(desk, 'asked.eml').kind).toBe('quote_request')
        expect(asked()[0]).toMatchObject({ outcome: 'review', flags: [flag] })
      }),
  )

  it.each([
    ['no kind', ['first.eml'], 2],
    ['a kind that headers alone decide', ['first.eml', '--kind', 'bounce'], 2],
    ['an unknown kind', ['first.eml', '--kind', 'order'], 2],
    ['no mail', ['--kind', 'po_submission'], 2],
    ['both a mail and a lesson to forget', ['first.eml', '--forget', '3'], 2],
    ['an unknown lesson', ['--forget', '3'], 3],
    ['a mail without words of its own', ['short.eml', '--kind', 'po_submission'], 5],
    ['an automatic answer', ['auto.eml', '--kind', 'po_submission'], 5],
  ])('refuses %s', (_, args, code) =>
    atDesk((desk) => {
      staffed(desk)
      desk.write('short.eml', 'From: a@b.example', 'Subject: 123', '', '42')
      desk.write(
        'auto.eml',
        'From: a@b.example',
        'Auto-Submitted: auto-replied',
        'Subject: Re: order',
        '',
        'I am away until Monday, please be patient with me',
      )
      expect(desk.phd('mail', 'teach', ...args).code).toBe(code)
      expect(desk.json<{ lessons: unknown[] }>('mail', 'taught').lessons).toEqual([])
    }),
  )

  it('records nothing in a dry run', () =>
    atDesk((desk) => {
      staffed(desk)
      expect(teach(desk, 'first.eml', '--kind', 'po_submission', '--dry-run').lessons[0]?.status).toBe('dry_run')
      expect(desk.json<{ lessons: unknown[] }>('mail', 'taught').lessons).toEqual([])
      const { stdout } = desk.phd('mail', 'teach', 'first.eml', '--kind', 'po_submission', '--format', 'csv')
      expect(stdout.split('\n')[0]?.trim()).toBe('entry,status,file,kind,was,replaces,sha256')
    }))
})
