// Built into a file of its own: only a command with --ics needs it.
export { default as ical, ICalCalendarMethod, ICalEventTransparency } from 'ical-generator'
