import { expect, it } from 'vitest'
import { parseAnswer } from '../../src/handbook/answer.ts'
import { failing } from '../failing.ts'

const FILE = `---
page: Partner Help Desk
section: Partner Invoices
title: Where the invoices are
since: 2022-11
who: the desk
command: phd invoices find <partner>
link: The list | https://example.com/list
asked: Where are the invoices?
asked de: Wo sind die Rechnungen?
words: bill, Zuora
---

On the account, under Invoices.
`

const without = (line: string) =>
  FILE.split('\n')
    .filter((each) => !each.startsWith(line))
    .join('\n')
const withLine = (line: string) => FILE.replace('who: the desk', line)

it('reads the keys of an answer and its text', () => {
  expect(parseAnswer('partner-invoices', 'a.txt', FILE)).toEqual({
    name: 'partner-invoices',
    file: 'a.txt',
    page: 'Partner Help Desk',
    section: 'Partner Invoices',
    title: 'Where the invoices are',
    since: '2022-11',
    ended: null,
    instead: null,
    who: 'the desk',
    commands: ['phd invoices find <partner>'],
    links: [{ label: 'The list', address: 'https://example.com/list' }],
    asked: ['Where are the invoices?', 'Wo sind die Rechnungen?'],
    words: ['bill', 'Zuora'],
    text: 'On the account, under Invoices.',
  })
})

it.each([
  [without('section'), 'a.txt, line 1: "section" is missing'],
  [without('since'), 'a.txt, line 1: "since" is missing'],
  [withLine('since: 2023'), 'a.txt, line 6: "since" is given twice'],
  [
    FILE.replace('2022-11', 'November 2022'),
    'a.txt, line 1: "since" is "November 2022", not a year, a month or a day (2025-02-01)',
  ],
  [withLine('ended: 2024-12-31'), 'a.txt, line 1: "ended" and "instead" belong together; one of them is missing'],
  [withLine('whose: ours'), 'line 6: unknown key "whose"'],
  [withLine('asked fr: Où ?'), 'line 6: unknown key "asked fr"'],
  [withLine('no key at all'), 'a.txt, line 6: expected "key: text", found "no key at all"'],
  [withLine('link: javascript:alert(1)'), 'a.txt, line 1: link "javascript:alert(1)" is not "label | address"'],
  [FILE.slice(0, FILE.lastIndexOf('---') + 4), 'a.txt, line 12: the answer itself is missing'],
  ['Only text', 'a.txt, line 1: an answer begins with a line ---, its keys, and a second line ---'],
])('refuses a file that is not one (%#)', (content, message) => {
  expect(() => parseAnswer('x', 'a.txt', content)).toThrow(
    failing({ code: 'bad_answer', message: expect.stringContaining(message) }),
  )
})
