import { expect, it } from 'vitest'
import { draftFile } from '/work/main/src/mail/draft.ts'
import { spawnSync } from 'node:child_process'
it('x', async () => {
  for (const n of [60, 100, 900, 990]) {
    const f = await draftFile({ from: 'a@b.example', to: ['a@b.example'], cc: [], subject: 'x'.repeat(n) + ' yy', body: 'Hi\n', at: '2026-11-20T07:00:00Z' })
    console.log(n, JSON.stringify(f.slice(0, 200)), Math.max(...f.split('\r\n').map(l => l.length)))
    console.log(spawnSync('python3', ['-c', `
import sys
from email import policy
from email.parser import BytesParser
m = BytesParser(policy=policy.default).parsebytes(sys.stdin.buffer.read())
s=m['subject']; print(len(s), repr(s[:10]), repr(s[-10:]), m.defects, s.defects)`], { input: Buffer.from(f, 'latin1'), encoding: 'utf8' }).stdout)
  }
})
