/** The verbs that ask about one opportunity: how it is tagged, who its source is. */

import type { Command } from 'commander'
import { type Act, withExamples } from '../../../app/command.ts'
import type { SourceFlags } from '../source/source.ts'
import type { TagFlags } from '../tag/options.ts'

/** Adds `phd deal tag` to the group. */
export function tagVerb(group: Command, act: Act): void {
  const tag = group
    .command('tag')
    .description(
      'show how a deal with AWS or GCP is tagged, on the opportunity and in the quote; with an opportunity, check its tags',
    )
    .argument('[opportunity]', 'id or name of an opportunity to check; without options, what its tags mean')
    .option('--cloud <cloud>', 'the cloud provider: aws or gcp')
    .option('--sourced-by <who>', 'who brought the deal: cloud (AWS or GCP), vendor (GitLab) or partner (another partner)')
    .option('--marketplace <yes|no>', 'whether it goes through the cloud’s marketplace')
    .option('--influence', 'the cloud helped to win a deal that it neither brought nor transacts')
    .option('--dsor', 'a deal of Carahsoft’s DSOR program (AWS Marketplace)')
    .option('--cppo', 'a Consulting Partner Private Offer (AWS Marketplace)')
    .action(act<TagFlags>(async (context, flags, [subject]) => (await import('../tag/tag.ts')).runTag(context, flags, subject)))
  withExamples(tag, [
    'phd deal tag --cloud aws --sourced-by vendor --marketplace yes',
    'phd deal tag --cloud gcp --sourced-by cloud --marketplace no',
    'phd deal tag --cloud gcp --influence',
    'phd deal tag --dsor',
    'phd deal tag --cppo',
    'phd deal tag 0064M000AAAAAAIQY5 --cloud aws --sourced-by cloud --marketplace yes',
    'phd deal tag 0064M000AAAAAAIQY5',
  ])
}

/** Adds `phd deal source` to the group. */
export function sourceVerb(group: Command, act: Act): void {
  const source = group
    .command('source')
    .description('check the Sales Qualified Source of an opportunity: what it must be, why, and what Salesforce has')
    .argument('[opportunity]', 'id or name of an opportunity')
    .option('--all', 'every opportunity, those that differ first')
    .action(
      act<SourceFlags>(async (context, flags, [subject]) =>
        (await import('../source/source.ts')).runSource(context, flags, subject),
      ),
    )
  withExamples(source, [
    'phd deal source 0064M000AAAAAAIQY5',
    'phd deal source "Customer 1 - New" --json',
    'phd deal source --all --format csv > sources.csv',
  ])
}
