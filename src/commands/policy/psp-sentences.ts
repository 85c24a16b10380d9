import type { PspPolicyFile } from '../../reference/programs/psp.ts'
import { plural } from '../../terminal/plural.ts'
import type { Clause } from './clause.ts'

export type PspVersion = PspPolicyFile['versions'][number]

/** The figures for designated partners, sentence by sentence. */
export function pspClauses({
  pspFigures: { people, servicesPerQuarter, servicesPerYear, warningDays },
  handbook,
}: PspVersion): Clause[] {
  return [
    { text: `at least ${people} people with PSE`, handbook },
    {
      text: `at least ${plural(servicesPerQuarter, 'service')} in each fiscal quarter, and ${servicesPerYear} in four`,
      handbook,
    },
    { text: `warned ${plural(warningDays, 'day')} before it loses the designation`, handbook },
  ]
}
