/** The report on PSPs: page, JSON and tables of one object. */

import { fileSlug } from '../../files/file-slug.ts'
import type { Listed } from '../../packed/packed-list.ts'
import { answerOf } from '../../reports/psp/psp.ts'
import type { Report } from '../../scorecards/publish.ts'
import type { Page } from '../../terminal/page.ts'
import { allPage, allWords } from './all-page.ts'
import { pspPage } from './page.ts'
import { findingCode, foundWords, headline, stepsOf, unknownWords } from './sentences.ts'
import type { CheckedPartner, PspReport } from './shown.ts'

/** The report in every format (phd.psp/1). */
export function pspReport(report: PspReport): Report {
  const { checked, only, today, command, leftOut, sources, rules } = report
  const [one] = checked
  const rests = { rules, leftOut, sources, command }
  const json = () => ({
    schema: 'phd.psp/1',
    of: only === null ? 'all' : 'partner',
    day: today,
    ...(only !== null && one
      ? { ...partnerJson(one, report), ...rests }
      : {
          finding: { code: 'all', text: allWords(checked) },
          partners: mapped(checked, (each) => partnerJson(each, report)),
          ...rests,
        }),
  })
  let page: Page | null = null
  return {
    get page() {
      page ??= only !== null && one ? pspPage(one, report) : allPage(report)
      return page
    },
    get json() {
      return json()
    },
    ndjson: () => mapped(checked, (each) => ({ schema: 'phd.psp/1', of: 'partner', day: today, ...partnerJson(each, report) })),
    get csv() {
      return pspCsv(checked, report)
    },
    name: `psp-${only === null ? 'all' : fileSlug(only.name)}`,
    owner: only && { id: only.account.record.ownerId, name: only.account.record.owner },
  }
}

function partnerJson(checked: CheckedPartner, { maxAgeDays, withAddresses }: PspReport) {
  const { partner, finding, row, people, inactive, holders, services, versions } = checked
  return {
    partner: { id: partner.id, name: partner.name },
    finding: { code: findingCode(checked), text: headline(checked, maxAgeDays) },
    decision: answerOf(finding, versions),
    sheet: row && {
      ...{ designation: row.record.designation, since: row.record.since },
      ...{ compliant: row.record.compliant, reviewed: row.record.reviewed },
      ...{ file: row.source.file, line: row.source.line, lastSeenAt: row.source.lastSeenAt },
    },
    checks: finding.checks.map((check) => ({
      id: check.id,
      outcome: check.outcome,
      actual: check.found?.value ?? null,
      reason: check.reason,
      text: [foundWords(check), unknownWords(check, maxAgeDays)].filter(Boolean).join(': '),
      source: check.found?.source ?? null,
    })),
    figures: { people, inactive, services: services && { ...services, rows: undefined } },
    compared: versions.map(({ version, source, inForce, figures, checks, reaches, disagrees }) => ({
      ...{ version, source, state: inForce ? 'in_force' : 'background', figures, checks, reaches, disagrees },
    })),
    rows: {
      people: holders.map(({ name, person, badge, earned, expires, file, line }) => ({
        ...{ name, ...(withAddresses && { email: person }), badge, earned, expires, file, line },
      })),
      services: services?.rows ?? [],
    },
    nextSteps: stepsOf(checked),
  }
}

/** One after the other, so that not all are in memory at once. */
function* mapped<Made>(checked: Iterable<CheckedPartner>, make: (each: CheckedPartner) => Made): Generator<Made> {
  for (const each of checked) yield make(each)
}

function pspCsv(checked: Listed<CheckedPartner>, { maxAgeDays }: PspReport): string[][] {
  return [
    [
      ...[
        'partner_id',
        'partner',
        'answer',
        'designation',
        'since',
        'compliant',
        'reviewed',
        'people_certifications',
        'people_portal',
      ],
      ...['services', 'background', 'finding', 'file', 'line'],
    ],
    ...checked.map((each) => {
      const { partner, finding, row, people, services, versions } = each
      const cells = [
        ...[partner.id, partner.name, answerOf(finding, versions), row?.record.designation, row?.record.since],
        ...[row?.record.compliant, row?.record.reviewed, people.certifications, people.portal, services?.total],
        ...[versions.map(({ version, reaches }) => `${version}: ${reaches ?? 'not known'}`).join('; ')],
        ...[headline(each, maxAgeDays), row?.source.file, row?.source.line],
      ]
      return cells.map((cell) => String(cell ?? ''))
    }),
  ]
}
