/** A verdict on a proof of execution, in every format. */

import type { ProofCheck } from '../../rules/proof/types.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { showMoment } from '../../terminal/moment.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { placeSentence } from '../check-sentences.ts'
import { foundSentence, whySentence } from './check-sentences.ts'
import { type ProofRun, proofJson } from './json.ts'
import { proofWords } from './sentences.ts'
import type { CheckedDeal } from './verdict.ts'

const MARK = { pass: ['green', 'ok'], fail: ['red', 'FAILS'], unknown: ['yellow', 'UNKNOWN'] } as const

/** One verdict on a proof. */
export function proofView(checked: CheckedDeal, run: ProofRun, io: Io): Rendering {
  return {
    table: () => io.prose(proofText(checked, run, io)),
    json: () => proofJson(checked, run),
    ndjson: () => [proofJson(checked, run)],
    csv: () =>
      csvForPeople([
        ['check', 'outcome', 'expected', 'actual', 'reason', 'file', 'line', 'handbook'],
        ...checked.verdict.checks.map(({ id, outcome, expected, actual, reason, source, handbook }) => [
          id,
          outcome,
          expected,
          actual ?? '',
          reason ?? '',
          source?.file ?? '',
          source && 'line' in source ? String(source.line ?? '') : '',
          `${handbook.page}, ${handbook.section}`,
        ]),
      ]),
  }
}

function proofText(checked: CheckedDeal, run: ProofRun, io: Io): string {
  const { partner, verdict } = checked
  const { headline, missing, notes, nextSteps } = proofWords(checked, run.maxAgeDays, run.file)
  const lines = [
    io.style('bold', safeText(`${partner.name}  (${partner.id}, track ${partner.account.record.track ?? 'blank'})`)),
    io.style(headline.color, safeText(headline.text)),
    '',
    ...verdict.checks.flatMap((check) => checkLines(check, run, io)),
  ]
  const section = (title: string, entries: readonly string[]): void => {
    if (entries.length > 0) lines.push('', io.style('bold', title), ...entries.map((entry) => `  ${safeText(entry)}`))
  }
  section(
    'Missing',
    missing.flatMap(({ requirement, howTo }) => [`- ${requirement}`, `  ${howTo}`]),
  )
  const flags =
    run.mailFlags.length === 0 ? [] : [`! the mail itself needs review (${run.mailFlags.join(', ')}): see phd mail classify`]
  section('Please note', [...flags, ...notes.filter(({ level }) => level === 'warning').map(({ message }) => `! ${message}`)])
  section(
    'Also known',
    notes.filter(({ level }) => level === 'info').map(({ message }) => `- ${message}`),
  )
  section(
    'Next',
    nextSteps.map((step, i) => `${i + 1}. ${step}`),
  )
  section('Chatter', run.chatter === null ? [] : run.chatter.text.trimEnd().split('\n'))
  section(
    'Drafts',
    run.drafts.map(({ file }) => `wrote ${file}`),
  )
  lines.push('', io.style('dim', `Policy proof ${verdict.policy.version}, evaluated at ${showMoment(run.evaluatedAt)}`))
  if (run.asOf !== null) lines.push(io.style('dim', `As known on ${showMoment(run.asOf)}`))
  return `${lines.join('\n')}\n`
}

function checkLines(check: ProofCheck, { maxAgeDays }: ProofRun, io: Io): string[] {
  const [color, mark] = MARK[check.outcome]
  const why = whySentence(check, maxAgeDays)
  return [
    `  ${io.style(color, mark.padEnd(7))}  ${safeText(foundSentence(check))}`,
    ...(why === '' ? [] : [`           ${safeText(why)}`]),
    ...(check.source ? [`           ${io.style('dim', safeText(placeOf(check.source)))}`] : []),
    `           ${io.style('dim', `handbook: ${check.handbook.page}, "${check.handbook.section}"`)}`,
  ]
}

function placeOf(source: NonNullable<ProofCheck['source']>): string {
  if ('page' in source) return `${source.file}${source.page === null ? '' : `, page ${source.page}`}`
  return placeSentence(source)
}
