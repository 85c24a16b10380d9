// As the other packages of the mail room: only mails in HTML need it.
export { Parser } from 'htmlparser2'
