/** A moment in the user's zone, with its offset: 2026-11-20 07:00 +01:00. */
export function showMoment(iso: string): string {
  const at = new Date(iso)
  const offset = -at.getTimezoneOffset()
  const local = new Date(at.getTime() + offset * 60_000).toISOString()
  const zone =
    offset === 0 ? 'UTC' : `${offset < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`
  return `${local.slice(0, 10)} ${local.slice(11, 16)} ${zone}`
}

function pad(number: number): string {
  return String(number).padStart(2, '0')
}

const DAY = 86_400_000

/** How long before `now` a moment was, in the words of a desk. */
export function showAge(iso: string, now: string): string {
  const age = Date.parse(now) - Date.parse(iso)
  if (age < 0) return 'after the time asked about'
  const days = Math.floor(age / DAY)
  return days === 0 ? 'less than a day old' : days === 1 ? '1 day old' : `${days} days old`
}
