import { expect, it } from 'vitest'
import type { Answer } from '../../src/handbook/answer.ts'
import { TermReader } from '../../src/handbook/question.ts'
import { AnswerSearch } from '../../src/handbook/search.ts'
import { makeAnswerIndex } from '../../src/store/sqlite/answer-index.ts'

const words = {
  concepts: {
    invoice: ['invoice', 'bill', 'factura*', '*rechnung*', '請求書'],
    reseller: ['reseller', 'resellers', 'revende*'],
    resale: ['resale', 'revende*'],
    login: ['login', 'password', 'contrasena', '*passwort*'],
    key: ['key', '*schlussel*'],
    where: ['where', 'donde', 'wo'],
  },
  stopWords: ['the', 'a', 'of', 'is', 'mi', 'su', 'der', 'wo', 'where'],
}

const answer = (name: string, title: string, asked: string[], ended: string | null = null): Answer => ({
  ...{ name, title, asked, ended, page: 'Partner Support', section: title, since: '2023', text: title, words: [] },
  ...{ who: null, instead: null, links: [], commands: [], file: `${name}.txt` },
})

/** The names of the answers that a question finds among these, best first. */
function found(question: string, answers: Answer[]): string[] {
  const search = new AnswerSearch(answers, new TermReader(words), makeAnswerIndex)
  const names = search.find(question, '2026-11-20').map((each) => each.answer.name)
  search.close()
  return names
}

const answers = [
  answer('invoice-find', 'Find an invoice', ['Where is the invoice?']),
  answer('login-reset', 'Reset a login', ['The password of a reseller']),
  answer('resale-terms', 'Resale terms', ['Resale by a reseller']),
  answer('key-delivery', 'Delivery of the key', ['Wo bleibt der Schlüssel?']),
  answer('territory', 'Territories of managers', ['Zuständigkeit der Betreuer']),
]

it.each([
  ['bill', 'invoice-find'],
  ['a factura', 'invoice-find'],
  ['請求書', 'invoice-find'],
  // "ae", "oe" and "ue" for the umlauts, where the word is one.
  ['Schluessel', 'key-delivery'],
  ['Zustaendigkeit', 'territory'],
  // Letters that changed places, are missing or too many.
  ['teritories', 'territory'],
  ['invioce', 'invoice-find'],
  ['logni', 'login-reset'],
  ['resset', 'login-reset'],
])('finds for "%s" %s first', (question, name) => {
  expect(found(question, answers)[0]).toBe(name)
})

it('counts a word that is said for two concepts less than two words', () => {
  expect(found('Mi revendedor, su contraseña', answers)[0]).toBe('login-reset')
})

it('finds nothing by what any question may ask, or by short words that are near others', () => {
  expect(found('where', answers)).toEqual([])
  expect(found('kea', answers)).toEqual([])
})

it('lets the newer of two that fit as well come first', () => {
  const two = [answer('a-way', 'Pay by wire', ['wire']), { ...answer('b-way', 'Pay by wire', ['wire']), since: '2025' }]
  expect(
    found(
      'wire',
      two.map((each) => ({ ...each, section: 'Wires', page: each.since })),
    ),
  ).toEqual(['b-way', 'a-way'])
})

it('lets what holds come before what is retired', () => {
  const two = [answer('old-way', 'Pay by wire', ['wire'], '2024-01-01'), answer('the-way', 'Pay by wire', ['wire'])]
  expect(found('wire', two)).toEqual(['the-way', 'old-way'])
})
