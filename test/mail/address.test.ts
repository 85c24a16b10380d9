import { describe, expect, it } from 'vitest'
import { domainOf, isAddress, isBelow } from '../../src/mail/address.ts'

describe('one plain address', () => {
  it.each([
    'ann@kestrel.example',
    '.ann@kestrel.example',
    'ann..lee.@kestrel.example',
    'ann.lee@kestrel.example',
    'Ann.Lee@Kestrel.Example',
    'ann+loa@kestrel.example',
    "o'brien@kestrel.example",
    'ann_lee-2@mail.kestrel.example',
    'a@b.co',
    '1@2.example',
    '!#$%&*/=?^`{|}~@kestrel.example',
    'ann@xn--kstrel-gva.example',
    'ann@kestrel.xn--p1ai',
    'partnerorderops@gitlab.com',
    `${'a'.repeat(64)}@kestrel.example`,
    `ann@${'a'.repeat(63)}.example`,
    `ann@${'a.'.repeat(124)}aa.aa`,
  ])('is %s', (text) => {
    expect(isAddress(text)).toBe(true)
  })

  it.each([
    ['nothing', ''],
    ['an @ alone', '@'],
    ['a name', 'Ann Lee'],
    ['an address without @', 'ann.kestrel.example'],
    ['an address without a name', '@kestrel.example'],
    ['an address without a domain', 'ann@'],
    ['a domain without a dot', 'ann@localhost'],
    ['a domain that begins with a dot', 'ann@.example'],
    ['a domain that ends with a dot', 'ann@kestrel.example.'],
    ['a domain with two dots in a row', 'ann@kestrel..example'],
    ['a domain with a label that begins with a hyphen', 'ann@-kestrel.example'],
    ['a domain with a label that ends with a hyphen', 'ann@kestrel-.example'],
    ['a domain with an underscore', 'ann@kes_trel.example'],
    ['an IP address', 'ann@10.20.30.40'],
    ['a domain that ends in one letter', 'ann@kestrel.e'],
    ['an IP address in brackets', 'ann@[127.0.0.1]'],
    ['a name of 65 characters', `${'a'.repeat(65)}@kestrel.example`],
    ['a label of 64 characters', `ann@${'a'.repeat(64)}.example`],
    ['a domain of 254 characters', `ann@${'a.'.repeat(125)}a.aa`],

    ['a person and an address', 'Ann Lee <ann@kestrel.example>'],
    ['an address in angle brackets', '<ann@kestrel.example>'],
    ['an address with a comment', 'ann@kestrel.example (Ann)'],
    ['an address with a comment in it', 'ann(x)@kestrel.example'],
    ['two addresses with a comma', 'ann@kestrel.example,eve@evil.example'],
    ['two addresses with a semicolon', 'ann@kestrel.example;eve@evil.example'],
    ['two addresses with a space', 'ann@kestrel.example eve@evil.example'],
    ['two addresses one after the other', 'ann@kestrel.exampleeve@evil.example'],
    ['a group', 'all:ann@kestrel.example;'],
    ['a mailto', 'mailto:ann@kestrel.example'],
    ['a source route', '@evil.example:ann@kestrel.example'],
    ['a name in quotes', '"ann"@kestrel.example'],
    ['a name with a backslash', 'ann\\@kestrel.example'],

    ['a space in front', ' ann@kestrel.example'],
    ['a space behind', 'ann@kestrel.example '],
    ['a space in the name', 'ann lee@kestrel.example'],
    ['a space in the domain', 'ann@kestrel .example'],
    ['a tab', 'ann@kestrel.example\t'],
    ['a line end behind', 'ann@kestrel.example\n'],
    ['a carriage return behind', 'ann@kestrel.example\r'],
    ['a header behind', 'ann@kestrel.example\r\nBcc: eve@evil.example'],
    ['a header in front', 'Bcc: eve@evil.example\r\nann@kestrel.example'],
    ['a line end in the name', 'ann\n@kestrel.example'],
    ['a NUL', 'ann\0@kestrel.example'],
    ['a line separator', 'ann@kestrel.example\u2028'],
    ['a zero-width space', 'ann@kestrel\u200b.example'],
    ['a mark that turns the direction', '\u202eann@kestrel.example'],

    ['an accent in the name', 'änn@kestrel.example'],
    ['an accent in the domain', 'ann@këstrel.example'],
    ['a Cyrillic letter in the domain', 'ann@kеstrel.example'],
    ['a full-width @', 'ann＠kestrel.example'],
    ['an encoded word', '=?utf-8?Q?ann=40kestrel.example?='],

    ['the order mailbox and more in quotes', '"partnerorderops@gitlab.com x"@evil.example'],
    ['the order mailbox and more without quotes', 'partnerorderops@gitlab.com x@evil.example'],
    ['the order mailbox with a comment', 'partnerorderops@gitlab.com(x)evil.example'],
    ['the order mailbox as a name', '"partnerorderops@gitlab.com" <x@evil.example>'],
    ['the order mailbox by a route', '<@evil.example:partnerorderops@gitlab.com>'],
    ['two @', 'partnerorderops@gitlab.com@evil.example'],
  ])('is not %s', (_, text) => {
    expect(isAddress(text)).toBe(false)
    expect(domainOf(text)).toBe('')
  })
})

describe('the domain of an address', () => {
  it.each([
    ['is in lower case', 'Ann@Kestrel.EXAMPLE', 'kestrel.example'],
    ['is the whole of it', 'partnerorderops@gitlab.com.evil.example', 'gitlab.com.evil.example'],
    ['is what it says, and not what it looks like', 'partnerorderops@gitIab.com', 'gitiab.com'],
    ['is that of a comment glued to it', 'partnerorderops@gitlab.comevil.example', 'gitlab.comevil.example'],
  ])('%s', (_, address, domain) => {
    expect(domainOf(address)).toBe(domain)
    expect(isBelow(domainOf(address), ['gitlab.com'])).toBe(false)
  })
})

describe('a domain', () => {
  const domains = ['docusign.net', 'docusign.com']
  it.each(['docusign.net', 'docusign.com', 'na3.docusign.net', 'a.b.docusign.com'])('is below: %s', (domain) => {
    expect(isBelow(domain, domains)).toBe(true)
  })
  it.each([
    '',
    'net',
    '.docusign',
    'docusign.org',
    'docusign.net.evil.example',
    'evildocusign.net',
    'evil-docusign.net',
    'docusign.nett',
    'docusign-net.example',
  ])('is not below: "%s"', (domain) => {
    expect(isBelow(domain, domains)).toBe(false)
  })
  it('is below nothing where nothing is named', () => {
    expect(isBelow('docusign.net', [])).toBe(false)
  })
})
