import { describe, expect, it } from 'vitest'
import { plainProgress, progressLine } from '../../src/terminal/progress.ts'

describe('the bar', () => {
  it('has the share, the rows, the rate and the time left', () => {
    expect(progressLine('users.csv', 50_000, 0.25, 30, 100)).toBe(
      '[######..................] 50,000 rows, 1,667/s, 1:30 left  users.csv',
    )
  })

  it('is never wider than the terminal, and shows no control character of a name', () => {
    const line = progressLine('a\u001b[2Jb.csv', 1, 1, 1, 60)
    expect(line).not.toContain('\u001b')
    expect(line.length).toBeLessThan(60)
    expect(progressLine('users.csv', 1, 0, 1, 40)).not.toContain('left')
  })

  it('is a line for each quarter where lines are plain', () => {
    const lines: string[] = []
    const told = plainProgress('a\u001b[2Jb.csv', (line) => lines.push(line))
    for (const share of [0.1, 0.3, 0.4, 0.8, 1]) told(share * 20_000, share)
    expect(lines).toEqual([
      'a\\x1b[2Jb.csv: 25% read, 6,000 rows\n',
      'a\\x1b[2Jb.csv: 75% read, 16,000 rows\n',
      'a\\x1b[2Jb.csv: 100% read, 20,000 rows\n',
    ])
  })
})
