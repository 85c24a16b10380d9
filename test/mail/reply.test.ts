import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Failure } from '../../src/errors.ts'
import { type FilledReply, fillReply, type ReplyValues } from '../../src/mail/fill-reply.ts'
import { checkDeclared, parseReply, type Reply } from '../../src/mail/reply.ts'
import { NO_PARTNER, PROVIDED, providedValues } from '../../src/mail/values.ts'
import { readDesk } from '../../src/reference/reference.ts'
import { readReplies, readReply } from '../../src/reference/replies.ts'
import { failureOf } from '../failing.ts'

/** What a refusal says; null: nothing was refused. */
function refusalOf(work: () => unknown): Failure | null {
  try {
    work()
  } catch (error) {
    return failureOf(error)
  }
  return null
}
const codeOf = (work: () => unknown): string | null => refusalOf(work)?.code ?? null

const KEYS = ['subject: Hello', 'to: {{ requester_email }}', 'when: now and then']
function file(keys: readonly string[], ...body: string[]): string {
  return ['---', ...keys, '---', ...body].join('\n')
}
const parse = (keys: readonly string[], ...body: string[]): Reply => parseReply('hello', 'hello.txt', file(keys, ...body))
function fill(keys: readonly string[], body: string, values: ReplyValues): FilledReply {
  return fillReply(parse(keys, body), values)
}

describe('the file of a reply', () => {
  it('is read with its keys, its values and its text', () => {
    const keys = [
      'subject: Hello {{ name }}: you',
      'to: {{ requester_email }} , ann@kestrel.example',
      'cc: {{ desk_mailbox }}',
      'label: LOA',
      'when: now and then',
      'source: Partner Help Desk, A Section: the second',
      'value name: who it is',
      'optional value place: where',
      'text why: why it is',
      'optional list things: what there is',
    ]
    const reply = parse(keys, '', 'Dear {{ name }},', '{% for each in things %}{{ each }}{% endfor %}{{ why }}', '---', 'x', '')
    expect(reply).toEqual({
      name: 'hello',
      file: 'hello.txt',
      kind: 'mail',
      subject: 'Hello {{ name }}: you',
      to: ['{{ requester_email }}', 'ann@kestrel.example'],
      cc: ['{{ desk_mailbox }}'],
      label: 'LOA',
      when: 'now and then',
      source: 'Partner Help Desk, A Section: the second',
      declared: [
        { name: 'name', isList: false, isText: false, isOptional: false, about: 'who it is' },
        { name: 'place', isList: false, isText: false, isOptional: true, about: 'where' },
        { name: 'why', isList: false, isText: true, isOptional: false, about: 'why it is' },
        { name: 'things', isList: true, isText: false, isOptional: true, about: 'what there is' },
      ],
      needs: [],
      body: 'Dear {{ name }},\n{% for each in things %}{{ each }}{% endfor %}{{ why }}\n---\nx',
      used: ['requester_email', 'desk_mailbox', 'name', 'things', 'why'],
    })
  })
  it.each([
    ['lines ended by CRLF', file(KEYS, 'Hi', 'you').replaceAll('\n', '\r\n')],
    ['lines ended by CR', file(KEYS, 'Hi', 'you').replaceAll('\n', '\r')],
    ['a byte order mark', `\ufeff${file(KEYS, 'Hi', 'you')}`],
    ['blank lines among the keys', file(['', ...KEYS, ' '], 'Hi', 'you')],
    ['blank lines around the text', file(KEYS, '', '', 'Hi', 'you', '', '')],
  ])('may have %s', (_, text) => {
    expect(parseReply('hello', 'hello.txt', text)).toEqual(parse(KEYS, 'Hi', 'you'))
  })
  it('of a text to paste needs no addresses and no subject', () => {
    expect(parse(['kind: text', 'when: now'], 'Hi')).toMatchObject({ kind: 'text', subject: null, to: [], cc: [], body: 'Hi' })
  })

  it.each<[string, string, number]>([
    ['nothing', '', 1],
    ['no keys', 'Hi', 1],
    ['no second mark', '---\nsubject: Hello\nHi', 1],
    ['no first mark', 'subject: Hello\n---\nHi', 1],
    ['a line without a colon', file(['subject: Hello', 'to ann@kestrel.example', 'when: now']), 3],
    ['a key without a text', file(['subject: Hello', 'to: a@kestrel.example', 'when:  ']), 4],
    ['a key that is not known', file(['subject: Hello', 'bcc: eve@evil.example', ...KEYS]), 3],
    ['a key in capitals', file(['Subject: Hello', 'to: a@kestrel.example', 'when: now']), 2],
    ['a key twice', file([...KEYS, 'subject: Hello again']), 5],
    ['a value whose name has a hyphen', file([...KEYS, 'value a-b: what']), 5],
    ['a value without a name', file([...KEYS, 'value: what']), 5],
    ['a value of an unknown sort', file([...KEYS, 'number seats: how many']), 5],
    ['an optional key', file([...KEYS, 'optional cc: eve@evil.example']), 5],
    ['no subject', file(['to: a@kestrel.example', 'when: now']), 1],
    ['nobody to write to', file(['subject: Hello', 'when: now']), 1],
    ['nobody but commas to write to', file(['subject: Hello', 'to: , ,', 'when: now']), 1],
    ['no occasion', file(['subject: Hello', 'to: a@kestrel.example']), 1],
    ['no occasion, though it is a text', file(['kind: text']), 1],
  ])('with %s is refused, by file and line', (_, text, line) => {
    const refused = refusalOf(() => parseReply('hello', 'replies/hello.txt', text))
    expect(refused).toMatchObject({ code: 'bad_reply', exitCode: 5, detail: { file: 'replies/hello.txt', line } })
    expect(refused?.message).toContain(`replies/hello.txt, line ${line}: `)
  })

  it.each([
    ['an output that is not closed', '{{ name'],
    ['a tag that is not closed', '{% if name'],
    ['an if that is not ended', '{% if name %}Hi'],
    ['an end without a beginning', 'Hi {% endif %}'],
    ['an unknown tag', '{% iff name %}'],
    ['an unknown filter', '{{ name | shout }}'],
    ['an included file', '{% include "footer" %}'],
    ['an included file of the machine', '{% include "/etc/passwd" %}'],
    ['a rendered file', '{% render "/etc/passwd" %}'],
    ['a layout', '{% layout "/etc/passwd" %}'],
    ['an included file of the folder', '{% include "package.json" %}'],
    ['an included file in a tag of several', '{% liquid include "/etc/passwd" %}'],
  ])('with %s in its text is refused, by file', (_, body) => {
    const refused = refusalOf(() => parse(KEYS, body))
    expect(refused).toMatchObject({ code: 'bad_reply', exitCode: 5, detail: { file: 'hello.txt' } })
    expect(refused?.message).toMatch(/^hello\.txt: /)
  })
  it('with a broken text is refused by the line of the text', () => {
    expect(refusalOf(() => parse(KEYS, '', 'Hi', 'you', '{{ name | shout }}'))?.message).toContain('line:3')
  })
  it.each(['subject', 'to', 'cc'])('with broken Liquid in its %s is refused', (key) => {
    const keys = [...KEYS.filter((each) => !each.startsWith(`${key}:`)), `${key}: {{ name`]
    expect(codeOf(() => parse(keys, 'Hi'))).toBe('bad_reply')
  })
  it.each(['{% include name %}', '{% render name %}', '{% layout name %}'])('never gets a file by %s', (body) => {
    const values = { name: join(import.meta.dirname, 'reply.test.ts'), requester_email: 'a@kestrel.example' }
    expect(codeOf(() => fill(KEYS, body, values))).toBe('bad_reply')
  })
  it('cannot keep phd busy', () => {
    const values = { requester_email: 'a@kestrel.example' }
    expect(codeOf(() => fill(KEYS, '{% for i in (1..1000000000) %}x{% endfor %}', values))).toBe('bad_reply')
  })
})

describe('a reply is filled in', () => {
  const to = { requester_email: 'ann@kestrel.example' }

  it('with its values, and ends with one line end', () => {
    const body = 'Dear {{ name }},  \n\n{% for each in things %}\n- {{ each }}\n{% endfor %}\n\n'
    expect(fill([...KEYS, 'cc: a@x.example'], body, { ...to, name: 'Ann', things: ['one', 'two'] })).toEqual({
      subject: 'Hello',
      to: ['ann@kestrel.example'],
      cc: ['a@x.example'],
      body: 'Dear Ann,\n\n\n- one\n\n- two\n',
    })
  })
  it('as a text without subject and addresses', () => {
    expect(fill(['kind: text', 'when: now'], 'Hi {{ name }}', { name: 'Ann' })).toEqual({
      subject: null,
      to: [],
      cc: [],
      body: 'Hi Ann\n',
    })
  })
  it('only with every value it uses, and one message names all that are missing', () => {
    const reply = parse(
      ['subject: {{ deal_id }}', 'to: {{ requester_email }}', 'when: now', 'value name: who it is'],
      '{{ name }} {{ name }} {{ deal_id }}',
    )
    const refused = refusalOf(() => fillReply(reply, {}, { why: { deal_id: 'no deal was named' } }))
    expect(refused).toMatchObject({
      code: 'missing_values',
      exitCode: 5,
      detail: { reply: 'hello', missing: ['requester_email', 'deal_id', 'name'] },
    })
    expect(refused?.message).toContain('missing: requester_email; deal_id (no deal was named); who it is')
    expect(refused?.hint).toContain('--set requester_email="…" --set deal_id="…" --set name="…"')
  })
  it.each<[string, ReplyValues[string]]>([
    ['blank', ''],
    ['of spaces', '  '],
    ['of nothing to see', '\u200b\r\n'],
    ['an empty list', []],
    ['a list of blanks', ['', ' \n']],
    ['not there', undefined],
  ])('only with a value that is not %s', (_, value) => {
    expect(codeOf(() => fill(KEYS, 'Hi {{ name }}', { ...to, name: value }))).toBe('missing_values')
  })
  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('with no value of the program itself: %s', (name) => {
    expect(codeOf(() => fill(KEYS, `Hi {{ ${name} }}`, to))).toBe('missing_values')
  })
  it('with no word of the program itself about a missing value', () => {
    expect(refusalOf(() => fill(KEYS, 'Hi {{ constructor }}', to))?.message).not.toMatch(/native code|\[object/)
  })
  it('with no property of a value either', () => {
    expect(codeOf(() => fill(KEYS, 'Hi {{ name.constructor }}', { ...to, name: 'Ann' }))).toBe('bad_reply')
  })
  it('without what is optional', () => {
    const keys = [...KEYS, 'cc: {{ isr_email }}, a@x.example', 'optional value isr_email: who', 'optional list things: what']
    const body = 'Hi{% if things %}{% for each in things %} {{ each }}{% endfor %}{% endif %}'
    expect(fill(keys, body, to)).toMatchObject({ cc: ['a@x.example'], body: 'Hi\n' })
    expect(fill(keys, body, { ...to, isr_email: ' ', things: [] })).toMatchObject({ cc: ['a@x.example'], body: 'Hi\n' })
    expect(fill(keys, body, { ...to, isr_email: 'i@x.example', things: ['one'] })).toMatchObject({
      cc: ['i@x.example', 'a@x.example'],
      body: 'Hi one\n',
    })
  })

  it('to each address once, whatever its case, and with no one in copy who gets it anyway', () => {
    const keys = [
      'subject: S',
      'to: {{ one }}, {{ other }}, a@x.example',
      'cc: A@X.example, b@x.example, B@x.EXAMPLE',
      'when: now',
    ]
    const values = { one: 'Ann@kestrel.example', other: 'ann@KESTREL.example' }
    expect(fill(keys, 'Hi', values)).toMatchObject({ to: ['Ann@kestrel.example', 'a@x.example'], cc: ['b@x.example'] })
  })
  it.each([
    ['a second one', 'ann@kestrel.example, eve@evil.example'],
    ['a second one after a semicolon', 'ann@kestrel.example;eve@evil.example'],
    ['a second one on a line of its own', 'ann@kestrel.example\neve@evil.example'],
    ['a header', 'ann@kestrel.example\r\nBcc: eve@evil.example'],
    ['a name', 'Ann <ann@kestrel.example>'],
    ['a comment', 'ann@kestrel.example (Ann)'],
    ['Liquid', '{{ desk_mailbox }}'],
    ['a word', 'Ann'],
  ])('to no address with %s', (_, value) => {
    const refused = refusalOf(() => fill(KEYS, 'Hi', { requester_email: value, desk_mailbox: 'desk@x.example' }))
    expect(refused).toMatchObject({ code: 'not_an_address', exitCode: 5, detail: { reply: 'hello' } })
  })
  it('to no list of addresses', () => {
    expect(codeOf(() => fill(KEYS, 'Hi', { requester_email: ['ann@kestrel.example', 'eve@evil.example'] }))).toBe(
      'not_an_address',
    )
  })
  it.each(['to', 'cc'])('never with the misprinted mailbox in %s, whatever its case', (key) => {
    const keys = ['subject: S', 'to: a@x.example', 'when: now'].filter((each) => !each.startsWith(`${key}:`))
    const reply = parse([...keys, `${key}: {{ one }}`], 'Hi')
    const { neverWriteTo } = readDesk()
    const fillWith = (one: string) => fillReply(reply, { one }, { neverWriteTo })
    for (const address of ['partnersupport@gmail.com', 'PartnerSupport@GMail.com']) {
      expect(codeOf(() => fillWith(address))).toBe('forbidden_address')
    }
    expect(codeOf(() => fillWith('partnersupport@gitlab.com'))).toBeNull()
  })

  it('with no header line that a value brings', () => {
    const keys = ['subject: About {{ name }}', 'to: a@x.example', 'when: now']
    const { subject, cc } = fill(keys, 'Hi', { name: 'Kestrel\r\nBcc: eve@evil.example\r\n\r\nDear all' })
    expect(subject).toBe('About Kestrel Bcc: eve@evil.example Dear all')
    expect(cc).toEqual([])
  })
  it('with no Liquid that a value brings', () => {
    const evil = '{{ secret }}{% include "/etc/passwd" %}{% raw %}'
    const filled = fill([...KEYS, 'text why: why'], '{{ name }}\n{{ why }}{% for each in things %}\n{{ each }}{% endfor %}', {
      ...to,
      name: evil,
      why: evil,
      things: [evil],
      secret: 'open',
    })
    expect(filled.body).toBe(`${evil}\n${evil}\n${evil}\n`)
  })
  it('with one line for a value and an item of a list, and with lines for a text', () => {
    const keys = [...KEYS, 'value name: who', 'text why: why', 'list things: what']
    const body = '{{ name }}|{{ why }}|{% for each in things %}{{ each }}|{% endfor %}'
    const lines = 'one\r\n\r\ntwo\x1b\u202e'
    expect(fill(keys, body, { ...to, name: lines, why: lines, things: [lines] }).body).toBe('one two|one\n\ntwo|one two|\n')
  })
  it('with the given values unchanged', () => {
    const name = 'Žaneta & <b>“日本”</b> 🦊'
    expect(fill(KEYS, '{{ name }}', { ...to, name }).body).toBe(`${name}\n`)
  })
})

describe('a reply that needs one of several values', () => {
  const keys = [...KEYS, 'needs: missing or trainings', 'optional list missing: what', 'optional list trainings: which']
  const listed = (name: string): string => `{% if ${name} %}{% for each in ${name} %} {{ each }}{% endfor %}{% endif %}`
  const body = `Hi${listed('missing')}${listed('trainings')}`
  const to = { requester_email: 'ann@kestrel.example' }
  it.each<[string, ReplyValues, string]>([
    ['the first', { missing: ['one'] }, 'Hi one\n'],
    ['the second', { trainings: ['two'] }, 'Hi two\n'],
    ['both', { missing: ['one'], trainings: ['two'] }, 'Hi one two\n'],
  ])('is filled in with %s', (_, values, expected) => {
    expect(parse(keys, body).needs).toEqual(['missing', 'trainings'])
    expect(fill(keys, body, { ...to, ...values }).body).toBe(expected)
  })
  it.each<[string, ReplyValues]>([
    ['neither', {}],
    ['two that are blank', { missing: [], trainings: [' '] }],
  ])('is not filled in with %s', (_, values) => {
    const refused = refusalOf(() => fill(keys, body, { ...to, ...values }))
    expect(refused).toMatchObject({ code: 'missing_values', exitCode: 5, detail: { missing: ['missing', 'trainings'] } })
    expect(refused?.hint).toContain('--set missing="…" or --set trainings="…"')
  })
})

describe('a reply', () => {
  const check = (keys: readonly string[], body: string) => refusalOf(() => checkDeclared(parse(keys, body)))
  const OWN_KEYS = ['subject: Hello', 'to: {{ desk_mailbox }}', 'when: now']
  it.each<[string, readonly string[], string]>([
    ['uses what it declares, and what phd knows', [...OWN_KEYS, 'value name: who'], '{{ name }} {{ partner_name }}'],
    ['uses it in its subject', ['subject: {{ name }}', 'to: a@x.example', 'when: now', 'value name: who'], 'Hi'],
    ['uses it in an address', ['subject: S', 'to: {{ name }}', 'when: now', 'value name: who'], 'Hi'],
    ['uses it in a condition', [...OWN_KEYS, 'optional list things: what'], '{% if things %}Hi{% endif %}'],
    ['names what it needs', [...OWN_KEYS, 'needs: name', 'optional value name: who'], '{{ name }}'],
  ])('is accepted that %s', (_, keys, body) => {
    expect(check(keys, body)).toBeNull()
  })
  it.each<[string, readonly string[], string, string]>([
    ['uses what it does not declare', [...OWN_KEYS, 'value name: who'], '{{ name }} {{ nmae }}', 'nmae'],
    ['goes to what it does not declare', ['subject: S', 'to: {{ whom }}', 'when: now'], 'Hi', 'whom'],
    ['declares what it does not use', [...OWN_KEYS, 'value name: who'], 'Hi', 'name'],
    ['needs what it does not declare', [...OWN_KEYS, 'needs: name'], 'Hi', 'name'],
    ['needs what must be given anyway', [...OWN_KEYS, 'needs: name', 'value name: who'], '{{ name }}', 'name'],
    ['needs what phd knows', [...OWN_KEYS, 'needs: partner_name'], '{{ partner_name }}', 'partner_name'],
  ])('is refused that %s', (_, keys, body, name) => {
    const refused = check(keys, body)
    expect(refused).toMatchObject({ code: 'bad_reply', exitCode: 5, detail: { file: 'hello.txt' } })
    expect(refused?.message).toContain(`"${name}"`)
  })
})

describe('the values phd provides', () => {
  const desk = readDesk()
  const known = { name: 'Ann Lee', address: 'ann@gitlab.example', why: null }
  const partner = {
    name: 'Kestrel',
    id: '0014M000BBBBAB9QYP',
    track: 'Open',
    channelManager: known,
    channelDirector: { name: 'Bo Chen', address: 'bo@gitlab.example', why: null },
  }
  it('are the listed ones, all known for a known partner', () => {
    const { values } = providedValues(desk, { ...known, address: 'ed@gitlab.example' }, partner)
    expect(Object.keys(values)).toEqual([...PROVIDED])
    expect(values).toMatchObject({
      desk_mailbox: 'partnersupport@gitlab.com',
      order_operations_mailbox: 'partnerorderops@gitlab.com',
      programs_director_email: 'ed@gitlab.example',
      partner_name: 'Kestrel',
      channel_manager: 'Ann Lee',
      channel_manager_email: 'ann@gitlab.example',
      channel_director: 'Bo Chen',
      channel_director_email: 'bo@gitlab.example',
    })
  })
  it('are only the desk’s without a partner, with the reason for each of the others', () => {
    const { values, why } = providedValues(desk, known, null)
    const missing = PROVIDED.filter((name) => values[name] === undefined)
    expect(missing).toEqual(PROVIDED.filter((name) => /^(partner|channel)_/.test(name)))
    for (const name of missing) expect(why[name], name).toBe(NO_PARTNER)
  })
  it('have a reason where they are missing', () => {
    const nobody = { name: null, address: null, why: 'nobody has that name' }
    const { values, why } = providedValues(desk, nobody, { ...partner, track: null, channelManager: nobody })
    expect(values.channel_manager_email).toBeUndefined()
    expect(why).toMatchObject({
      partner_track: 'its track is blank in Salesforce',
      channel_manager: 'the account has no owner',
      channel_manager_email: 'nobody has that name',
      programs_director_email: 'nobody has that name',
    })
  })
})

describe('a reply that comes with phd', () => {
  const replies = readReplies(null)
  /** Something for every value that phd offers or a reply declares. */
  function valuesOf(reply: Reply): Record<string, string | readonly string[]> {
    const word = (name: string): string => (/_(email|mailbox)$/.test(name) ? `${name}@kestrel.example` : `<${name}>`)
    return Object.fromEntries([
      ...PROVIDED.map((name) => [name, word(name)] as const),
      ...reply.declared.map(({ name, isList }) => [name, isList ? [`${name} one`, `${name} two`] : word(name)] as const),
    ])
  }
  const without = (values: Record<string, string | readonly string[]>, ...names: string[]) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)))
  const named = replies.map((reply) => [reply.name, reply] as const)

  it('is there for every situation of the handbook', () => {
    expect(replies.map(({ name }) => name)).toEqual([
      'billing-account',
      'deal-review-late',
      'distributor-order',
      'distributor-order-to-seller',
      'distributor-quote',
      'distributor-request',
      'leads-recall',
      'licence-resend',
      'loa-denial',
      'loa-denial-docusign',
      'loa-tailored',
      'nfr-denial',
      'nfr-exception',
      'nfr-minutes',
      'nfr-minutes-partner',
      'nfr-more-than-program',
      'nfr-renewal',
      'nfr-submitted',
      'out-of-office-family-and-friends',
      'out-of-office-offsite',
      'partner-sign-up',
      'poe-chatter',
      'poe-incomplete',
      'poe-received',
      'portal-login',
      'price-file',
      'price-file-distributor',
      'report-page',
      'reseller-order',
      'reseller-order-with-order-operations',
      'reseller-quote',
      'reseller-quote-with-order-operations',
      'reseller-status',
      'reseller-status-with-order-operations',
      'saas-plan',
      'seat-reduction',
    ])
    for (const { isOwn } of replies) expect(isOwn).toBe(false)
  })
  it.each(named)('%s says when it is for and what is behind it', (_, { when, source }) => {
    expect(when).not.toBe('')
    expect(source).not.toBeNull()
  })
  it.each(named)('%s declares what it uses, and uses what it declares', (_, { used, declared }) => {
    const own = declared.map(({ name }) => name)
    expect(used.filter((name) => !own.includes(name) && !(PROVIDED as readonly string[]).includes(name))).toEqual([])
    expect(own.filter((name) => !used.includes(name))).toEqual([])
    expect(new Set(own).size).toBe(own.length)
  })
  it.each(named)('%s renders with all its values', (_, reply) => {
    const values = valuesOf(reply)
    const optional = reply.declared.filter(({ isOptional }) => isOptional).map(({ name }) => name)
    const { neverWriteTo } = readDesk()
    const given = [values, ...optional.map((name) => without(values, name))]
    if (reply.needs.length === 0) given.push(without(values, ...optional))
    for (const each of given) {
      const { subject, to, cc, body } = fillReply(reply, each, { neverWriteTo })
      expect(`${subject}\n${body}`).not.toMatch(/\{\{|\}\}|\{%|%\}|undefined|\[object|NaN/)
      expect(body).not.toMatch(/\n\n\n|[ \t]\n|^\n|\n\n$/)
      expect(body).toMatch(/[^\n]\n$/)
      expect(subject === null).toBe(reply.kind === 'text')
      expect(to.length > 0).toBe(reply.kind === 'mail')
      expect(new Set([...to, ...cc]).size).toBe(to.length + cc.length)
    }
    const filled = JSON.stringify(fillReply(reply, values))
    for (const name of reply.used) expect(filled, name).toContain(name)
  })
  it.each(named)('%s cannot be written without any one that is not optional', (_, reply) => {
    const values = valuesOf(reply)
    const optional = new Set(reply.declared.filter(({ isOptional }) => isOptional).map(({ name }) => name))
    const needed = reply.used.filter((name) => !optional.has(name))
    expect(needed.length).toBeGreaterThan(0)
    for (const name of needed) {
      const refused = refusalOf(() => fillReply(reply, without(values, name)))
      expect(refused, name).toMatchObject({ code: 'missing_values', detail: { reply: reply.name, missing: [name] } })
    }
    if (reply.needs.length > 0) {
      const refused = refusalOf(() => fillReply(reply, without(values, ...reply.needs)))
      expect(refused).toMatchObject({ code: 'missing_values', detail: { reply: reply.name, missing: reply.needs } })
    }
    const all = refusalOf(() => fillReply(reply, {}))
    expect(all?.detail).toEqual({ reply: reply.name, missing: needed })
  })
  it.each(named)('%s takes no header line, no second address and no Liquid of a value', (_, reply) => {
    const values = valuesOf(reply)
    const count = fillReply(reply, values)
    for (const name of reply.used) {
      const value = values[name]
      if (typeof value !== 'string') continue
      const evil = `${value}\r\nBcc: eve@evil.example, {{ desk_mailbox }}{% if x %}`
      let filled: FilledReply | null = null
      const code = codeOf(() => {
        filled = fillReply(reply, { ...values, [name]: evil })
      })
      const inAddress = [...reply.to, ...reply.cc].some((part) => part.includes(`{{ ${name} }}`))
      expect(code, name).toBe(inAddress ? 'not_an_address' : null)
      if (inAddress) continue
      expect(filled, name).toMatchObject({ to: count.to, cc: count.cc })
      expect(JSON.stringify(filled), name).toContain('{% if x %}')
      expect(JSON.stringify(filled), name).not.toContain('\\r')
    }
  })

  it.each([
    ['loa-denial', ['requester_email'], ['desk_mailbox', 'channel_manager_email'], 'LOA'],
    ['nfr-denial', ['requester_email'], ['desk_mailbox', 'channel_manager_email'], null],
    ['nfr-exception', ['programs_director_email', 'channel_director_email'], ['channel_manager_email', 'desk_mailbox'], null],
    ['nfr-renewal', ['requester_email'], [], null],
    [
      'reseller-order',
      ['sender_email'],
      ['seller_email', 'isr_email', 'opportunity_manager_email', 'order_operations_mailbox'],
      null,
    ],
    ['distributor-quote', ['seller_email'], ['desk_mailbox'], null],
  ])('%s goes to %j, in copy to %j, with the label %s', (name, to, cc, label) => {
    const reply = readReply(name, null)
    const addressed = (names: readonly string[]) => names.map((each) => `${each}@kestrel.example`)
    expect(fillReply(reply, valuesOf(reply))).toMatchObject({ to: addressed(to), cc: addressed(cc) })
    expect(reply.label).toBe(label)
  })
})

describe('a reply of the user’s own', () => {
  function withFolder<T>(files: Readonly<Record<string, string>>, test: (folder: string) => T): T {
    const folder = mkdtempSync(join(tmpdir(), 'phd-replies-'))
    try {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
      return test(folder)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const OWN = file(['subject: Ours', 'to: a@x.example', 'when: always'], 'Hi')

  it('replaces the one that came with phd', () =>
    withFolder({ 'loa-denial.txt': OWN }, (folder) => {
      expect(readReply('loa-denial', folder)).toMatchObject({
        subject: 'Ours',
        isOwn: true,
        file: join(folder, 'loa-denial.txt'),
      })
      const replies = readReplies(folder)
      expect(replies).toHaveLength(readReplies(null).length)
      expect(replies.filter(({ isOwn }) => isOwn).map(({ name }) => name)).toEqual(['loa-denial'])
    }))
  it('replaces each one that came with phd, however many there are', () => {
    const names = readReplies(null).map(({ name }) => name)
    const more = Array.from({ length: 40 }, (_, i) => `own-${i}`)
    const files = Object.fromEntries([...names, ...more].map((name) => [`${name}.txt`, OWN]))
    withFolder(files, (folder) => {
      const replies = readReplies(folder)
      expect(replies.map(({ name }) => name)).toEqual([...names, ...more].sort())
      expect(replies.filter(({ isOwn }) => !isOwn)).toEqual([])
    })
  })
  it('that is new is listed in its place', () =>
    withFolder({ 'nfr-audit.txt': OWN }, (folder) => {
      const names = readReplies(folder).map(({ name }) => name)
      expect(names).toContain('nfr-audit')
      expect(names).toEqual([...names].sort())
      expect(codeOf(() => readReply('nfr-audit', null))).toBe('no_such_reply')
    }))
  it('is not a file with another kind of name', () =>
    withFolder({ 'README.txt': 'x', 'notes.md': 'x', '.hidden.txt': 'x', 'a--b.txt': 'x', 'ab.txt~': 'x' }, (folder) => {
      expect(readReplies(folder).filter(({ isOwn }) => isOwn)).toEqual([])
    }))
  it('that is broken is refused by its file and line', () =>
    withFolder({ 'loa-denial.txt': file(['subject: Ours', 'whom: a@x.example']) }, (folder) => {
      const refused = refusalOf(() => readReplies(folder))
      expect(refused).toMatchObject({ code: 'bad_reply', detail: { file: join(folder, 'loa-denial.txt'), line: 3 } })
      expect(codeOf(() => readReply('nfr-denial', folder))).toBeNull()
    }))
  it('that uses what it does not declare is refused by its file', () =>
    withFolder({ 'loa-denial.txt': file(['subject: Ours', 'to: a@x.example', 'when: always'], '{{ nmae }}') }, (folder) => {
      const refused = refusalOf(() => readReply('loa-denial', folder))
      expect(refused).toMatchObject({ code: 'bad_reply', detail: { file: join(folder, 'loa-denial.txt') } })
    }))
  it('that cannot be read is refused by its file', () =>
    withFolder({}, (folder) => {
      mkdirSync(join(folder, 'loa-denial.txt'))
      const refused = refusalOf(() => readReply('loa-denial', folder))
      expect(refused?.code).toBe('bad_reply')
      expect(refused?.message).toContain(join(folder, 'loa-denial.txt'))
    }))
  it('that is not a regular file is refused, without waiting for it', () =>
    withFolder({}, (folder) => {
      if (spawnSync('mkfifo', [join(folder, 'loa-denial.txt')]).status !== 0) return
      expect(codeOf(() => readReply('loa-denial', folder))).toBe('bad_reply')
    }))
  it('that is long is read, and one over the limit is refused by its file', () => {
    withFolder({ 'loa-denial.txt': OWN.padEnd(90_000, 'x'), 'nfr-denial.txt': OWN.padEnd(300_000, 'x') }, (folder) => {
      expect(readReply('loa-denial', folder).body).toMatch(/^Hix+$/)
      const refused = refusalOf(() => readReply('nfr-denial', folder))
      expect(refused?.code).toBe('bad_reply')
      expect(refused?.message).toContain('nfr-denial.txt has 300,000 bytes')
    })
  })
  it('that is not in UTF-8 is refused by its file', () =>
    withFolder({}, (folder) => {
      writeFileSync(join(folder, 'loa-denial.txt'), Buffer.from(`${OWN}é`, 'latin1'))
      const refused = refusalOf(() => readReply('loa-denial', folder))
      expect(refused?.code).toBe('bad_reply')
      expect(refused?.message).toContain('loa-denial.txt is not in UTF-8')
    }))
  it('is refused where the folder is a file', () =>
    withFolder({ folder: 'x' }, (folder) => {
      expect(codeOf(() => readReplies(join(folder, 'folder')))).toBe('bad_reply')
    }))
  it('does not exist without the folder', () =>
    withFolder({}, (folder) => {
      expect(readReplies(join(folder, 'nowhere'))).toEqual(readReplies(null))
    }))
  it.each(['no-such', '../replies/loa-denial', 'LOA-DENIAL', 'loa-denial.txt', 'README', '__proto__', ''])(
    'is not found by the name "%s"',
    (name) => {
      const refused = refusalOf(() => readReply(name, null))
      expect(refused).toMatchObject({ code: 'no_such_reply', exitCode: 3 })
      expect(refused?.hint).toContain('billing-account, ')
    },
  )
})

describe('a reply to a reseller', () => {
  it.each(['reseller-order', 'reseller-quote', 'reseller-status'])(
    '%s names the sales team in copy only where there is an ISR',
    (name) => {
      const reply = readReply(name, null)
      const values: ReplyValues = Object.fromEntries([
        ...reply.used.map((each) => [each, `${each.replaceAll('_', '.')}@gitlab.example`]),
        ['isr_email', undefined],
      ])
      const told = (more: ReplyValues): string => fillReply(reply, { ...values, ...more }).body
      expect(told({})).toContain("Also in copy are the opportunity's channel manager and Partner Order Operations")
      expect(told({ isr_email: 'isra.desk@gitlab.example' })).toContain("the opportunity's sales team, its channel manager and")
    },
  )
})
