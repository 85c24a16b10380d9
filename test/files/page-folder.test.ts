/** Which files of a folder are pages of ours, and what they are named. */

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { lookAtPages, pageFile } from '../../src/files/page-folder.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'phd-pages-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('names a page by name and id, the same on every file system', () => {
  expect(pageFile({ id: '0014M00000AAAAAQA0', name: 'Acme GmbH & Söhne' })).toBe('acme-gmbh-sohne-0014m00000aaaaaqa0.html')
  // Two ids that differ only in the case of a letter differ in their last three characters.
  const twins = [pageFile({ id: '0014M00000AAAAAQA0', name: 'Acme' }), pageFile({ id: '0014M00000aAAAAQAS', name: 'Acme' })]
  expect(new Set(twins).size).toBe(2)
  for (const name of [
    '../../etc/passwd',
    'CON',
    'a\u0000b',
    '-rf .',
    '株式会社',
    'x'.repeat(500),
    '.',
    '\u202egnp.lmth',
    "'; rm -rf ~ #",
  ])
    expect(pageFile({ id: '0014M00000AAAAAQA0', name }), name).toMatch(/^[a-z0-9][a-z0-9-]{0,80}-0014m00000aaaaaqa0\.html$/)
})

it('tells own pages from others and from those that no longer belong', () => {
  const mark = '<meta name="generator" content="phd scorecard">'
  const own = (name: string) => writeFileSync(join(folder, name), `<!DOCTYPE html><meta charset="utf-8">${mark}`)
  own('a.html')
  own('gone.html')
  own('index.html')
  writeFileSync(join(folder, 'b.html'), 'mine')
  writeFileSync(join(folder, 'c.html'), `${'x'.repeat(600)}${mark}`)
  writeFileSync(join(folder, 'd.html'), mark.replace('scorecard', 'insights'))
  writeFileSync(join(folder, 'notes.txt'), mark)
  mkdirSync(join(folder, 'e.html'))
  symlinkSync('a.html', join(folder, 'f.html'))
  const wanted = new Set(['a.html', 'b.html', 'c.html', 'd.html', 'e.html', 'f.html', 'new.html', 'index.html'])
  expect(lookAtPages(folder, wanted, mark)).toEqual({
    own: ['a.html', 'index.html'],
    others: ['b.html', 'c.html', 'd.html', 'e.html', 'f.html'],
    leftOver: ['gone.html'],
  })
  expect(lookAtPages(join(folder, 'none'), wanted, mark)).toEqual({ own: [], others: [], leftOver: [] })
  expect(() => lookAtPages(join(folder, 'b.html'), wanted, mark)).toThrow('not a folder')
})
