/** Leads that may be recalled, and evaluation licenses that end. */

import type { Context } from '../app/context.ts'
import { readEvaluations } from '../app/lists/evaluations.ts'
import { eachLead, type ReadLead } from '../app/lists/leads.ts'
import { newestOf } from '../partners/list-state.ts'
import { compareText } from '../records/compare.ts'
import { leads } from '../records/kinds/leads.ts'
import { evaluationLicenses } from '../records/kinds/licenses/evaluation-licenses.ts'
import type { AgendaItem } from '../reports/agenda.ts'
import type { LeadPolicy } from '../rules/leads/types.ts'
import type { RecordReader } from '../store/store.ts'
import { listDoubts } from './list-doubts.ts'
import type { ItemPool } from './packed-items.ts'
import { lineOf, PLAIN } from './places.ts'
import type { AgendaPart } from './requests.ts'

/** Leads that may be recalled today, or from a day up to the last one. */
export async function readLeadItems(context: Context, store: RecordReader, last: string, pool: ItemPool): Promise<AgendaPart> {
  let unknown = 0
  const isOld = (await newestOf(context, store, leads))?.isOld ?? false
  const found: { lead: string | null; item: AgendaItem }[] = []
  const { policy } = await eachLead(context, store, undefined, (lead, rule) => {
    if (lead.answer.outcome === 'unknown') unknown++
    for (const item of leadItem(lead, rule, last, isOld)) found.push({ lead: lead.record.lead, item: pool.keep(item) })
  })
  return {
    items: found.sort((a, b) => compareText(a.lead, b.lead)).map(({ item }) => item),
    doubts: [
      ...(await listDoubts(context, store, leads, { unknown: 'which leads may be recalled', command: 'phd leads recall' })),
      // Of an old list that is known already.
      ...(unknown === 0 || isOld
        ? []
        : [
            {
              ...{ code: 'not_judged' as const, kind: leads.kind, title: leads.title, count: unknown },
              ...{ unknown: 'leads need a look', lastSeenAt: null, file: null, command: 'phd leads recall' },
            },
          ]),
    ],
    policies: [`leads ${policy.version}`],
  }
}

function leadItem({ record, partner, answer, days, source }: ReadLead, policy: LeadPolicy, last: string, isOld: boolean) {
  const isDue = answer.outcome === 'recall'
  const from = answer.outcome === 'not_yet' ? days.recallFrom : null
  if (!isDue && (from === null || from > last)) return []
  const item: AgendaItem = {
    ...PLAIN,
    code: 'lead_recall',
    key: `lead_recall ${record.lead?.trim()}`,
    due: from,
    partner: partner && { id: partner.id, name: partner.name },
    partnerText: record.partner ?? record.partnerId,
    what: `lead ${record.lead?.trim()} may be recalled`,
    brief: `recall lead ${record.lead?.trim()}`,
    command: 'phd leads recall',
    list: 'phd leads recall',
    evidence: [lineOf(source)],
    handbook: [policy.handbook.recall],
    isOld,
  }
  return [item]
}

/** Evaluation licenses that run and end up to the last day. */
export async function readEvaluationItems(context: Context, store: RecordReader, last: string): Promise<AgendaPart> {
  const { all, policy, list } = await readEvaluations(context, store)
  const items = all.flatMap(({ record, partner, term, source }): AgendaItem[] => {
    if (term.state !== 'running' || term.end === null || term.end > last) return []
    const own = { code: 'evaluation_ends' as const, key: `evaluation_ends ${record.evaluation?.trim()} ${term.end}` }
    return [
      {
        ...PLAIN,
        ...own,
        due: term.end,
        partner,
        partnerText: record.partner ?? record.partnerId ?? record.customer,
        what: `evaluation ${record.evaluation?.trim()} ends`,
        brief: `${record.evaluation?.trim()} ends`,
        command: 'phd evaluation list --running',
        list: 'phd evaluation list --running',
        evidence: [lineOf(source)],
        handbook: [policy.handbook.evaluations],
        isOld: list?.isOld ?? false,
      },
    ]
  })
  const doubts = await listDoubts(context, store, evaluationLicenses, {
    unknown: 'which evaluations end',
    command: 'phd evaluation list --running',
  })
  return { items, doubts, policies: [`evaluations ${policy.version}`] }
}
