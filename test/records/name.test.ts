import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differInLegalForm, foldName } from '../../src/records/name.ts'

describe('folding a name', () => {
  it('keeps punctuation in the light form, drops it in the folded form, and the legal form in the core', () => {
    expect(foldName('  Müller &  Söhne GmbH ')).toEqual({
      light: 'muller & sohne gmbh',
      folded: 'muller&sohnegmbh',
      core: 'muller&sohne',
    })
  })

  it.each([
    ['case', 'ACME', 'acme'],
    ['accents', 'Café Ñandú', 'Cafe Nandu'],
    ['accents written as marks of their own', 'Cafe\u0301', 'Café'],
    ['a Turkish capital I with a dot', 'İstanbul', 'istanbul'],
    ['a Turkish capital I with a dot, decomposed', 'I\u0307stanbul', 'istanbul'],
    ['a Turkish small ı', 'Işık', 'ISIK'],
    ['a German ß', 'Strauß', 'STRAUSS'],
    ['a German capital ẞ', 'STRAUẞ', 'strauss'],
    ['a Danish ø', 'Ørsted', 'orsted'],
    ['a Polish ł', 'Łódź', 'Lodz'],
    ['a Croatian đ', 'Đuro', 'duro'],
    ['an Icelandic þ and ð', 'Þór Guðni', 'thor gudni'],
    ['æ and œ', 'Æsop Œuvre', 'aesop oeuvre'],
    ['a Greek final ς', 'ΟΔΟΣ', 'οδοσ'],
    ['full width', 'ＡＣＭＥ　１２', 'Acme 12'],
    ['half-width katakana', 'ｶﾞｲﾄﾞ', 'ガイド'],
    ['a ligature', 'Oﬃce ﬁrst', 'office first'],
    ['spaces of any width', 'Acme\u00a0\u2003Labs', 'acme labs'],
    ['tabs', 'Acme\tLabs', 'acme labs'],
    ['a zero-width space', 'Ac\u200bme', 'acme'],
    ['a byte order mark', '\ufeffAcme', 'acme'],
    ['a soft hyphen', 'Ac\u00adme', 'acme'],
    ['a mark that turns the direction', '\u202eAcme\u202c', 'acme'],
    ['a square ㈱', '㈱サクラ', '(株)サクラ'],
  ])('removes the difference of %s', (_, one, other) => {
    expect(foldName(one)).toEqual(foldName(other))
    expect(foldName(one).light).toBe(foldName(other).light)
  })

  it.each([
    ['a Cyrillic letter that looks Latin', 'Acmе', 'Acme'],
    ['a Greek letter that looks Latin', 'Αcme', 'Acme'],
    ['a Japanese voicing mark', 'グ', 'ク'],
    ['a Japanese voicing mark of its own', 'ク\u3099', 'ク'],
    ['half-voiced kana', 'パ', 'ハ'],
    ['a Korean syllable', '한', '하'],
    ['a Thai vowel sign', 'กิน', 'กัน'],
    ['a Hindi vowel sign', 'कि', 'को'],
    ['a digit', 'Acme 1', 'Acme 2'],
    ['a plus', 'C++ Labs', 'C Labs'],
    ['one plus more', 'C++ Labs', 'C+ Labs'],
    ['a number sign', 'C# Labs', 'C Labs'],
    ['an ampersand', 'AT&T', 'AT T'],
    ['an at', 'Me@Work', 'Me Work'],
  ])('keeps the difference of %s', (_, one, other) => {
    expect(foldName(one).light).not.toBe(foldName(other).light)
    expect(foldName(one).folded).not.toBe(foldName(other).folded)
    expect(foldName(one).core).not.toBe(foldName(other).core)
  })

  it.each([
    ['Acme, Inc.', 'Acme Inc'],
    ['A.C.M.E.', 'ACME'],
    ['Acme-Labs', 'Acme Labs'],
    ['O’Reilly', "O'Reilly"],
    ['Acme ＆ Co', 'Acme & Co.'],
  ])('makes %s and %s one folded form with two light forms', (one, other) => {
    expect(foldName(one).folded).toBe(foldName(other).folded)
    expect(foldName(one).light).not.toBe(foldName(other).light)
  })

  it('keeps a name that is nothing but punctuation', () => {
    expect(foldName(' !!! ')).toEqual({ light: '!!!', folded: '!!!', core: '!!!' })
    expect(foldName('').folded).toBe('')
  })
})

describe('the legal form of a name', () => {
  it.each([
    ['Acme GmbH', 'acme'],
    ['Acme GmbH & Co. KG', 'acme'],
    ['Acme GmbH und Co. KG', 'acme'],
    ['Acme UG (haftungsbeschränkt)', 'acme'],
    ['Acme AG', 'acme'],
    ['Acme Sp. z o.o.', 'acme'],
    ['Acme Sp. z o. o.', 'acme'],
    ['Acme Spółka z ograniczoną odpowiedzialnością', 'acme'],
    ['Acme S.à r.l.', 'acme'],
    ['Acme SARL', 'acme'],
    ['Acme S.p.A.', 'acme'],
    ['Acme S.A. de C.V.', 'acme'],
    ['Acme Pty Ltd', 'acme'],
    ['Acme Pty. Ltd.', 'acme'],
    ['Acme Pvt. Ltd.', 'acme'],
    ['Acme Co., Ltd.', 'acme'],
    ['Acme, Inc.', 'acme'],
    ['Acme L.L.C.', 'acme'],
    ['Acme B.V.', 'acme'],
    ['Acme A/S', 'acme'],
    ['Acme Oy', 'acme'],
    ['Acme Sdn Bhd', 'acme'],
    ['Acme s.r.o.', 'acme'],
    ['Acme Ltd. Şti.', 'acme'],
    ['PT Nusantara', 'nusantara'],
    ['株式会社 サクラ', 'サクラ'],
    ['サクラ 株式会社', 'サクラ'],
    ['株式会社サクラ', 'サクラ'],
    ['サクラ株式会社', 'サクラ'],
    ['㈱サクラ', 'サクラ'],
    ['サクラ（株）', 'サクラ'],
    ['北京星科技有限公司', '北京星科技'],
    ['주식회사 한빛', '한빛'],
    ['한빛(주)', '한빛'],
  ])('of %s is taken off, and %s stays', (name, core) => {
    expect(foldName(name).core).toBe(core)
  })

  it.each(['Cisco', 'Texaco', 'Bausch', 'Kinc', 'Visa', 'Maggmbh', 'GmbH', 'Inc.', '株式会社', 'Co Labs', 'AG Systems'])(
    'is not taken off %s, which would be another name or none',
    (name) => {
      expect(foldName(name).core).toBe(foldName(name).folded)
    },
  )

  it('stays in the folded form, so that two partners differing in it alone are two', () => {
    expect(foldName('Acme GmbH').folded).not.toBe(foldName('Acme AG').folded)
    expect(foldName('Acme GmbH').core).toBe(foldName('Acme AG').core)
  })
})

describe('folding any text', () => {
  const anyName = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom('Acme', ' ', '.', 'GmbH', '& Co. KG', '株式会社', 'İ', 'ı', 'ß', 'ﬁ', 'e\u0301', 'ガ', '\u200b'))
      .map((parts) => parts.join('')),
  )

  it('gives the same folded name for what was folded already', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const once = foldName(name)
        expect(foldName(once.light)).toEqual(once)
      }),
      { numRuns: 2000, seed: 1 },
    )
  })

  it('does not depend on how accents are encoded', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        expect(foldName(name.normalize('NFD'))).toEqual(foldName(name.normalize('NFC')))
      }),
      { numRuns: 2000, seed: 2 },
    )
  })

  it('does not depend on the space around a name', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        expect(foldName(`  ${name} \t`)).toEqual(foldName(name))
      }),
      { numRuns: 2000, seed: 3 },
    )
  })
})

describe('a legal form', () => {
  it.each([
    ['Canal + SA', 'canal+'],
    ['Canal SA', 'canal'],
    ['Smith & Co.', 'smith'],
    ['Smith #Co', 'smith#co'],
    ['Acme GmbH & Co. KG', 'acme'],
    ['C # GmbH', 'c#'],
    ['R&D Ltd', 'r&d'],
    ['Acme S.L.P.', 'acme'],
    ['Acmes', 'acmes'],
    ['Acme U.S.A.', 'acmeusa'],
    ['Acme S.A.', 'acme'],
    ['Acme P.S.A.', 'acme'],
    ['A.B.C. S.A.', 'abc'],
    ['Acme (P) Ltd', 'acme'],
    ['Acme Aktiengesellschaft', 'acme'],
  ])('is taken off "%s", and nothing of the name', (name, core) => {
    expect(foldName(name).core).toBe(core)
  })
})

describe('two names', () => {
  it.each([
    ['Acme GmbH', 'Acme Inc.', true],
    ['Acme GmbH', 'ACME GMBH', false],
    ['Acme Limited', 'Acme Ltd', false],
    ['Acme Incorporated', 'Acme, Inc', false],
    ['Acme', 'Acme GmbH', false],
    ['サクラ株式会社', '株式会社サクラ', false],
    ['サクラ株式会社', '合同会社サクラ', true],
    ['PT Nusantara', 'Nusantara Ltd', true],
    ['Acme GmbH', 'Acme GmbH & Co. KG', true],
    ['Acme Oy', 'Acme Oyj', true],
    ['Acme', 'acme', false],
    ['GmbH', 'AG', false],
    ['Acme Corp.', 'Acme Corporation', false],
    ['Acme Co', 'Acme Company', false],
    ['Acme Sp. z o.o.', 'Acme Spółka z o.o.', false],
    ['Acme Sp. z o.o.', 'Acme Spółka z ograniczoną odpowiedzialnością', false],
    ['Acme s.r.o.', 'Acme spol. s r.o.', false],
    ['Acme GmbH', 'Acme GesmbH', false],
    ['Acme GmbH & Co. KG', 'Acme GmbH und Co. KG', false],
    ['Acme Pty Ltd', 'Acme Pty Limited', false],
    ['Acme AG', 'Acme Aktiengesellschaft', false],
    ['Canal + SA', 'Canal + Inc.', true],
    ['Acme Pvt. Ltd.', 'Acme Private Limited', false],
    ['Acme Co., Ltd.', 'Acme Co., Limited', false],
    ['Acme UG', 'Acme UG (haftungsbeschränkt)', false],
    ['㈱サクラ', 'サクラ株式会社', false],
    ['サクラ K.K.', 'サクラ株式会社', false],
  ])('"%s" and "%s" differ in their legal form: %s', (a, b, differ) => {
    expect(differInLegalForm(foldName(a), foldName(b))).toBe(differ)
    expect(differInLegalForm(foldName(b), foldName(a))).toBe(differ)
  })
})
