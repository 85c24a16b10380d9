/** The menu at a desk where colleagues work on requests, in a file and on a server. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cluster, HAS_POSTGRES, sharedCluster } from '../store/postgres/cluster.ts'
import { atTerminal, hasTerminal } from './at-terminal.ts'
import { copiedToServer } from './copied-to-server.ts'
import { atDesk, type Desk, type Run } from './phd.ts'

const COBALT = 'Cobalt Labs 1 GmbH'
const MEI = 'mei@cobaltlabs10.example'
const FILLED = `menu_claims_${process.pid}`
const UNTIL = String.raw`2\d{3}-\d\d-\d\d \d\d:\d\d UTC`

/** A question in plain lines, which ends with what leaving it does; `text`: what stands in it, where lines break between words. */
const asks = (text: string): RegExp => new RegExp(`${text.replaceAll(' ', '\\s+')}[\\s\\S]*\\): $`)
const next = (...offered: string[]): RegExp => asks(['Without the menu:', 'What next\\?', ...offered].join('[\\s\\S]*'))

const find = (choice: string, question: string, name = 'cobalt labs 1'): (readonly [RegExp, string])[] => [
  [asks('What came in\\?'), `${choice}\n`],
  [asks(question), `${name}\n`],
  [asks('Number, or something else'), '1\n'],
]
const LETTER = find('A request for a letter', 'Which partner asks for a letter\\?')
const LICENSE = find('A request for a not-for', 'Which partner asks for a license\\?')

const linesOf = (screen: string): string[] =>
  [...screen.matchAll(/Without the menu:\r?\n {2}phd (.*?)\r?\n/g)].map(([, line = '']) => line)
const words = (screen: string): string => screen.replaceAll(/\s+/g, ' ')

/** A desk whose place may be a server; `as`: what a colleague runs there. */
interface Shared {
  desk: Desk
  run: (...args: string[]) => Run
  as: (actor: string, ...args: string[]) => Run
  holders: (group: 'loa' | 'nfr') => (string | null)[]
  actions: () => unknown[]
  menu: (
    answers: readonly (readonly [RegExp, string])[],
    how?: { onAnswer?: () => void },
  ) => Promise<{ screen: string; code: number | null }>
}

function sharing(desk: Desk, place: string): Shared {
  const run = (...args: string[]): Run => desk.run(args, { PHD_DB: place })
  const json = (...args: string[]) => JSON.parse(run(...args, '--json').stdout)
  return {
    desk,
    run,
    as: (actor, ...args) => run(...args, '--actor', actor),
    holders: (group) => json(group, 'list').requests.map(({ taken }: { taken: { by: string } | null }) => taken?.by ?? null),
    actions: () =>
      json('audit', 'list').entries.flatMap(({ action, actor }: { action: string; actor: string }) =>
        /imported/.test(action) ? [] : [`${action} ${actor}`],
      ),
    menu: (answers, how = {}) =>
      atTerminal(desk, 'phd', answers, { size: [80, 24], env: { PHD_DB: place, ACCESSIBLE: '1' }, ...how }),
  }
}

const SERVED = 'on a server'
const PLACES = ['in a file', ...(HAS_POSTGRES ? [SERVED] : [])]

describe.skipIf(!hasTerminal).each(PLACES)('the menu at a desk %s, where colleagues take requests', (where) => {
  let cluster: Cluster
  let made = 0

  beforeAll(async () => {
    if (where !== SERVED) return
    cluster = await sharedCluster()
    const address = cluster.createDatabase(FILLED)
    await atDesk((desk) => {
      desk.equipped()
      for (const args of [
        ['desk', 'init', '--db', address],
        ['desk', 'copy', desk.db, address, '--keep-open'],
      ])
        expect(desk.phd(...args)).toMatchObject({ code: 0 })
    })
  })
  afterAll(() => {
    if (where !== SERVED) return
    for (let i = 0; i <= made; i++)
      cluster.sql('postgres', `DROP DATABASE IF EXISTS ${FILLED}${i === 0 ? '' : `_${i}`} WITH (FORCE)`)
  })

  const shared = (work: (shared: Shared) => Promise<void>): Promise<void> =>
    atDesk(async (desk) => {
      desk.equipped()
      if (where !== SERVED) return work(sharing(desk, desk.db))
      made++
      cluster.sql('postgres', `CREATE DATABASE ${FILLED}_${made} TEMPLATE ${FILLED}`)
      await work(sharing(desk, cluster.address(`${FILLED}_${made}`)))
    })

  /** With one open request for a letter; its number. */
  const withRequest = (work: (shared: Shared, request: string) => Promise<void>): Promise<void> =>
    shared(async (each) => {
      const opened = each.run('loa', 'request', '--partner', COBALT, '--requester', 'Mei', '--email', MEI, '--json')
      await work(each, String(JSON.parse(opened.stdout).reference))
    })

  it('a request that nobody has can be taken, and given back, and the decision is still offered', () =>
    withRequest(async ({ menu, holders, actions }, request) => {
      const before = actions()
      const { screen, code } = await menu([
        ...LETTER,
        [next('Deny it', 'Take it, so that no one else answers it'), 'take it\n'],
        [next('Deny it', 'Release it, so that others can answer it'), 'release\n'],
        [next('Deny it', 'Take it, so that no one else answers it'), 'take it\n'],
        [next('Release it'), 'leave\n'],
      ])
      expect(linesOf(screen)).toEqual([
        `loa check "${COBALT}"`,
        `loa take ${request}`,
        `loa take ${request} --release`,
        `loa take ${request}`,
      ])
      expect(words(screen)).toMatch(new RegExp(`request ${request} is yours until ${UNTIL}`))
      expect([code, holders('loa'), actions()]).toEqual([0, ['tester'], before])
    }))

  it('one that a colleague has is shown so, and is decided only by who takes it over, asked once and before anything is typed', () =>
    withRequest(async ({ as, run, menu, holders, actions }, request) => {
      as('ben', 'loa', 'take', request)
      const [shownInList] = new RegExp(`taken by ben until ${UNTIL}`).exec(words(run('loa', 'list').stdout)) ?? []
      const held = `Request ${request} is ${shownInList}. Decide it all the same\\?`
      const before = actions()
      const kept = await menu([
        ...LETTER,
        [next('Deny it', `Take it over \\(${shownInList}\\)`), 'deny\n'],
        [asks(`${held} 1. No, leave it to ben 2. Yes, take it over: the audit shows that`), '1\n'],
        [asks('Anything else\\?'), 'leave\n'],
      ])
      expect([kept.code, holders('loa'), actions()]).toEqual([1, ['ben'], before])

      const { screen, code } = await menu([
        ...LETTER,
        [next('Deny it'), 'deny\n'],
        [asks(held), '2\n'],
        [asks('Folder for the drafts'), 'out\n'],
        [asks(`Deny ${COBALT}[\\s\\S]*Yes`), 'yes\n'],
        [next(), 'leave\n'],
      ])
      expect(linesOf(screen)).toEqual([
        `loa check "${COBALT}"`,
        `loa deny "${COBALT}" --request ${request} --take-over --draft out`,
      ])
      expect(screen.match(/taken\s+by\s+ben/g)).toHaveLength(2)
      expect([code, actions().slice(before.length)]).toEqual([0, ['claim_taken_over tester', 'loa_denied tester']])
    }))

  it('who takes it over first decides without another question', () =>
    withRequest(async ({ as, menu, actions }, request) => {
      as('ben', 'loa', 'take', request)
      const { screen } = await menu([
        ...LETTER,
        [next('Take it over'), 'take it over\n'],
        [next('Release it'), 'deny\n'],
        [asks('Folder for the drafts'), 'out\n'],
        [asks(`Deny ${COBALT}[\\s\\S]*Yes`), 'yes\n'],
        [next(), 'leave\n'],
      ])
      expect(linesOf(screen)[1]).toBe(`loa take ${request} --take-over`)
      expect(actions().slice(-2)).toEqual(['claim_taken_over tester', 'loa_denied tester'])
    }))

  it('where a partner has several, each is shown with who has it, and can be taken by its name', () =>
    withRequest(async ({ as, run, menu, holders }, request) => {
      const second = JSON.parse(
        run('loa', 'request', '--partner', COBALT, '--requester', 'Noah', '--email', MEI, '--json').stdout,
      ).reference
      as('ben', 'loa', 'take', request)
      const theirs = `equest ${request}: Mei, 2026-11-20; taken by ben until ${UNTIL}`
      const mine = `equest ${second}: Noah, 2026-11-20`
      const { screen, code } = await menu([
        ...LETTER,
        [next('Take one of its requests, or release it'), 'take one\n'],
        [asks(`Which request\\? 1. Take over r${theirs} 2. Take r${mine}`), '2\n'],
        [next('Deny it'), 'take one\n'],
        [asks(`1. Take over r${theirs} 2. Release r${mine}; taken by tester until ${UNTIL}`), 'b\n'],
        [asks('What next\\?'), 'deny\n'],
        [asks(`Which request\\? 1. R${theirs} 2. R${mine}; taken by tester until ${UNTIL} 3. Another one`), '1\n'],
        [asks('is taken by ben until .* Decide it all the same\\?'), 'b\n'],
        [asks('Which request\\?'), '2\n'],
        [asks('Folder for the drafts'), 'out\n'],
        [asks(`Deny ${COBALT}[\\s\\S]*Yes`), 'yes\n'],
        [next(), 'leave\n'],
      ])
      expect(linesOf(screen).at(-1)).toBe(`loa deny "${COBALT}" --request ${second} --draft out`)
      expect([code, holders('loa')]).toEqual([0, ['ben']])
    }))

  it('a row of the request form is taken and taken over too, before it is typed why an exception is needed', () =>
    shared(async ({ as, menu, holders }) => {
      as('ben', 'nfr', 'take', 'form:4')
      const { screen } = await menu([
        ...LICENSE,
        [asks(`Which request\\? 1. form:4: Mei Smith, 2026-11-19, 30 SaaS; taken by ben until ${UNTIL} 2. Another one`), '1\n'],
        [next('Deny it', 'Ask for an exception', 'Take it over'), 'ask\n'],
        [asks(`form:4 is taken by ben until ${UNTIL}. Decide it all the same\\?`), '2\n'],
        [asks('Why does the partner need more\\?'), 'b\n'],
        [asks('form:4 is taken'), 'b\n'],
        [asks('What next\\?'), 'take it over\n'],
        [next('Release it'), 'release\n'],
        [next('Take it, so'), 'leave\n'],
      ])
      expect(linesOf(screen).slice(1)).toEqual(['nfr take form:4 --take-over', 'nfr take form:4 --release'])
      expect(holders('nfr')).toEqual([null, null, null])
    }))

  it('who describes a license that is not on record is not taken for who has one on record', () =>
    shared(async ({ as, menu, holders }) => {
      as('ben', 'nfr', 'take', 'form:4')
      const { screen } = await menu([
        ...LICENSE,
        [asks('Which request\\?'), 'another\n'],
        [asks('Which type\\?'), 'self\n'],
        [asks('For how many users\\?'), '5\n'],
        [asks('A new license, or a renewal\\?'), 'new\n'],
        [next('Take one of its requests, or release it'), 'deny\n'],
        [asks('Which request\\? 1. form:4: [\\s\\S]*taken by ben [\\s\\S]*2. Another one, not on record'), 'another\n'],
        [asks('Who asked\\?'), 'Mei\n'],
        [asks('Their email address'), `${MEI}\n`],
        [asks('Folder for the drafts'), 'out\n'],
        [asks(`Deny ${COBALT}[\\s\\S]*Yes`), 'yes\n'],
        [next(), 'leave\n'],
      ])
      expect(linesOf(screen).at(-1)).toContain('--type self-managed --users 5 --request new')
      expect(holders('nfr')).toContain('ben')
    }))

  it('a mail is taken, given back and taken over too, and what a colleague has is not drafted', () =>
    shared(async ({ desk, as, menu }) => {
      desk.put('mails/mail-000.eml')
      const draft = 'Draft the answer, and note where it went'
      const { screen } = await menu([
        [asks('What came in\\?'), 'A mail\n'],
        [asks('The mail, a file ending in .eml'), 'mail-000.eml\n'],
        [next(draft, 'Take it, so that no one else answers it'), 'take it\n'],
        [next(draft, 'Release it, so that others can answer it'), 'release\n'],
        [next('Take it, so'), 'leave\n'],
      ])
      const claim = 'mail claim mail-000.eml'
      expect(linesOf(screen)).toEqual(['mail route mail-000.eml', claim, `${claim} --release`])

      as('ben', 'mail', 'claim', 'mail-000.eml')
      const held = await menu([
        [asks('What came in\\?'), 'A mail\n'],
        [asks('The mail, a file ending in .eml'), 'mail-000.eml\n'],
        [next(`1. Take it over \\(taken by ben until ${UNTIL}\\)`), '1\n'],
        [next(draft, 'Release it'), 'draft\n'],
        [asks('Folder for the drafts'), 'out\n'],
        [next(), 'leave\n'],
      ])
      expect(linesOf(held.screen).slice(1)).toEqual([`${claim} --take-over`, 'mail route mail-000.eml --drafts out'])
    }))

  it('a name that a colleague goes by does nothing to the screen', () =>
    withRequest(async ({ as, menu }, request) => {
      as('be\u001b[31mn\u202e', 'loa', 'take', request)
      const { screen } = await menu([
        ...LETTER,
        [next('Take it over \\(taken by be'), 'deny\n'],
        [asks('Decide it all the same\\?'), 'b\n'],
        [asks('What next\\?'), 'leave\n'],
      ])
      expect(screen).not.toMatch(/[\u001b\u202e]/)
    }))
})

describe.skipIf(!hasTerminal || !HAS_POSTGRES)('the menu at a desk on a server that refuses', () => {
  const database = `menu_refused_${process.pid}`
  const reader = `menu_reader_${process.pid}`
  let cluster: Cluster

  beforeAll(async () => {
    cluster = await sharedCluster()
    await atDesk((desk) => {
      desk.equipped().phd('loa', 'request', '--partner', COBALT, '--requester', 'Mei')
      copiedToServer(desk, cluster, database, reader)
    })
  })
  afterAll(() => {
    cluster.sql('postgres', `DROP DATABASE ${database} WITH (FORCE)`)
    cluster.sql('postgres', `DROP ROLE ${reader}`)
  })

  const MAY_NOT = /this\s+login\s+may\s+ask\s+\S+?,\s+and\s+not\s+change\s+it\s+nothing\s+was\s+changed;/g

  it('whoever may only ask is told once, and is offered no decision and asked for no file', () =>
    atDesk(async (desk) => {
      const { menu } = sharing(desk, cluster.address(database, reader))
      const { screen, code } = await menu([
        ...LETTER,
        [next('1. See what is known about the partner 2. Check another partner 3. Back'), '2\n'],
        ...LETTER.slice(1),
        [next('1. See what is known about the partner'), 'back\n'],
        [asks('Anything else\\?'), 'An export\n'],
        [/this\s+login\s+may\s+ask[\s\S]*Anything else\?[\s\S]*\): $/, 'leave\n'],
      ])
      expect(screen.match(MAY_NOT)).toHaveLength(2)
      expect(screen).not.toMatch(/Deny it|Take it|Record the request|Which file/)
      expect(code).toBe(1)
    }))

  it('whoever has other rules than the desk may take and give back, is told once why nothing can be decided, and decides once they are the same', () =>
    atDesk(async (desk) => {
      const { menu } = sharing(desk, cluster.address(database))
      const set = (value: string): string => cluster.sql(database, `UPDATE phd.meta SET value = '${value}' WHERE name = 'rules'`)
      const mark = cluster.sql(database, "SELECT value FROM phd.meta WHERE name = 'rules'")
      set('0123456789abcdef 0.0.1')
      let answered = 0
      const { screen } = await menu(
        [
          ...LETTER,
          [next('1. Take it, so that no one else answers it 2. See what is known'), '1\n'],
          [next('1. Release it, so that others can answer it 2. See what is known'), '1\n'],
          [next('1. Take it'), 'see\n'],
          [next('1. Deny it', '2. Take it'), 'leave\n'],
        ],
        {
          onAnswer: () => {
            answered++
            if (answered === LETTER.length + 3) set(mark)
          },
        },
      )
      expect(screen.match(/decides\s+by\s+the\s+rules\s+of\s+phd\s+0\.0\.1[^?]*?phd\s+desk\s+upgrade/g)).toHaveLength(1)
      expect(linesOf(screen).slice(1, 3)).toEqual(['loa take 8', 'loa take 8 --release'])
    }))
})
