import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

interface Answers {
  answers: { name: string; page: string; section: string; retired: string | null; links: { address: string }[] }[]
}

const names = (desk: Desk, ...args: string[]): string[] => desk.json<Answers>('handbook', ...args).answers.map(({ name }) => name)

const OWN = `---
page: Our own notes
section: Printers
title: The printer on the third floor
since: 2026
asked: Where is the printer?
---

Behind the kitchen.
`

/** Puts an answer into the folder of the user's own; gives the environment that reads it. */
function withOwn(desk: Desk, name: string, text: string): Record<string, string> {
  const folder = join(desk.folder, 'settings', 'phd', 'answers')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), text)
  return { XDG_CONFIG_HOME: join(desk.folder, 'settings') }
}

it('finds answers in the words of a person, the best first', () =>
  atDesk((desk) => {
    expect(names(desk, 'search', 'how long is an authorization letter good for?')[0]).toBe('letter-of-authorization-validity')
    expect(desk.json('handbook', 'search', 'LoA', '--limit', '1')).toMatchObject({
      schema: 'phd.answer/1',
      question: 'handbook',
      asked: 'LoA',
      answers: [{ page: expect.any(String), section: expect.any(String), text: expect.any(String), since: expect.any(String) }],
    })
    const run = desk.phd('handbook', 'search', 'how', 'do', 'I', 'bake', 'bread?')
    expect(run.code).toBe(3)
    expect(run.stderr).toContain('phd handbook list')
    expect(desk.phd('handbook', 'search', ' ').code).toBe(2)
    expect(desk.phd('handbook', 'search', 'loa', '--page', 'Nowhere').code).toBe(2)
  }))

it.each([
  ['¿Cómo extiendo un registro de oportunidad?', 'registration-extend-30-days'],
  ['How do I tag an AWS marketplace deal?', 'marketplace-tag-co-sell'],
  ['Which distributor in Brazil?', 'distributor-none-named'],
  ['Which distributor in Thailand?', 'distributor-thailand'],
])('answers "%s" with %s', (question, name) =>
  atDesk((desk) => {
    expect(names(desk, 'search', question)[0]).toBe(name)
  }),
)

it('keeps to one page of the handbook', () =>
  atDesk((desk) => {
    const { answers } = desk.json<Answers>('handbook', 'search', 'quote', '--page', 'sales faq', '--limit', '50')
    expect(new Set(answers.map(({ page }) => page))).toEqual(new Set(['GitLab Sales FAQ - Selling with Partners']))
  }))

it('prints the same answers in every format, each address of links once', () =>
  atDesk((desk) => {
    const all = desk.json<Answers>('handbook', 'list').answers
    expect(desk.phd('handbook', 'list', '--format', 'ndjson').stdout.trim().split('\n')).toHaveLength(all.length)
    expect(desk.phd('handbook', 'list', '--format', 'csv').stdout).toMatch(/^name,page,section,title,since,retired,/)
    const { links } = desk.json<{ links: { address: string }[] }>('handbook', 'links')
    const addresses = links.map(({ address }) => address)
    expect(addresses.toSorted()).toEqual([...new Set(all.flatMap((each) => each.links.map(({ address }) => address)))].toSorted())
  }))

it('takes the answers of the user before its own, and refuses what is none', () =>
  atDesk((desk) => {
    const env = withOwn(desk, 'the-printer.txt', OWN)
    expect(desk.run(['handbook', 'search', 'wheres the printer'], env).stdout).toContain('Behind the kitchen.')
    withOwn(desk, 'letter-of-authorization-validity.txt', OWN.replace('Behind the kitchen', 'On the stairs'))
    expect(desk.run(['handbook', 'show', 'letter-of-authorization-validity'], env).stdout).toContain('On the stairs.')
    withOwn(desk, 'broken.txt', OWN.replace('since: 2026\n', ''))
    const run = desk.run(['handbook', 'show', 'the-printer'], env)
    expect(run.code).toBe(5)
    expect(run.stderr).toContain('broken.txt, line 1: "since" is missing')
  }))

it('says until when a retired way held, by the day that is asked about', () =>
  atDesk((desk) => {
    const at = (now: string) => desk.phd('handbook', 'show', 'chatter-partner-operations-retired', '--now', now).stdout
    expect(at('2024-11-24T12:00:00Z')).toContain('Valid until 2024-11-24. Then: ')
    expect(at('2024-11-25T12:00:00Z')).toContain('Was valid until 2024-11-24. Today: ')
  }))

it('makes what an answer of the user holds safe', () =>
  atDesk((desk) => {
    const env = withOwn(desk, 'the-printer.txt', OWN.replace('Behind', '\u001b[31m=Behind'))
    expect(desk.run(['handbook', 'show', 'the-printer'], env).stdout).not.toContain('\u001b[31m')
    expect(desk.run(['handbook', 'show', 'the-printer', '--format', 'csv'], env).stdout).not.toContain('\u001b[31m')
  }))

it('says which words of a question no answer has', () =>
  atDesk((desk) => {
    expect(desk.phd('handbook', 'search', 'weather', 'letter').stdout).toMatch(
      /^Not in any answer: weather\. Best match for the rest:\n\n/,
    )
    expect(desk.json('handbook', 'search', 'weather', 'letter')).toMatchObject({ unknown: ['weather'] })
    expect(desk.json('handbook', 'search', 'registraton', 'expird')).toMatchObject({ unknown: [] })
  }))
