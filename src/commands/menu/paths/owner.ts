/** An owner change: who should own an account, the plan, the files for the loader. */

import { ExitCode } from '../../../errors.ts'
import { type NamedPartner, run, type Step, type, whichPartner, whichPath } from '../step.ts'

/** Begins with the partner. */
export function owner(): Step {
  return whichPartner('Whose owner?', ownerOf)
}

/** Shows who should own an account; where that differs from the record, a plan may follow. */
export function ownerOf(partner: NamedPartner): Step {
  return run({ words: ['cam', 'owner'], about: [partner.word] }, (code) => [
    ...(code === ExitCode.no ? [{ name: 'Plan the change', needs: 'decide' as const, leads: () => plan(partner) }] : []),
    { name: 'Set another owner by hand', needs: 'decide', leads: () => set(partner) },
    { name: 'The owner of another partner', leads: owner },
  ])
}

function plan({ id }: NamedPartner): Step {
  return whichPath({
    key: 'plan',
    message: 'File for the plan',
    usual: 'plan.json',
    leads: (file) =>
      run({ words: ['cam', 'plan'], options: ['--only', id, '--out', file] }, () => [
        { name: 'Write the files for the loader', leads: () => files(file) },
        { name: 'See the plan again', leads: () => run({ words: ['cam', 'show'], about: [file] }) },
      ]),
  })
}

function files(planFile: string): Step {
  return whichPath({
    key: 'owner files',
    message: 'Folder for the files',
    usual: 'owner-changes',
    leads: (folder) => run({ words: ['cam', 'export'], about: [planFile], options: ['--out', folder] }),
  })
}

function set({ word }: NamedPartner): Step {
  return type({
    key: 'new owner',
    message: 'Who should own it? (name in Salesforce)',
    leads: (name) =>
      type({
        key: 'owner reason',
        message: 'Why?',
        leads: (reason) => run({ words: ['cam', 'set'], about: [word], options: ['--owner', name, '--reason', reason] }),
      }),
  })
}
