/** Deal registrations and opportunities. */

import { type Choice, choose, run, type Step, type } from '../step.ts'

/** Begins with what is wanted of them. */
export function deals(): Step {
  const next = (): Choice[] => [{ name: 'Something else about deals', leads: deals }]
  return choose('What about deals?', [
    { name: 'Look a registration up', leads: registration },
    { name: 'What is late or due today', leads: () => run({ words: ['deal', 'sla'] }, next) },
    { name: 'What ends soon, and what an extension needs', leads: () => run({ words: ['deal', 'expiring'] }, next) },
    { name: 'Opportunities with several approved registrations', leads: () => run({ words: ['deal', 'conflicts'] }, next) },
    { name: 'The Sales Qualified Source of an opportunity', leads: () => opportunity('source') },
    { name: 'The tags of a marketplace deal', leads: () => opportunity('tag') },
  ])
}

function registration(): Step {
  return type({ key: 'registration', message: 'Its name, deal ID or Salesforce ID', leads: show })
}

function show(name: string): Step {
  return {
    kind: 'run',
    line: { words: ['deal', 'show'], about: [name] },
    next: () => [{ name: 'Another registration', leads: registration }],
    instead: ({ detail: { registrations } }) =>
      Array.isArray(registrations) ? registrations.map((each) => ({ name: String(each), leads: () => show(String(each)) })) : [],
  }
}

function opportunity(verb: 'source' | 'tag'): Step {
  return type({
    key: 'opportunity',
    message: 'The ID of the opportunity, or its name',
    leads: (id) =>
      run({ words: ['deal', verb], about: [id] }, () => [
        { name: 'Another opportunity', leads: () => opportunity(verb) },
        { name: 'Something else about deals', leads: deals },
      ]),
  })
}
