import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RejectsFile } from '../../src/files/rejects-file.ts'
import { writeWhole } from '../../src/files/write-file.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'phd-files-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const at = (name: string): string => join(folder, name)
const here = (): string[] => readdirSync(folder).sort()

function rejects(name: string, rows: readonly string[][]): RejectsFile {
  const file = new RejectsFile(at(name), ['a', 'b'])
  for (const row of rows) file.add(row)
  return file
}

/** Stages and names a file; gives its path. */
async function kept(file: RejectsFile): Promise<string> {
  await file.stage('rejected rows of x.csv')
  const { path, isNamed } = file.keep()
  expect(isNamed).toBe(true)
  return path
}

describe('a rejects file', () => {
  it('stands under its name only when it is kept', async () => {
    const file = rejects('x.rejects.csv', [['1', '2']])
    expect(here()).not.toContain('x.rejects.csv')
    const { staged, ...promised } = await file.stage('rejected rows of x.csv')
    const sha256 = createHash('sha256').update('\ufeffa,b\r\n1,2\r\n').digest('hex')
    expect(promised).toEqual({ folder, file: 'x.rejects.csv', sha256, about: 'rejected rows of x.csv' })
    expect(here()).toEqual([staged])
    expect(file.keep()).toEqual({ path: at('x.rejects.csv'), isNamed: true })
    expect(here()).toEqual(['x.rejects.csv'])
    expect(readFileSync(at('x.rejects.csv'), 'utf8')).toBe('\ufeffa,b\r\n1,2\r\n')
  })

  it('leaves nothing behind when it is not', async () => {
    rejects('x.rejects.csv', [['1', '2']]).discard()
    expect(here()).toEqual([])
    const staged = rejects('x.rejects.csv', [['1', '2']])
    await staged.stage('rejected rows of x.csv')
    staged.discard()
    expect(here()).toEqual([])
  })

  it.each([999, 1000, 1001, 5000])('of %i rows has them all, in order, under one heading', async (count) => {
    await kept(
      rejects(
        'x.csv',
        Array.from({ length: count }, (_, i) => [`${i}`, '']),
      ),
    )
    const lines = readFileSync(at('x.csv'), 'utf8').trimEnd().split('\r\n')
    expect(lines).toEqual(['\ufeffa,b', ...Array.from({ length: count }, (_, i) => `${i},`)])
  })

  it('takes the next free name, and the one that says the same already', async () => {
    writeFileSync(at('x.csv'), 'mine')
    mkdirSync(at('x.2.csv'))
    expect(await kept(rejects('x.csv', [['1', '2']]))).toBe(at('x.3.csv'))
    expect(await kept(rejects('x.csv', [['1', '2']]))).toBe(at('x.3.csv'))
    expect(await kept(rejects('x.csv', [['2', '1']]))).toBe(at('x.4.csv'))
    expect(readFileSync(at('x.csv'), 'utf8')).toBe('mine')
    expect(here()).toEqual(['x.2.csv', 'x.3.csv', 'x.4.csv', 'x.csv'])
  })
})

describe('a file written whole', () => {
  it('keeps an existing one, unless it may be replaced', () => {
    writeWhole(at('x.csv'), 'one', { overwrite: false })
    expect(() => writeWhole(at('x.csv'), 'two', { overwrite: false })).toThrow('already exists; not overwritten')
    expect([readFileSync(at('x.csv'), 'utf8'), here()]).toEqual(['one', ['x.csv']])
    writeWhole(at('x.csv'), 'two', { overwrite: true })
    expect([readFileSync(at('x.csv'), 'utf8'), here()]).toEqual(['two', ['x.csv']])
  })

  it('removes what a killed run of ours left a day ago, and nothing else', () => {
    for (const name of ['.phd-0123456789ab', '.phd-ba9876543210', '.phd-notes', 'old.csv']) {
      writeFileSync(at(name), 'x')
      if (name !== '.phd-ba9876543210') utimesSync(at(name), 0, 0)
    }
    writeWhole(at('x.csv'), 'one', { overwrite: false })
    expect(here()).toEqual(['.phd-ba9876543210', '.phd-notes', 'old.csv', 'x.csv'])
  })

  it('says where it cannot be written', () => {
    expect(() => writeWhole(at('none/x.csv'), 'one', { overwrite: true })).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/none\/x\.csv cannot be written \(ENOENT\)/),
        hint: expect.stringMatching(/no folder .*none: create it first/),
      }),
    )
  })
})
