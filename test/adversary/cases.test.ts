import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk, NOW } from '../cli/phd.ts'
import { CASES, type Case, type Step } from './cases.ts'

interface Verdict {
  checks: { id: string; outcome: string }[]
}

/** Does the steps, imports of one moment together; a file is as old as it says, and else as its import. */
function take(desk: Desk, steps: readonly Step[]): void {
  let waiting: string[] = []
  const run = (args: readonly string[], at = NOW): void => {
    const { code, stdout, stderr } = desk.run(args, { PHD_NOW: at })
    expect(code, `${args.join(' ')}: ${stdout}${stderr}`).toBe(0)
  }
  const importWaiting = (): void => {
    if (waiting.length > 0) run(['import', ...waiting])
    waiting = []
  }
  for (const step of steps) {
    if ('run' in step) {
      importWaiting()
      run(step.run)
      continue
    }
    const { file, lines, at = NOW, changed = at, options = [] } = step
    writeFileSync(join(desk.folder, file), lines.map((line) => `${line}\n`).join(''))
    utimesSync(join(desk.folder, file), new Date(changed), new Date(changed))
    if (at === NOW && options.length === 0) waiting.push(file)
    else {
      importWaiting()
      run(['import', ...options, file], at)
    }
  }
  importWaiting()
}

const check = ({ steps, ask, code, checks = {}, says = [], saysNot = [] }: Case): Promise<void> =>
  atDesk((desk) => {
    take(desk, steps)
    const said = desk.phd(...ask, '--json')
    const { checks: found } = JSON.parse(said.stdout) as Verdict
    const outcomes = Object.fromEntries(found.map(({ id, outcome }) => [id, outcome]))
    expect({ code: said.code, ...outcomes }, said.stdout).toMatchObject({ code, ...checks })
    if (says.length + saysNot.length === 0) return
    const { stdout } = desk.phd(...ask)
    for (const text of says) expect(stdout).toContain(text)
    for (const text of saysNot) expect(stdout).not.toContain(text)
  })

for (const [rule, cases] of Object.entries(CASES)) {
  describe(rule, () => {
    for (const each of cases) {
      it(each.fact, () => check(each))
    }
  })
}
