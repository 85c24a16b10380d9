/** A question to the handbook. */

import { run, type Step, type } from '../step.ts'

/** Begins with the question. */
export function handbook(): Step {
  return type({
    key: 'question',
    message: 'What would you like to know?',
    leads: (question) =>
      run({ words: ['handbook', 'search'], about: [question] }, () => [
        { name: 'Show one of the answers in full', leads: answer },
        { name: 'Another question', leads: handbook },
      ]),
  })
}

function answer(): Step {
  return type({
    key: 'answer',
    message: 'The name of the answer',
    leads: (name) =>
      run({ words: ['handbook', 'show'], about: [name] }, () => [
        { name: 'Another answer', leads: answer },
        { name: 'Another question', leads: handbook },
      ]),
  })
}
