import { describe, expect, it } from 'vitest'
import { idSuffix, readSalesforceId } from '../../src/records/salesforce-id.ts'

const VECTORS: ReadonlyArray<[id15: string, suffix: string]> = [
  ['a01M00000062mPg', 'IAI'],
  ['001M000000qfPyS', 'IAU'],
  ['aBcDEfgHIJKLMNO', '025'],
  ['01ZPL000002DNLp', '2AO'],
  ['0014M00001sGJ8x', 'QAG'],
  ['0014M00001nJhks', 'QAC'],
]

describe('check characters of a Salesforce id', () => {
  it.each(VECTORS)('of %s are %s', (id15, suffix) => {
    expect(idSuffix(id15)).toBe(suffix)
  })

  it.each(VECTORS)('are added to the 15 characters of %s', (id15, suffix) => {
    expect(readSalesforceId(id15, id15.slice(0, 3))).toEqual({ ok: true, id: id15 + suffix })
  })

  it.each(VECTORS)('are accepted behind %s as %s', (id15, suffix) => {
    expect(readSalesforceId(id15 + suffix, id15.slice(0, 3))).toEqual({ ok: true, id: id15 + suffix })
  })
})

describe('reading a Salesforce id', () => {
  it('ignores the space around it', () => {
    expect(readSalesforceId(' 001M000000qfPyS\t', '001')).toEqual({ ok: true, id: '001M000000qfPySIAU' })
  })

  it('tells two ids apart that differ in the case of one letter', () => {
    const [upper, lower] = ['001M000000qfPyS', '001M000000qfPys'].map((id) => readSalesforceId(id, '001'))
    expect(upper).toEqual({ ok: true, id: '001M000000qfPySIAU' })
    expect(lower).toEqual({ ok: true, id: '001M000000qfPysIAE' })
  })

  it.each([
    ['of a contact where an account is asked for', '003M000000qfPyS', '001'],
    ['of an account where a user is asked for', '001M000000qfPySIAU', '005'],
    ['that starts with letters', 'a01M00000062mPgIAI', '001'],
  ])('refuses one %s, by its prefix', (_, id, prefix) => {
    expect(readSalesforceId(id, prefix)).toEqual({ ok: false, reason: 'prefix' })
  })

  it.each([
    ['blank', ''],
    ['with 14 characters', '001M000000qfPy'],
    ['with 16 characters', '001M000000qfPySI'],
    ['with 17 characters', '001M000000qfPySIA'],
    ['with 19 characters', '001M000000qfPySIAUX'],
    ['with a space inside', '001M000000 qfPyS'],
    ['with a hyphen', '001M000000-fPyS'],
    ['with a letter that only looks Latin', '001\u041c000000qfPyS'],
    ['with full-width digits', '００１M000000qfPyS'],
    ['with a zero-width space', '001M000000qfPyS\u200b'],
    ['that a spreadsheet took for a number', '1.00E+14'],
    ['that a spreadsheet took for a number, in a German one', '1,00E+14'],
    ['whose leading zeros a spreadsheet removed', '1M000000qfPyS'],
    ['that a spreadsheet column was too narrow for', '###############'],
    ['that a spreadsheet formula could not find', '#N/A'],
  ])('refuses one %s, by its shape', (_, id) => {
    expect(readSalesforceId(id, '001')).toEqual({ ok: false, reason: 'shape' })
  })

  it.each([
    ['that puts a capital on a digit', '001M000000qfPySQAX'],
    ['that has characters no suffix has', '001M000000qfPyS9A8'],
    ['in capitals behind small letters, for both kept their case', '001m000000qfpysIAU'],
    ['in small letters behind capitals', '001M000000QFPYSiau'],
    ['in small letters behind letters of both cases', '001M000000qfPySiau'],
  ])('refuses a suffix %s', (_, id) => {
    expect(readSalesforceId(id, '001')).toEqual({ ok: false, reason: 'suffix' })
  })

  it.each([
    ['all in small letters', '001m000000qfpysiau'],
    ['all in capitals', '001M000000QFPYSIAU'],
  ])('names the id its suffix implies, where it is %s', (_, id) => {
    expect(readSalesforceId(id, '001')).toEqual({ ok: false, reason: 'case_lost', implied: '001M000000qfPySIAU' })
  })

  it.each(VECTORS.filter(([id15]) => id15.startsWith('0')))('names %s again after its capitals were lost', (id15, suffix) => {
    const lost = { ok: false, reason: 'case_lost', implied: id15 + suffix }
    expect(readSalesforceId((id15 + suffix).toUpperCase(), id15.slice(0, 3))).toEqual(lost)
  })

  it('cannot see that 15 characters lost their case, for they have no suffix', () => {
    expect(readSalesforceId('001m000000qfpys', '001')).toEqual({ ok: true, id: '001m000000qfpysAAA' })
  })
})
