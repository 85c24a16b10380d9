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

it('takes a text without spaces in pairs', () => {
  expect(reader.read('登録の期限 ok').words).toEqual(['ok', '登録', '録の', 'の期', '期限'])
})
