/** The source of one opportunity, as it is printed. */

import type { FieldAnswer, SourceReason } from '../../../rules/sources/types.ts'
import type { Io } from '../../../terminal/io.ts'
import { goneWords } from '../../../terminal/last-seen.ts'
import { showMoment } from '../../../terminal/moment.ts'
import type { Rendering } from '../../../terminal/print.ts'
import { safeText } from '../../../terminal/safe-text.ts'
import { placeSentence } from '../../../verdicts/check-sentences.ts'
import type { SourceAnswer } from './answer.ts'
import { nextSteps, sourceJson } from './json.ts'
import { fieldText, reasonText, whyText } from './sentences.ts'
import { sourceCsv } from './sources-view.ts'

/** One answer in every format (phd.source/1). */
export function sourceView(answer: SourceAnswer, io: Pick<Io, 'style' | 'prose'>): Rendering {
  return {
    table: () => io.prose(sourceText(answer, io.style)),
    json: () => sourceJson(answer),
    ndjson: () => [sourceJson(answer)],
    csv: () => sourceCsv(answer),
  }
}

type Style = Io['style']

function sourceText(answer: SourceAnswer, style: Style): string {
  const { opportunity, finding, policy, evaluatedAt, asOf } = answer
  const { record } = opportunity
  const steps = nextSteps(finding, policy)
  const lines = [
    style('bold', safeText(`${record.name}  (${record.id}, opportunity of ${record.customer ?? 'no customer'})`)),
    headline(answer, style),
    '',
    ...fieldLines(finding.source, style),
    ...finding.others.flatMap((each) => fieldLines(each, style)),
    '',
    style('bold', 'Because'),
    ...finding.because.flatMap((each) => reasonLines(each, style)),
    ...(steps.length > 0 ? ['', style('bold', 'Next'), ...steps.map((step, i) => `  ${i + 1}. ${safeText(step)}`)] : []),
    '',
    style('dim', `Policy sources ${policy.version}, evaluated at ${showMoment(evaluatedAt)}`),
    ...(asOf === null ? [] : [style('dim', `As known on ${showMoment(asOf)}`)]),
  ]
  return `${lines.join('\n')}\n`
}

function headline({ finding: { source, others } }: SourceAnswer, style: Style): string {
  const { expected, recorded, agrees, unusable } = source
  if (agrees === false)
    return style('red', safeText(`DIFFERS: the source should be ${expected}; the record has ${recorded ?? 'a blank'}`))
  if (agrees) {
    const differing = others.filter((each) => each.agrees === false).map(({ field }) => field)
    return differing.length > 0
      ? style('red', `DIFFERS: the source is ${expected}, as expected; these fields differ: ${differing.join(', ')}`)
      : style('green', `RIGHT: the source is ${expected}, as expected`)
  }
  if (expected === null) return style('yellow', 'CANNOT TELL: nothing shows what the source must be')
  const why = unusable === 'no_column' ? 'the export has no Sales Qualified Source' : 'what the record has cannot be compared'
  return style('yellow', `CANNOT TELL: the source should be ${expected}; ${why}`)
}

function fieldLines(answer: FieldAnswer, style: Style): string[] {
  const { agrees, expected, fact, handbook } = answer
  const [color, mark] =
    agrees === null
      ? (['yellow', expected === null ? '-' : 'UNKNOWN'] as const)
      : agrees
        ? (['green', 'ok'] as const)
        : (['red', 'DIFFERS'] as const)
  const why = whyText(answer)
  return [
    `  ${style(color, mark.padEnd(7))}  ${safeText(fieldText(answer))}${why === '' ? '' : ` (${why})`}`,
    ...(fact === null ? [] : [`           ${style('dim', safeText(`${placeSentence(fact.source)}${goneWords(fact.source)}`))}`]),
    ...(expected === null ? [] : [`           ${style('dim', `handbook: ${handbook.page}, "${handbook.section}"`)}`]),
  ]
}

function reasonLines(reason: SourceReason, style: Style): string[] {
  const places = new Map<string, string[]>()
  for (const { source } of reason.facts) {
    const at = `${source.file}, line ${source.line}`
    places.set(at, [...(places.get(at) ?? []), ...(source.column === null ? [] : [`"${source.column}"`])])
  }
  const cited = reason.handbook === null ? [] : [`handbook: ${reason.handbook.page}, "${reason.handbook.section}"`]
  return [
    `  - ${safeText(reasonText(reason))}`,
    ...[...[...places].map(([at, columns]) => [at, columns.join(', ')].filter(Boolean).join(', ')), ...cited].map(
      (text) => `    ${style('dim', safeText(text))}`,
    ),
  ]
}
