// As the other packages of the mail room: only commands that write a draft need it.
export { default as MailComposer } from 'nodemailer/lib/mail-composer'
