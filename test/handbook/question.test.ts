import { expect, it } from 'vitest'
import { TermReader } from '../../src/handbook/question.ts'

const reader = new TermReader({
  concepts: {
    manager: ['channel manager', 'CAM', 'ESM', '*partnermanager*', '担当マネージャ'],
    extend: ['extend', 'prolong*', '*verlänger*', 'prorrog*', '延長'],
    license: ['license', 'Lizenz', 'key', 'ライセンス'],
  },
  stopWords: ['the', 'is', 'der', 'our'],
})

it.each([
  ['Who is the CAM?', ['manager']],
  ['our Channel-Manager', ['manager']],
  ['channel and manager', []],
  ['den Partnermanagern', ['manager']],
  ['担当マネージャーは誰ですか', ['manager']],
  ['Can it be prolonged?', ['extend']],
  ['eine Fristverlängerung, VERLÄNGERT', ['extend']],
  ['¿Se puede prorrogar la licencia?', ['extend']],
  ['ライセンスを延長できますか', ['extend', 'license']],
  ['ＫＥＹ', ['license']],
  ['camera, monkey', []],
])('finds the concepts of "%s"', (text, concepts) => {
  expect([...reader.read(text).concepts].sort()).toEqual(concepts)
})

it('leaves out words that mean nothing, whatever their case and accents', () => {
  expect(reader.read('Is THE Schlüssel der 2. Straße our own?').words).toEqual(['schlussel', '2', 'strasse', 'own'])
})

it('takes a text without spaces in pairs, none of which begins with a particle', () => {
  expect(reader.read('登録の期限 ok').words).toEqual(['ok', '登録', '録の', '期限'])
})

it.each([
  ['ﾗｲｾﾝｽの延長', 'ライセンスの延長'],
  ['ＣＡＭ', 'cam'],
  ['verla\u0308ngert', 'verlängert'],
])('reads "%s" as "%s"', (written, meant) => {
  expect(reader.read(written)).toEqual(reader.read(meant))
})

it('tells what each word is said for, and a concept once', () => {
  expect(reader.read('The CAM prolonged our key: which license?').things).toEqual([
    ['cam', 'qmanagerq'],
    ['prolonged', 'qextendq'],
    ['key', 'qlicenseq'],
    ['which'],
    ['license'],
  ])
  expect(reader.read('channel manager').things).toEqual([['channel', 'qmanagerq'], ['manager']])
  expect(reader.read('延長を担当').things).toEqual([['qextendq', '延長'], ['担当']])
})

it('takes the longest of what may be said at a place', () => {
  const two = new TermReader({ concepts: { desk: ['担当'], manager: ['担当マネージャ'] }, stopWords: [] })
  expect(two.read('担当マネージャの担当').concepts).toEqual(['manager', 'desk'])
  expect(two.read('担当マネージャ').concepts).toEqual(['manager'])
})

it('gives a text as words and concepts to look for, and its words as known', () => {
  const known = new Set<string>()
  expect(reader.indexed('Is the license a key?', known)).toBe('license a key qlicenseq')
  expect([...known]).toEqual(['license', 'a', 'key'])
})
