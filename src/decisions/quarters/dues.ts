import type { Due } from '../../files/calendar-file.ts'
import type { QuarterState, QuarterWork } from './work.ts'

/** The working day of each step that is still to be done, for a calendar. */
export function stepDues({ id, title, command }: QuarterWork, quarters: readonly QuarterState[]): Due[] {
  return quarters.flatMap(({ quarter, steps }) =>
    steps.flatMap((step) => {
      const { workBy, due, closedFor, state, basis, handbook } = step
      if (workBy === null || !['due', 'ahead', 'late'].includes(state)) return []
      const about = [
        ...(closedFor === null ? [] : [`the day is ${due}, a day off (${closedFor})`]),
        ...(basis === null ? [] : [basis]),
        ...handbook.map(({ page, section }) => `handbook: ${page}, "${section}"`),
        `phd ${command} status --quarter ${quarter.name}`,
      ]
      return [
        {
          uid: `${id}-${quarter.name}-${step.id}`,
          day: workBy,
          title: `${quarter.name} ${title}: ${step.title}`,
          about: about.join('\n'),
        },
      ]
    }),
  )
}
