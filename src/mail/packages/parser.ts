// As the other packages of the mail room: only commands that read a mail need it.
export { addressParser, default as PostalMime, type Email } from 'postal-mime'
