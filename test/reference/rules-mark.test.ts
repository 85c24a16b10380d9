import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rulesInCode } from '../../scripts/build/rules-in-code.ts'
import { rulesMark } from '../../src/reference/overview/rules-mark.ts'

/*
 * Promise: the mark that a shared desk keeps of its rules changes with each rule, in files and in code, and with nothing else.
 */

const root = join(import.meta.dirname, '../..')
const data = join(root, 'data')
const CODE = 'a hash of code'
/** What people may put in other words, or what only sorts mails and questions. */
const TEXTS = ['handbook-words.json', 'known-words.json', 'mail-rules.json', 'mail-topics.json', 'nfr-help.json']

const names = readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(?:json|csv|txt)$/.test(name))
const isText = (name: string): boolean => TEXTS.includes(name) || name.endsWith('.txt')
const rules = names.filter((name) => !isText(name))

let copy: string
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'phd-rules-'))
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

/** The mark while files are as `change` makes them. */
function markWith(change: Readonly<Record<string, (text: string) => string>>): string {
  const folder = join(copy, 'data')
  cpSync(data, folder, { recursive: true })
  try {
    for (const [name, edit] of Object.entries(change)) {
      const text = names.includes(name) ? readFileSync(join(folder, name), 'utf8') : ''
      writeFileSync(join(folder, name), edit(text))
    }
    return rulesMark(folder, CODE)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('the mark of the rules in data', () => {
  const mark = rulesMark(data, CODE)
  const more = (name: string) => (text: string) =>
    name.endsWith('.json') ? JSON.stringify({ ...JSON.parse(text), more: 1 }) : `${text}more\n`

  it.each(rules)('changes with %s', (name) => {
    expect(markWith({ [name]: more(name) })).not.toBe(mark)
  })

  it('covers every folder', () => {
    expect(rules).toEqual(expect.arrayContaining(['authorities.json', 'calendar.csv', 'cam/accounts-by-territory.csv']))
    expect(rules).toEqual(expect.arrayContaining(['policies/loa.json', 'policies/nfr.json']))
  })

  it.each(TEXTS)('stays with %s', (name) => {
    expect(markWith({ [name]: more(name) })).toBe(mark)
  })

  it('stays however files are laid out, and with texts and files of the system', () => {
    const laidOut = (name: string) => (text: string) =>
      (name.endsWith('.json') ? JSON.stringify(JSON.parse(text), null, 8) : text).replaceAll('\n', '\r\n')
    expect(markWith(Object.fromEntries(rules.map((name) => [name, laidOut(name)])))).toBe(mark)
    const texts = names.filter((name) => name.endsWith('.txt'))
    expect(markWith(Object.fromEntries(texts.map((name) => [name, () => 'other words'])))).toBe(mark)
    expect(markWith({ '._calendar.csv': () => '\0', 'policies/.loa.json': () => '\0' })).toBe(mark)
  })

  it('changes with a file that is gone or new, and with code', () => {
    expect(markWith({ 'policies/new.json': () => '{}' })).not.toBe(mark)
    expect(rulesMark(data, 'other code')).not.toBe(mark)
  })
})

describe('the hash of the rules in code', () => {
  const sources = join(root, 'src')
  /** The hash while modules are as `change` makes them, in a folder elsewhere. */
  async function hashWith(change: (text: string, name: string) => string): Promise<string> {
    const elsewhere = join(copy, 'code')
    try {
      for (const part of ['rules', 'records', 'errors.ts'])
        cpSync(join(sources, part), join(elsewhere, 'src', part), { recursive: true })
      for (const name of readdirSync(elsewhere, { recursive: true, encoding: 'utf8' }).filter((each) => each.endsWith('.ts'))) {
        const path = join(elsewhere, name)
        writeFileSync(path, change(readFileSync(path, 'utf8'), name))
      }
      return await rulesInCode(elsewhere)
    } finally {
      rmSync(elsewhere, { recursive: true, force: true })
    }
  }

  it('is that of any folder and machine, whatever comments, types and layout say', async () => {
    const hash = await rulesInCode(root)
    expect(await hashWith((text) => text)).toBe(hash)
    const noted = (text: string): string => `// A note.\n${text}\n\n/** Another. */\ntype Unused${text.length} = string\n`
    expect(await hashWith((text) => noted(text).replaceAll('\n', '\r\n'))).toBe(hash)
    // A text of several lines would be another text.
    const isWhole = (name: string): boolean => name.endsWith('records/name.ts')
    expect(await hashWith((text, name) => (isWhole(name) ? text : text.replaceAll(/^ +/gm, '\t')))).toBe(hash)
  })

  it.each([
    ['rules/checks.ts', / === /],
    ['rules/deals/status.ts', /(?<=\? )'\w+'/],
    ['records/name.ts', /toLowerCase/],
  ])('changes with what a rule does: %s', async (changed, what) => {
    const hash = await rulesInCode(root)
    const other = await hashWith((text, name) =>
      name.endsWith(changed) ? text.replace(what, (found) => changedTo(found)) : text,
    )
    expect(other).not.toBe(hash)
  })
})

function changedTo(found: string): string {
  return found === ' === ' ? ' !== ' : found.startsWith("'") ? "'another word'" : 'toUpperCase'
}
