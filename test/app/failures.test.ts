import { describe, expect, it } from 'vitest'
import { exitCodeOf, explain, typedAs } from '../../src/app/failures.ts'
import { ExitCode, failure, PhdError, usageError } from '../../src/errors.ts'

const commandWith = (option: string): string => `phd import ${option} a.csv`

describe('a failure', () => {
  it.each([
    [usageError('no file', 'name one'), ExitCode.usage, 'usage'],
    [failure('unusable_map', 'no columns'), ExitCode.usage, 'usage'],
    [failure('alias_taken', 'taken', { name: 'Acme' }), ExitCode.usage, 'alias_taken'],
    [failure('no_such_import', 'no import 3'), ExitCode.notFound, 'no_such_import'],
    [failure('import_gone', 'no import 3'), ExitCode.refused, 'no_such_import'],
    [failure('no_policy', 'no rule'), ExitCode.cannotTell, 'no_policy'],
    [failure('portal_users_column_missing', 'no column'), ExitCode.cannotTell, 'column_missing'],
    [failure('column_missing', 'no column', { isImport: true }), ExitCode.refused, 'column_missing'],
    [failure('row_unusable', 'line 3', { problem: 'bad_date' }), ExitCode.refused, 'bad_date'],
    [failure('busy', 'another phd is writing'), ExitCode.busy, 'busy'],
    [failure('interrupted', 'stopped'), ExitCode.interrupted, 'interrupted'],
  ])('ends with the exit code and the code of its kind: %s', (error, exitCode, code) => {
    expect(explain(error)).toMatchObject({ exitCode, code })
    expect(exitCodeOf(error)).toBe(exitCode)
  })

  it('has a next step made of its facts', () => {
    expect(explain(failure('not_the_newest', 'too old', { newer: 12 })).hint).toBe('undo that one first: phd imports undo 12')
  })

  it('repeats the command as it was typed, where that is known', () => {
    const error = failure('several_sheets', 'two sheets', { sheet: 'Old one' })
    expect(explain(error).hint).toBe('choose one: the same command with --sheet "Old one"')
    expect(explain(error, commandWith).hint).toBe('choose one: phd import --sheet "Old one" a.csv')
  })

  it('keeps the next step that it came with, and what a program is told', () => {
    const error = failure('file_exists', 'taken', 'use another folder', { file: 'a.csv' })
    expect(explain(error)).toMatchObject({ hint: 'use another folder', detail: { file: 'a.csv' } })
    expect(explain(failure('empty_file', 'empty')).hint).toBeNull()
  })

  it('keeps its code, exit code and facts with another next step', () => {
    const error = failure('row_unusable', 'line 3', { problem: 'bad_boolean' }).withHint('export it again')
    expect(explain(error)).toMatchObject({ code: 'bad_boolean', exitCode: ExitCode.refused, hint: 'export it again' })
  })

  it('is not made without the facts that its code is made of', () => {
    // @ts-expect-error: a hint alone leaves it without a code
    failure('row_unusable', 'line 3', 'export it again')
  })

  it('names the command of the work that failed', async () => {
    const work = async (): Promise<never> => {
      throw failure('date_order_contradicted', 'month first', { order: 'dmy' }, { line: 2 })
    }
    const error = await typedAs(commandWith, work).catch((each: unknown) => each)
    expect(error).toBeInstanceOf(PhdError)
    expect(explain(error as PhdError)).toMatchObject({
      code: 'date_order_contradicted',
      hint: 'if the dates are day first, run: phd import --date-order dmy a.csv',
      detail: { line: 2 },
    })
  })
})
