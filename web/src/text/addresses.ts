import type { EmailAddress } from '../jmap/types'
import type { Messages } from './en'

const ATEXT = /^[\p{L}\p{N}!#$%&'*+\-/=?^_`{|}~ ]+$/u
/**
 * Characters that turn text around, are not seen, or end a line: in a name they could hide what stands beside it.
 * U+200D stays, as emoji are joined by it.
 */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

/** What a stranger has written, on one line and without tricks. */
export function inert(text: string): string { return harmlessPiece(text).replace(/ +/g, ' ').trim() }

/** The same of a piece, whose spaces stand between it and the next. */
export function harmlessPiece(text: string): string { return text.replace(UNSEEN, ' ') }

/** The name, or the address where there is none. A name that is itself an address, but another, is not believed. */
export function displayName({ name, email }: EmailAddress): string {
    const plain = inert(name ?? '')
    const address = inert(email)
    const claims = plain.includes('@') && plain.toLowerCase() !== address.toLowerCase()
    return plain === '' || claims ? address : plain
}

let lists: { locale: string, format: Intl.ListFormat } | undefined

/** Making one takes long. */
function listed(locale: string): Intl.ListFormat {
    if (lists?.locale !== locale) lists = { locale, format: new Intl.ListFormat(locale, { type: 'unit', style: 'short' }) }
    return lists.format
}

/** Of a list, as a row shows it: the first ones, and how many more there are. */
export function displayNames(all: readonly EmailAddress[], words: Messages, most = 3): string {
    const names = all.slice(0, most).map(displayName)
    if (all.length > most) names.push(words.more(all.length - most))
    return names.length === 1 ? names[0]! : listed(words.locale).format(names)
}

/** As it is written in a field: RFC 5322 section 3.4, quoted where it must be. */
export function formatAddress({ name, email }: EmailAddress): string {
    const plain = inert(name ?? '')
    if (plain === '') return inert(email)
    const written = ATEXT.test(plain) ? plain : `"${plain.replace(/(["\\])/g, '\\$1')}"`
    return `${written} <${inert(email)}>`
}

/** Of what was typed or pasted: addresses between commas, semicolons or line ends. What is none is given back. */
export function parseAddresses(text: string): { addresses: EmailAddress[], rest: string[] } {
    const addresses: EmailAddress[] = []
    const rest: string[] = []
    for (const part of split(text)) {
        const address = parseAddress(part)
        if (address) addresses.push(address)
        else rest.push(part)
    }
    return { addresses, rest }
}

/** At separators that stand neither in quotes nor in angle brackets. */
function split(text: string): string[] {
    const parts: string[] = ['']
    let quoted = false
    let isInAngle = false
    for (let i = 0; i < text.length; i++) {
        const one = text[i]!
        if (one === '\\' && quoted) parts.push(parts.pop()! + one + (text[++i] ?? ''))
        else {
            if (one === '"' && !isInAngle) quoted = !quoted
            if (!quoted && (one === '<' || one === '>')) isInAngle = one === '<'
            const separates = !quoted && !isInAngle && /[,;\n\r]/.test(one)
            if (separates) parts.push('')
            else parts.push(parts.pop()! + one)
        }
    }
    return parts.map(part => part.trim()).filter(part => part !== '')
}

function parseAddress(text: string): EmailAddress | undefined {
    const angle = text.endsWith('>') ? text.lastIndexOf('<') : -1
    const email = (angle < 0 ? text : text.slice(angle + 1, -1)).trim()
    if (!/^[^\s@<>"(),:;[\]\\]+@[^\s@<>"(),:;[\]\\]+$/.test(email)) return undefined
    const name = angle < 0 ? '' : unquoted(text.slice(0, angle).trim())
    return { name: name === '' ? null : name, email }
}

function unquoted(text: string): string {
    const isQuoted = text.length > 1 && text.startsWith('"') && text.endsWith('"')
    return isQuoted ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text
}
