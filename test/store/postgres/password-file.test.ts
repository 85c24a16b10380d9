import { expect, it } from 'vitest'
import { passwordIn } from '../../../src/store/postgres/connection/password-file.ts'

const FOR = { host: 'db.example.com', port: 5432, database: 'desk', user: 'ann' }

it.each([
  ['a line that names all', 'db.example.com:5432:desk:ann:secret', 'secret'],
  ['a line for everything', '*:*:*:*:secret', 'secret'],
  ['the first line that matches', '*:*:desk:bob:no\n*:*:desk:ann:first\n*:*:*:*:second', 'first'],
  ['no line for another port', 'db.example.com:5433:desk:ann:secret', null],
  ['no line for another host', 'localhost:5432:desk:ann:secret', null],
  ['no line for a longer name', 'db.example.com:5432:desks:ann:secret', null],
  ['no remark', '#*:*:*:*:secret', null],
  ['no line that is too short', '*:*:*:secret', null],
  ['no empty password', '*:*:*:*:', null],
  ['an escaped colon and backslash', '*:*:*:*:a\\:b\\\\c', 'a:b\\c'],
  ['a password up to a colon, as libpq does', '*:*:*:*:a:b', 'a'],
  ['a line of Windows', '*:*:*:*:secret\r\n', 'secret'],
  ['blanks as they are', '*:*:*:*: a b ', ' a b '],
  ['an escaped star as a star', '*:*:\\*:*:no\n*:*:*:*:yes', 'yes'],
])('takes %s', (_, text, expected) => {
  expect(passwordIn(text, FOR)).toBe(expected)
})

it('finds what has to be escaped in a name', () => {
  const text = '\\:\\:1:5432:a\\:b:c\\\\d:secret'
  expect(passwordIn(text, { host: '::1', port: 5432, database: 'a:b', user: 'c\\d' })).toBe('secret')
})
