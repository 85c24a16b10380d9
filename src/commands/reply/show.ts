import type { Context } from '../../app/context.ts'
import { ExitCode } from '../../errors.ts'
import { PROVIDED } from '../../mail/values.ts'
import { readReplies, readReply } from '../../reference/replies.ts'
import { print } from '../../terminal/print.ts'
import { repliesView, replyView } from './reply-view.ts'

/** Lists every reply. */
export async function runList(context: Context): Promise<ExitCode> {
  print(context.io, context.format, repliesView(readReplies(context.repliesFolder), context.io))
  return ExitCode.yes
}

/** Shows one reply, unfilled. */
export async function runShow(context: Context, name: string): Promise<ExitCode> {
  print(context.io, context.format, replyView(readReply(name, context.repliesFolder), PROVIDED, context.io))
  return ExitCode.yes
}
