/** Answers of the handbook: what a search found, one in full, all of them, and their addresses. */

import { isRetired } from '../../handbook/answer.ts'
import type { KnownAnswer } from '../../reference/answers.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import { table } from '../../terminal/table.ts'

type Screen = Pick<Io, 'columns' | 'prose' | 'style'>

interface Asking {
  io: Screen
  /** The day that is evaluated, YYYY-MM-DD. */
  today: string
}

function answerJson({ name, page, section, title, text, since, ended, instead, who, commands, links, isOwn }: KnownAnswer) {
  return { name, page, section, title, text, since, retired: ended, instead, who, commands, links, own: isOwn }
}

const CSV_HEADING = ['name', 'page', 'section', 'title', 'since', 'retired', 'instead', 'who', 'commands', 'links', 'text']

function csvRow({ name, page, section, title, text, since, ended, instead, who, commands, links }: KnownAnswer): string[] {
  const addresses = links.map(({ address }) => address).join(' ')
  return [name, page, section, title, since, ended ?? '', instead ?? '', who ?? '', commands.join('; '), addresses, text]
}

interface Found {
  asked: string
  /** The words of the question that no answer has. */
  unknown: readonly string[]
  answers: readonly KnownAnswer[]
}

/** What a search found (phd.answer/1): the first answer in full, the others by their titles. */
export function foundView({ asked, unknown, answers }: Found, { io, today }: Asking): Rendering {
  const [first, ...others] = answers
  const note = unknown.length > 0 ? io.prose(safeText(`Not in any answer: ${unknown.join(', ')}. Best match for the rest:`)) : ''
  return {
    table: () =>
      `${note === '' ? '' : `${note}\n\n`}${first ? answerText(first, { io, today }) : ''}${othersText(others, { io, today })}`,
    json: () => ({ schema: 'phd.answer/1', question: 'handbook', asked, unknown, answers: answers.map(answerJson) }),
    ndjson: () => answers.map((answer) => ({ schema: 'phd.answer/1', question: 'handbook', ...answerJson(answer) })),
    csv: () => csvForPeople([CSV_HEADING, ...answers.map(csvRow)]),
  }
}

/** One answer in full (phd.answer/1). */
export function answerView(answer: KnownAnswer, asking: Asking): Rendering {
  const json = () => ({ schema: 'phd.answer/1', question: 'handbook', answers: [answerJson(answer)] })
  return {
    table: () => answerText(answer, asking),
    json,
    ndjson: () => [{ schema: 'phd.answer/1', question: 'handbook', ...answerJson(answer) }],
    csv: () => csvForPeople([CSV_HEADING, csvRow(answer)]),
  }
}

/** Every answer, page by page (phd.answer/1). */
export function answersView(answers: readonly KnownAnswer[], { io, today }: Asking): Rendering {
  const pages = Map.groupBy(answers, ({ page }) => page)
  return {
    table: () =>
      [...pages]
        .map(([page, own]) => `${io.style('bold', safeText(page))} (${own.length})\n${titlesOf(own, { io, today })}`)
        .join('\n'),
    list: { count: answers.length, one: 'answer' },
    json: () => ({ schema: 'phd.answer/1', question: 'handbook', answers: answers.map(answerJson) }),
    ndjson: () => answers.map((answer) => ({ schema: 'phd.answer/1', question: 'handbook', ...answerJson(answer) })),
    csv: () => csvForPeople([CSV_HEADING, ...answers.map(csvRow)]),
  }
}

/** The addresses that answers name, each once, with the first answer that names it (phd.links/1). */
export function linksView(answers: readonly KnownAnswer[], io: Screen): Rendering {
  const links = new Map<string, { label: string; address: string; answers: string[]; pages: string[] }>()
  for (const { name, page, links: own } of answers) {
    for (const { label, address } of own) {
      const link = links.get(address) ?? { label, address, answers: [], pages: [] }
      links.set(address, { ...link, answers: [...link.answers, name], pages: [...new Set([...link.pages, page])] })
    }
  }
  const all = [...links.values()]
  return {
    table: () =>
      all
        .map(
          ({ label, address, answers: [first = ''] }) =>
            `${io.style('bold', safeText(label))}\n    ${safeText(address)}\n    ${io.style('dim', safeText(first))}\n`,
        )
        .join(''),
    list: { count: all.length, one: 'address', many: 'addresses' },
    json: () => ({ schema: 'phd.links/1', links: all }),
    ndjson: () => all.map((link) => ({ schema: 'phd.links/1', ...link })),
    csv: () =>
      csvForPeople([
        ['label', 'address', 'answers', 'pages'],
        ...all.map(({ label, address, answers: names, pages }) => [label, address, names.join(' '), pages.join('; ')]),
      ]),
  }
}

function answerText(answer: KnownAnswer, { io, today }: Asking): string {
  const { title, page, section, since, ended, instead, who, commands, links, text, file, isOwn } = answer
  const retired = isRetired(answer, today)
  const head = [
    io.style('bold', safeText(title)),
    ...(ended !== null && instead !== null
      ? [
          io.style(
            'yellow',
            safeText(`${retired ? 'Was valid until' : 'Valid until'} ${ended}. ${retired ? 'Today' : 'Then'}: ${instead}`),
          ),
        ]
      : []),
    '',
  ]
  const tail = [
    '',
    ...(who === null ? [] : [`Who: ${who}`]),
    ...commands.map((command) => `Command: ${command}`),
    ...links.map(({ label, address }) => `${label}: ${address}`),
  ].map(safeText)
  const place = io.style(
    'dim',
    safeText(`handbook: ${page}, "${section}" (since ${since})${isOwn ? `; your own file: ${file}` : ''}`),
  )
  return `${io.prose([...head, ...text.split('\n').map(safeText), ...tail, place].join('\n'))}\n`
}

function othersText(others: readonly KnownAnswer[], asking: Asking): string {
  if (others.length === 0) return ''
  const [{ name } = { name: '' }] = others
  return `\n${asking.io.style('bold', 'Also')}\n${titlesOf(others, asking)}${asking.io.prose(`show one: phd handbook show ${shellWord(name)}\n`)}`
}

function titlesOf(answers: readonly KnownAnswer[], { io, today }: Asking): string {
  const rows = answers.map((answer) => [
    `  ${answer.name}`,
    answer.title,
    isRetired(answer, today) ? `until ${answer.ended}` : '',
  ])
  return table(['  NAME', 'ANSWER', ''], rows, io.columns)
}
