export { addressParser, default as PostalMime, type Email } from 'postal-mime'
