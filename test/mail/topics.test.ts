import { describe, expect, it } from 'vitest'
import type { MailKind } from '../../src/mail/kinds.ts'
import { topicOf } from '../../src/mail/topics.ts'
import { readMailTopics } from '../../src/reference/mail-rules.ts'

const topics = readMailTopics()
const told = (kind: MailKind, subject: string, fresh: string): string | null =>
  topicOf(kind, { subject, fresh }, topics)?.id ?? null

describe('what a mail asks for within its kind', () => {
  it.each<[MailKind, string, string, string]>([
    ['other', 'Licence for Customer 9', 'Could you please resend\nthe license key to our customer?', 'licence_resend'],
    ['other', 'Lizenz', 'Bitte senden Sie die Lizenz nochmals an unseren Kunden.', 'licence_resend'],
    ['loa_request', 'Letter of Authorization', 'We need a letter of authorization with different wording.', 'tailored_letter'],
    ['loa_request', 'LoA', 'Necesitamos una carta personalizada.', 'tailored_letter'],
    ['nfr_question', 'NFR exception', 'Sixty users, please.', 'nfr_exception'],
    ['nfr_question', 'NFR', 'Please grant an exception: 60 NFR users.', 'nfr_exception'],
    ['nfr_question', 'NFR', 'Wir brauchen eine Ausnahme für unsere NFR-Lizenz.', 'nfr_exception'],
    ['nfr_question', 'NFR', 'Please give us more CI minutes for our SaaS NFR.', 'nfr_minutes'],
    ['nfr_question', 'NFR', 'The partner needs additional minutes for its NFR.', 'nfr_minutes'],
    ['nfr_question', 'NFR', 'Wir brauchen mehr CI-Minuten.', 'nfr_minutes'],
    ['nfr_question', 'SaaS NFR', 'We have too many seats in our NFR. How do we reduce them?', 'seat_reduction'],
  ])('is found in a %s: %s: %s', (kind, subject, fresh, topic) => {
    expect(told(kind, subject, fresh)).toBe(topic)
  })

  it.each<[MailKind, string, string]>([
    ['nfr_question', 'NFR license question', 'Do you have 5 minutes for a call? We would like to know more about the program.'],
    ['nfr_question', 'NFR license question', 'Do you have 5 minutes for a call on more NFR licenses?'],
    ['nfr_question', 'NFR', 'All our people use the NFR license with the exception of sales. When does our NFR license expire?'],
    ['nfr_question', 'NFR', 'Mit Ausnahme des Vertriebs nutzen alle unsere NFR-Lizenz.'],
    ['loa_request', 'LoA', 'We need an LoA for customer Nutrition Formulation SA.'],
    ['loa_request', 'LoA', 'We need an LoA for a custom software project. Standard letter is fine.'],
    ['loa_request', 'LoA', 'Necesitamos una LoA para el proyecto a medida del cliente.'],
    ['loa_request', 'LoA', 'We need an LoA for a tailored project.'],
    ['other', 'Hello', 'The license is fine. Please send the invoice again, it was sent to the wrong email.'],
  ])('is not found in a %s: %s: %s', (kind, subject, fresh) => {
    expect(told(kind, subject, fresh)).toBeNull()
  })
})
