import { kinds } from '../src/records/kinds.ts'
import { openedEntry, ruledEntry } from '../src/requests/entries.ts'
import { fileEngine } from '../src/store/sqlite/engine.ts'
import type { NewRequestEntry } from '../src/store/store.ts'

/** So many entries are recorded at a time. */
const AT_ONCE = 1000

/** Puts so many requests with their decisions on record, each with a verdict of the usual length. */
export async function decideOften(db: string, decisions: number): Promise<void> {
  const by = { actor: 'bench', statedNow: '2026-11-20T09:00:00Z' }
  const store = await fileEngine(db, async () => kinds).openToWrite({ waitSeconds: 5, asOf: null, today: '2026-11-20', ...by })
  if (!store) throw new Error(`${db} is not up to date`)
  const requester = { name: 'Ann Lee', address: 'ann@partner.example' }
  const checks = Array.from({ length: 3 }, (_, i) => ({
    id: `check_${i}`,
    expected: 'Yes',
    actual: 'Yes',
    about: 'x'.repeat(600),
  }))
  let entries: NewRequestEntry[] = []
  for (let i = 0; i < decisions; i++) {
    const partnerName = `Partner ${i}`
    const opened = {
      question: 'loa' as const,
      partnerId: `partner-${i}`,
      partnerName,
      requester,
      received: '2026-11-20',
      envelopeId: null,
      ask: null,
      formKey: null,
      notice: null,
    }
    const body = {
      partnerName,
      requester,
      override: null,
      exception: null,
      ask: null,
      listedThen: [],
      term: null,
      verdict: 'eligible',
      policyVersion: '2023-01',
      reason: null,
      values: {},
      replies: [],
      drafts: [],
    }
    const ruled = ruledEntry('loa', 'approved', 'opened', `partner-${i}`, body, { decision: 'eligible', checks })
    entries.push(openedEntry(opened), ruled)
    if (entries.length < AT_ONCE && i < decisions - 1) continue
    await store.record(entries)
    entries = []
  }
  await store.close()
}
