import type { Right } from './oracle.ts'

/** A registration as `phd deal list --json` prints it. */
export interface Listed {
  id: string
  dealId: string | null
  type: string | null
  status: string | null
  partner: { id: string; name: string } | null
  customer: string | null
  opportunity: { id: string | null; name: string | null } | null
  manager: string | null
  submitted: string | null
  approved: string | null
  expires: string | null
  phase: string | null
  due: string | null
  late: boolean | null
  problems: { code: string; text: string }[]
  source: { file: string; line: number | null }
}

/** What is wrong with one answer; nothing: it is right. */
export function faultsOf(
  listed: Listed,
  right: Right,
  { today, line, file }: { today: string; line: number; file: string },
): string[] {
  const { printed } = right
  const faults: string[] = []
  const check = (what: string, allowed: readonly unknown[] | undefined, got: unknown): void => {
    if (allowed !== undefined && !allowed.some((each) => each === got))
      faults.push(`${what} is ${JSON.stringify(got)}, not ${allowed.map((each) => JSON.stringify(each)).join(' or ')}`)
  }
  const own = (text: string): readonly (string | null)[] => [text.trim() === '' ? null : text.trim()]
  check('deal id', own(printed.dealId), listed.dealId?.trim() ?? null)
  check('type', own(printed.type), listed.type?.trim() || null)
  check('status', own(printed.status), listed.status?.trim() || null)
  check('customer', own(printed.customer), listed.customer?.trim() || null)
  check('manager', own(printed.manager), listed.manager?.trim() || null)
  check('submitted', [printed.submitted], listed.submitted)
  check('approved', [printed.approved], listed.approved)
  check('partner', [right.partnerId], listed.partner?.id ?? null)
  check('opportunity', right.opportunityId === undefined ? undefined : [right.opportunityId], listed.opportunity?.id ?? null)
  check('phase', right.phase, listed.phase)
  check('due', right.due, listed.due)
  check('late', [listed.due === null ? null : listed.due < today], listed.late)
  check('expires', right.expires, listed.expires)
  check('file', [file], listed.source.file)
  check('line', [line], listed.source.line)
  const codes = new Set(listed.problems.map(({ code }) => code))
  for (const code of right.must) if (!codes.has(code)) faults.push(`${code} is missing`)
  for (const code of codes) if (!right.must.has(code) && !right.may.has(code)) faults.push(`${code} is wrong`)
  if (codes.size < listed.problems.length) faults.push('a problem is told twice')
  return faults
}
