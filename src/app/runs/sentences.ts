import type { RunFinding } from '../../reports/runs.ts'
import { showMoment } from '../../terminal/moment.ts'
import { plural } from '../../terminal/plural.ts'
import { shellWord } from '../../terminal/shell-word.ts'

const UNITS: Readonly<Record<string, string>> = { h: 'hour', d: 'day', w: 'week', bd: 'business day' }

/** A span of the settings, in words: 1bd is "1 business day". */
function spanWords(every: string): string {
  const [, count = '', unit = ''] = /^(\d+)(\w+)$/.exec(every) ?? []
  return plural(Number(count), UNITS[unit] ?? unit)
}

/** A job has arguments that no log keeps; its line has them. */
const AGAIN = 'run its line again: crontab -l'

/** What a finding about runs means, and what to do about it. */
export function runFindingSentence(finding: RunFinding): { message: string; hint: string } {
  switch (finding.code) {
    case 'run_missing': {
      const { command, every, last } = finding
      const since = last === null ? 'none is in the log' : `the last one began ${showMoment(last)}`
      return {
        message: `"${command}" did not run within ${spanWords(every)}: ${since}`,
        hint: 'check its line in the crontab (crontab -l) or its timer (systemctl --user list-timers), and run that line now',
      }
    }
    case 'run_failed': {
      const { command, started, exitCode, error } = finding
      const how = exitCode === 130 ? 'was stopped' : `ended with ${exitCode}${error === null ? '' : ` (${error})`}`
      return {
        message: `the last "${command}" ${how}, ${showMoment(started)}`,
        hint: `correct what it printed then (in cron's mail, or journalctl --user); then ${AGAIN}`,
      }
    }
    case 'run_did_not_end':
      return {
        message: `the last "${finding.command}" began ${showMoment(finding.started)} and did not end: it was killed, or the machine went down`,
        hint: AGAIN,
      }
    case 'log_unreadable':
      return {
        message: `the log of runs cannot be read: ${finding.why}`,
        hint: `make it readable, or move it away: ${shellWord(finding.file)}`,
      }
    case 'log_damaged':
      return {
        message: `${plural(finding.lines, 'line')} of the log of runs ${finding.lines === 1 ? 'is' : 'are'} damaged and skipped: ${finding.file}`,
        hint: 'nothing to do, unless there are more each day',
      }
  }
}
