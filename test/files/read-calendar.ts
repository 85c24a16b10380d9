/** A strict reader of calendar files, by RFC 5545 and not by what phd writes. Throws where a file breaks a rule. */

const LINE =
  /^([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"\u0000-\u001f\u007f]*"|[^";:,\u0000-\u001f\u007f]*))*):([^\u0000-\u0008\u000a-\u001f\u007f]*)$/
/** Section 3.3.11: a backslash begins one of four escapes, and a semicolon or comma never stands alone. */
const TEXT = /^(?:[^\\;,]|\\[\\;,nN])*$/
/** Sections 3.4, 3.6 and 3.6.1: what a calendar and an event have once, and each property's own form. */
const NEEDED = { VCALENDAR: ['PRODID', 'VERSION'], VEVENT: ['UID', 'DTSTAMP', 'DTSTART'] }
const ONCE = [
  'PRODID',
  'VERSION',
  'METHOD',
  'CALSCALE',
  'UID',
  'DTSTAMP',
  'DTSTART',
  'SUMMARY',
  'DESCRIPTION',
  'TRANSP',
  'SEQUENCE',
]
const FORM: Readonly<Record<string, RegExp>> = {
  VERSION: /^2\.0$/,
  METHOD: /^PUBLISH$/,
  DTSTAMP: /^\d{8}T\d{6}Z$/,
  DTSTART: /^\d{8}$/,
  SEQUENCE: /^\d+$/,
  TRANSP: /^(?:OPAQUE|TRANSPARENT)$/,
  SUMMARY: TEXT,
  DESCRIPTION: TEXT,
  PRODID: TEXT,
  UID: TEXT,
}

/** An event of a calendar file, its texts unescaped. */
export interface ReadEvent {
  uid: string
  stamp: string
  day: string
  title: string
  about: string
}

/** The events of a calendar file. */
export function readCalendar(bytes: Buffer): ReadEvent[] {
  const physical = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).split('\r\n')
  if (physical.pop() !== '') throw new Error('the last line has no end')
  for (const line of physical) {
    if (/[\r\n]/.test(line)) throw new Error(`a lone line break: ${JSON.stringify(line)}`)
    if (Buffer.byteLength(line) > 75) throw new Error(`longer than 75 octets: ${line}`)
  }
  const lines = physical.join('\r\n').replaceAll('\r\n ', '').split('\r\n')
  const open: Array<{ name: 'VCALENDAR' | 'VEVENT'; has: Map<string, string> }> = []
  const events: ReadEvent[] = []
  for (const [i, line] of lines.entries()) {
    const [, name = '', , value = ''] = LINE.exec(line) ?? fail(line)
    if (name === 'BEGIN') {
      if (value !== (i === 0 ? 'VCALENDAR' : 'VEVENT') || open.length !== (i === 0 ? 0 : 1)) fail(line)
      open.push({ name: value as 'VCALENDAR', has: new Map() })
      continue
    }
    const part = open.at(-1) ?? fail(line)
    if (name === 'END') {
      if (value !== part.name || NEEDED[part.name].some((each) => !part.has.has(each))) fail(line)
      open.pop()
      if (part.name === 'VEVENT') events.push(eventOf(part.has))
      continue
    }
    if ((ONCE.includes(name) && part.has.has(name)) || FORM[name]?.test(value) === false) fail(line)
    part.has.set(name, value)
  }
  if (open.length > 0 || events.length === 0) throw new Error('not one whole calendar with events')
  if (new Set(events.map(({ uid }) => uid)).size < events.length) throw new Error('an id twice')
  return events
}

function eventOf(has: ReadonlyMap<string, string>): ReadEvent {
  const text = (name: string): string =>
    (has.get(name) ?? '').replace(/\\([\\;,nN])/g, (_, char: string) => (/n/i.test(char) ? '\n' : char))
  return {
    uid: text('UID'),
    stamp: text('DTSTAMP'),
    day: text('DTSTART').replace(/(....)(..)(..)/, '$1-$2-$3'),
    title: text('SUMMARY'),
    about: text('DESCRIPTION'),
  }
}

function fail(line: string): never {
  throw new Error(`not a line of a calendar here: ${JSON.stringify(line)}`)
}
