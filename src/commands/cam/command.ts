import type { Command } from 'commander'
import { type Act, type Register, withExamples } from '../../app/command.ts'
import { collect } from '../../drafts/replies.ts'
import type { ExportFlags } from './load/export.ts'
import type { ReconcileFlags } from './load/reconcile.ts'
import type { VerifyFlags } from './load/verify.ts'
import type { OwnerFlags } from './owner.ts'
import type { PlanFlags } from './plan/plan.ts'
import type { CloseFlags } from './plan/plans.ts'
import type { ShowFlags } from './plan/show.ts'
import type { SetFlags } from './set.ts'

export const cam: Register = (program, act) => {
  const group = program
    .command('cam')
    .description('channel managers: who owns an account, by which table, and bringing Salesforce in line with it')
  withExamples(group, ['phd cam owner "Acme GmbH"', 'phd cam plan --out plan.json'])
  for (const register of [owners, plans, loads, exportedPlans, sets, mappings]) register(group, act)
}

type RegisterIn = (group: Command, act: Act) => void

const owners: RegisterIn = (group, act) => {
  const owner = group
    .command('owner')
    .description(
      'who should own this account, or is the channel manager of this opportunity; by which row; and does the record say so?',
    )
    .argument('[account]', 'id, name, alias or e-mail domain of a partner, or the id of an opportunity')
    .option('--all', 'every partner account, in order of name')
    .action(act<OwnerFlags>(async (context, flags, [subject]) => (await import('./owner.ts')).runOwner(context, flags, subject)))
  withExamples(owner, [
    'phd cam owner "Acme GmbH"',
    'phd cam owner 0064M000AAAAAAIQY5',
    'phd cam owner --all --format csv > owners.csv',
    'phd cam owner "Acme GmbH" --as-of 2026-05-01',
  ])
}

const plans: RegisterIn = (group, act) => {
  const plan = group
    .command('plan')
    .description('every account whose owner should change, and why; those that need a person stand apart. Changes nothing')
    .option('--out <file>', 'keep the plan in a file, to be exported')
    .option('--html <file>', 'write it as a page too, to be sent to a channel director')
    .option('--force', 'replace these files if they are there')
    .option('--region <region>', 'AMER, APAC, EMEA, US-PubSec or none (of no region); may be said again', collect)
    .option('--only <partner>', 'this account alone; may be said again', collect)
    .option('--without <partner>', 'leave this account out; may be said again', collect)
    .action(act<PlanFlags>(async (context, flags) => (await import('./plan/plan.ts')).runPlan(context, flags)))
  withExamples(plan, [
    'phd cam plan',
    'phd cam plan --out plan.json --html plan.html --force',
    'phd cam plan --region EMEA --region APAC --format csv > plan.csv',
    'phd cam plan --only "Acme GmbH" --out acme.json',
    'phd cam plan --without "Acme GmbH"',
  ])
  const show = group
    .command('show')
    .description('a saved plan, and how it stands against the records of now')
    .argument('<plan.json>', 'the plan')
    .option('--html <file>', 'write it as a page too')
    .option('--force', 'replace that file if it is there')
    .action(act<ShowFlags>(async (...args) => (await import('./plan/show.ts')).runShow(...args)))
  withExamples(show, ['phd cam show plan.json', 'phd cam show plan.json --html plan.html --force'])
}

const loads: RegisterIn = (group, act) => {
  const exporting = group
    .command('export')
    .description('writes the files that bring Salesforce in line with a plan: for the loader, to take it back, and a checklist')
    .argument('<plan.json>', 'the plan')
    .option('--out <folder>', 'where to write them')
    .option('--max-changes <number>', 'export that many; unasked, no more than 250')
    .action(act<ExportFlags>(async (...args) => (await import('./load/export.ts')).runExport(...args)))
  withExamples(exporting, [
    'phd cam export plan.json --out owner-changes',
    'phd cam export plan.json --out owner-changes --max-changes 400',
  ])
  const reconcile = group
    .command('reconcile')
    .description('reads what the loader did: done, failed and why, not attempted; writes what is to be loaded again')
    .argument('<results...>', 'the success and error files of Data Loader or the Bulk API')
    .option('--plan <plan>', 'which plan, by its number or file, where the results do not say')
    .option('--out <folder>', 'where to write the retry file (default: beside the first file)')
    .option('--encoding <name>', 'how the text is encoded, where it is not Unicode: windows-1252 …')
    .action(act<ReconcileFlags>(async (...args) => (await import('./load/reconcile.ts')).runReconcile(...args)))
  withExamples(reconcile, [
    'phd cam reconcile success.csv error.csv',
    'phd cam reconcile success.csv error.csv --plan plan.json --out retry --encoding windows-1252',
  ])
  const verify = group
    .command('verify')
    .description('looks in the accounts imported since: did the changes land, were they overwritten, are they still open?')
    .option('--plan <plan>', 'one plan, by its number or file; else every one that is not settled')
    .action(act<VerifyFlags>(async (context, flags) => (await import('./load/verify.ts')).runVerify(context, flags)))
  withExamples(verify, ['phd cam verify', 'phd cam verify --plan plan.json'])
}

const exportedPlans: RegisterIn = (group, act) => {
  const plans = group
    .command('plans')
    .description('the plans that were exported, and what became of each')
    .action(act(async (context) => (await import('./plan/plans.ts')).runPlans(context)))
  withExamples(plans, ['phd cam plans'])
  const close = group
    .command('close')
    .description('a plan that is not to be followed any more; changes nothing in Salesforce')
    .argument('<plan>', 'its number or file')
    .option('--reason <text>', 'why')
    .action(act<CloseFlags>(async (...args) => (await import('./plan/plans.ts')).runClose(...args)))
  withExamples(close, ['phd cam close 6a532dd67c85 --reason "the rest was done by hand"'])
}

const sets: RegisterIn = (group, act) => {
  const set = group
    .command('set')
    .description('a person decides who owns an account, whatever the tables say, until it is lifted')
    .argument('[partner]', 'id, name, alias or e-mail domain')
    .option('--owner <name>', 'the Salesforce user, by the full name or the id')
    .option('--reason <text>', 'why')
    .option('--until <day>', 'the last day on which it holds')
    .action(act<SetFlags>(async (...args) => (await import('./set.ts')).runSet(...args)))
  withExamples(set, [
    'phd cam set "Acme GmbH" --owner "Camille Dios" --reason "handover until the new manager starts" --until 2027-01-31',
  ])
  const lift = group
    .command('lift')
    .description('the account goes by the tables again')
    .argument('[partner]', 'id, name, alias or e-mail domain')
    .option('--reason <text>', 'why')
    .action(act<SetFlags>(async (...args) => (await import('./set.ts')).runLift(...args)))
  withExamples(lift, ['phd cam lift "Acme GmbH" --reason "the new manager has started"'])
  const sets = group
    .command('sets')
    .description('the accounts that go by a decision of a person')
    .action(act(async (context) => (await import('./set.ts')).runSets(context)))
  withExamples(sets, ['phd cam sets'])
}

const mappings: RegisterIn = (group, act) => {
  const mapping = group.command('mapping').description('the tables of channel managers')
  withExamples(mapping, ['phd cam mapping check', 'phd cam mapping list'])
  const check = mapping
    .command('check')
    .description('gaps, overlaps and managers who cannot be given an account, with the partners each one touches')
    .action(act(async (context) => (await import('./mapping.ts')).runMappingCheck(context)))
  withExamples(check, ['phd cam mapping check', 'phd cam mapping check --format csv > mapping.csv'])
  const list = mapping
    .command('list')
    .description('the tables in force, row by row')
    .action(act(async (context) => (await import('./mapping.ts')).runMappingList(context)))
  withExamples(list, ['phd cam mapping list', 'phd cam mapping list --as-of 2026-05-01'])
}
