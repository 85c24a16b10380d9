import { givenValue, type Register, withExamples } from '../../app/command.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { ExitCode, PhdError, usageError } from '../../errors.ts'

interface ListFlags extends CommonFlags {
  partner?: string
  action?: string
  limit?: string
}

interface VerifyFlags extends CommonFlags {
  expect?: string
}

export const audit: Register = (program, act) => {
  const group = program.command('audit').description('what was decided and changed: by whom, when, on which evidence')
  withExamples(group, ['phd audit list', 'phd audit verify'])
  const list = group
    .command('list')
    .description('every recorded decision and change, newest last')
    .option('--partner <partner>', 'of one partner: id, name, alias or e-mail domain')
    .option('--action <action>', 'of one kind: loa_approved, loa_denied, nfr_approved, imported …; a part of the word will do')
    .option('--limit <number>', 'only the newest so many')
    .action(act<ListFlags>(runList))
  withExamples(list, [
    'phd audit list --limit 20',
    'phd audit list --partner "Acme GmbH" --action denied',
    'phd audit list --format csv > audit.csv',
  ])
  const show = group
    .command('show')
    .description('one audit entry with all it rests on')
    .argument('<id>', 'its number; see: phd audit list')
    .action(act(runShow))
  withExamples(show, ['phd audit show 12', 'phd audit show 12 --json'])
  const verify = group
    .command('verify')
    .description('whether any audit entry was changed, taken out or put in: each is chained to the one before by its hash')
    .option('--expect <id:hash>', 'an audit entry as it was noted down earlier, which must still be the same')
    .action(act<VerifyFlags>(runVerify))
  withExamples(verify, ['phd audit verify', 'phd audit verify --expect 12:9f2c…'])
}

async function runList(context: Context, flags: ListFlags): Promise<ExitCode> {
  const limit = givenValue('--limit', flags.limit)
  if (limit !== undefined && !/^[1-9]\d{0,6}$/.test(limit))
    throw usageError(`--limit ${limit} is not a number`, 'write it as --limit 20')
  const named = givenValue('--partner', flags.partner)
  const action = givenValue('--action', flags.action)?.trim().toLowerCase()
  const store = await context.openStore('read')
  try {
    const { choosePartner } = await import('../../app/choose-partner.ts')
    const partner = named === undefined ? null : (await choosePartner(context, store, named)).partner
    const all = await store.auditEntries()
    const entries = all.filter(
      (entry) => (partner === null || entry.partnerId === partner.id) && (action === undefined || entry.action.includes(action)),
    )
    const { printAudit } = await import('./audit-view.ts')
    printAudit(context, limit === undefined ? entries : entries.slice(-Number(limit)), {
      fitting: entries.length,
      all: all.length,
    })
    return ExitCode.yes
  } finally {
    store.close()
  }
}

async function runShow(context: Context, _flags: CommonFlags, [id = '']: string[]): Promise<ExitCode> {
  if (!/^[1-9]\d{0,9}$/.test(id)) throw usageError(`"${id}" is not the number of an audit entry`, 'see: phd audit list')
  const store = await context.openStore('read')
  try {
    const entry = await store.auditEntry(Number(id))
    if (!entry)
      throw new PhdError('no_such_entry', ExitCode.notFound, `there is no audit entry ${id}`, { hint: 'see: phd audit list' })
    const { printAuditEntry } = await import('./audit-view.ts')
    printAuditEntry(context, entry)
    return ExitCode.yes
  } finally {
    store.close()
  }
}

async function runVerify(context: Context, flags: VerifyFlags): Promise<ExitCode> {
  const expect = givenValue('--expect', flags.expect)
  const noted = expect === undefined ? null : /^([1-9]\d{0,9}):([0-9a-f]{64})$/i.exec(expect.trim())
  if (expect !== undefined && !noted)
    throw usageError(
      `--expect ${expect} is not the number of an audit entry and its hash`,
      'write it as it was printed: --expect 12:<64 digits>',
    )
  const store = await context.openStore('read')
  try {
    if (context.asOf !== null) throw usageError('the audit is verified as it is, not as it was', 'leave out --as-of')
    const { head, flaws } = await store.verifyAudit()
    const entry = noted ? await store.auditEntry(Number(noted[1])) : undefined
    const differs = noted !== null && entry?.hash !== noted[2]?.toLowerCase()
    const { printAuditCheck } = await import('./audit-view.ts')
    printAuditCheck(context, { head, flaws, expected: noted ? { entry: Number(noted[1]), same: !differs } : null })
    return flaws.length > 0 || differs ? ExitCode.no : ExitCode.yes
  } finally {
    store.close()
  }
}
