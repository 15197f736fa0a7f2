import type { EmailCondition, Filter, FilterOperator, Id } from '../jmap/types'
import { harmlessPiece } from './addresses'

/** What stands before a colon, in both languages, and what it asks for. */
const NAMES: Record<string, Field> = {
    from: 'from', da: 'from', to: 'to', a: 'to', cc: 'cc', subject: 'subject', oggetto: 'subject', body: 'body', testo: 'body',
    has: 'has', ha: 'has', is: 'is', 'è': 'is', e: 'is', before: 'before', prima: 'before', after: 'after', dopo: 'after',
    larger: 'larger', grande: 'larger', smaller: 'smaller', piccolo: 'smaller', in: 'in', label: 'label', etichetta: 'label',
}
type Field = 'from' | 'to' | 'cc' | 'subject' | 'body' | 'has' | 'is' | 'before' | 'after' | 'larger' | 'smaller' | 'in' | 'label'
const CHARACTERS_MAX = 500

/** What mailboxes with a role are called in both languages, besides the role itself. */
const ROLE_NAMES: Record<string, string[]> = {
    inbox: ['inbox', 'posta in arrivo', 'arrivo'], drafts: ['drafts', 'draft', 'bozze'],
    sent: ['sent', 'inviata', 'inviati'],
    archive: ['archive', 'archivio'], junk: ['junk', 'spam', 'indesiderata'], trash: ['trash', 'cestino'],
}

/** `shown`: what its reader sees it called. */
export interface SearchMailbox { id: Id, name: string, role: string | null, shown?: string }
export interface SearchLabel { keyword: string, name: string }
/**
 * `isWords`: there are words in it, so that what is found has places to be shown. `place`: the one mailbox in which all
 * that is found lies, where it names one.
 */
export interface Search { filter: Filter<EmailCondition> | null, isWords: boolean, unknown: string[], place?: Id }

interface Token { isNot: boolean, name: string, value: string, isQuoted?: boolean }

/**
 * `from:anna subject:"new bread" -is:read before:2026-11-01 larger:2M in:archive label:work words`. All of it must
 * hold. What is not understood
 * is looked for as words, and told. Where no mailbox is named, Trash and Junk are left out.
 */
export function parseSearch(text: string, mailboxes: readonly SearchMailbox[], now: Date, labels: readonly SearchLabel[] = []): Search {
    const conditions: Filter<EmailCondition>[] = []
    const unknown: string[] = []
    let isWords = false
    let namesMailbox = false
    const places: Id[] = []
    for (const token of tokens(text.slice(0, CHARACTERS_MAX))) {
        const field = NAMES[token.name]
        const condition = token.name === '' ? { text: token.value }
            : field ? conditionOf(field, token.value, token.isQuoted ?? false, { mailboxes, labels, now }) : undefined
        if (!condition) unknown.push(`${token.name}:${token.value}`)
        const wanted = condition ?? { text: `${token.name} ${token.value}`.trim() }
        isWords ||= !token.isNot && ('text' in wanted || 'subject' in wanted || 'body' in wanted)
        namesMailbox ||= field === 'in' && condition !== undefined
        if (condition && 'inMailbox' in condition && !token.isNot) places.push(condition.inMailbox!)
        conditions.push(token.isNot ? { operator: 'NOT', conditions: [wanted] } : wanted)
    }
    const away = mailboxes.filter(one => one.role === 'trash' || one.role === 'junk').map(one => one.id)
    if (conditions.length > 0 && !namesMailbox && away.length > 0) conditions.push({ inMailboxOtherThan: away })
    return { filter: all(conditions), isWords, unknown, ...places.length === 1 && { place: places[0]! } }
}

/** By what it is called here or at the server, or by its role in either language. */
function mailboxCalled(value: string, mailboxes: readonly SearchMailbox[]): SearchMailbox | undefined {
    const wanted = value.trim().toLowerCase()
    const isCalled = ({ name, shown = name }: SearchMailbox) =>
        [name, shown].some(one => one.toLowerCase() === wanted)
    return mailboxes.find(one => one.role !== null && one.shown?.toLowerCase() === wanted) ?? mailboxes.find(isCalled)
        ?? mailboxes.find(({ role }) => role !== null && (role === wanted || ROLE_NAMES[role]?.includes(wanted)))
}

/** All of these; null is any. */
export function all(conditions: Filter<EmailCondition>[]): Filter<EmailCondition> | null {
    if (conditions.length < 2) return conditions[0] ?? null
    return { operator: 'AND', conditions } satisfies FilterOperator<EmailCondition>
}

interface Around { mailboxes: readonly SearchMailbox[], labels: readonly SearchLabel[], now: Date }

/** What is in quotes is looked for as it stands there; else each of its words. */
function conditionOf(field: Field, value: string, isQuoted: boolean, { mailboxes, labels, now }: Around): Filter<EmailCondition> | undefined {
    if (value === '') return undefined
    switch (field) {
        case 'from': case 'to': case 'cc': case 'subject': case 'body': return { [field]: isQuoted ? `"${value}"` : value }
        case 'has': return /^(attachments?|allegat[oi])$/i.test(value) ? { hasAttachment: true } : undefined
        case 'is': return stateOf(value)
        case 'before': case 'after': {
            const date = dateOf(value, now)
            return date === undefined ? undefined : { [field]: date }
        }
        case 'larger': case 'smaller': {
            const octets = octetsOf(value)
            return octets === undefined ? undefined : field === 'larger' ? { minSize: octets } : { maxSize: octets }
        }
        case 'in': {
            const box = mailboxCalled(value, mailboxes)
            return box && { inMailbox: box.id }
        }
        case 'label': return labelled(value.toLowerCase(), labels)
    }
}

/**
 * By its name, else by its keyword, which need have no name. RFC 8621 section 4.1.1: what no keyword can be finds
 * nothing.
 */
function labelled(wanted: string, labels: readonly SearchLabel[]): EmailCondition | undefined {
    const known = labels.find(one => one.name.toLowerCase() === wanted)?.keyword
    if (known === undefined && !/^[!#$&'+-\[^-z|}~]{1,255}$/.test(wanted)) return undefined
    return { hasKeyword: known ?? wanted }
}

function stateOf(value: string): EmailCondition | undefined {
    if (/^(unread|nuov[oi]|non-?lett[oi])$/i.test(value)) return { notKeyword: '$seen' }
    if (/^(read|lett[oi])$/i.test(value)) return { hasKeyword: '$seen' }
    if (/^(starred|flagged|stella)$/i.test(value)) return { hasKeyword: '$flagged' }
    if (/^(answered|replied|rispost[oi])$/i.test(value)) return { hasKeyword: '$answered' }
    return undefined
}

/**
 * `2026-11-30`, `2026-11`, `2026`, `30.11.2026`, or so many days, weeks, months, years ago: `7d`. By the clock on
 * the wall.
 */
function dateOf(value: string, now: Date): string | undefined {
    const said = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/.exec(value)
    const local = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(value)
    const ago = /^(\d{1,4})([dgwsmya])$/i.exec(value)
    let date: Date | undefined
    if (said) date = new Date(Number(said[1]), Number(said[2] ?? 1) - 1, Number(said[3] ?? 1))
    else if (local) date = new Date(Number(local[3]), Number(local[2]) - 1, Number(local[1]))
    else if (ago) {
        const [count, unit] = [Number(ago[1]), ago[2]!.toLowerCase()]
        const days = { d: 1, g: 1, w: 7, s: 7, m: 30, y: 365, a: 365 }[unit]!
        date = new Date(now.getFullYear(), now.getMonth(), now.getDate() - count * days)
    }
    return date && !Number.isNaN(date.getTime()) ? date.toISOString().replace(/\.\d+Z$/, 'Z') : undefined
}

function octetsOf(value: string): number | undefined {
    const found = /^(\d{1,9}(?:[.,]\d{1,3})?)\s*([kmg]?)b?$/i.exec(value)
    if (!found) return undefined
    return Math.round(Number(found[1]!.replace(',', '.')) * { '': 1, k: 1e3, m: 1e6, g: 1e9 }[found[2]!.toLowerCase()]!)
}

/** At white space that stands in no quotes. Words that follow each other are one. */
function tokens(text: string): Token[] {
    const found: Token[] = []
    const words: string[] = []
    for (const [, not, name, quoted, plain] of text.matchAll(/(-?)(?:(\p{L}+):)?(?:"([^"]*)"?|([^\s"]+))/gu)) {
        const value = quoted ?? plain ?? ''
        const isField = name !== undefined
        // an address of the web is no field
        if (isField && value.startsWith('//')) words.push(`${name}:${value}`)
        else if (isField) found.push({ isNot: not === '-', name: name.toLowerCase(), value, isQuoted: quoted !== undefined })
        else if (not === '-' && value !== '') found.push({ isNot: true, name: '', value: quoted === undefined ? value : `"${value}"` })
        else if (value !== '') words.push(quoted === undefined ? value : `"${value}"`)
    }
    if (words.length > 0) found.push({ isNot: false, name: '', value: words.join(' ') })
    return found
}

/**
 * The piece that is typed now: a name that could be meant, or what could stand behind one. `write`: it goes in its
 * place.
 */
export interface Hint { write: string, label: string }

/** `people`: addresses that begin so. `names`: of the language, with what they mean. */
export function hints(text: string, names: readonly Hint[], people: (text: string) => string[], mailboxes: readonly SearchMailbox[],
    labels: readonly SearchLabel[] = []): Hint[] {
    const last = /(?:^|\s)(-?[^\s"]*(?:"[^"]*)?)$/.exec(text)?.[1] ?? ''
    const [, name, value] = /^-?(\p{L}+):(.*)$/u.exec(last) ?? []
    if (name === undefined) {
        const plain = last.toLowerCase()
        return names.filter(one => one.write.startsWith(plain)).slice(0, 8)
    }
    const field = NAMES[name.toLowerCase()]
    const wanted = value!.replace(/^"/, '').toLowerCase()
    const written = (one: string) => `${name}:${/\s/.test(one) ? `"${one}"` : one} `
    if (field === 'from' || field === 'to' || field === 'cc') return people(wanted).map(one => ({ write: written(one), label: one }))
    if (field === 'in') {
        const begins = (one: SearchMailbox) => calledSo(one).some(called => called.toLowerCase().startsWith(wanted))
        return mailboxes.filter(begins).slice(0, 8)
            .map(({ name, shown = name }) => ({ write: written(shown), label: shown }))
    }
    if (field === 'label') {
        return labels.filter(one => one.name.toLowerCase().startsWith(wanted)).slice(0, 8).map(one => ({ write: written(one.name), label: one.name }))
    }
    return names.filter(one => one.write.startsWith(`${name.toLowerCase()}:`) && one.write.length > last.length && one.write.startsWith(last.toLowerCase()))
}

function calledSo({ name, shown, role }: SearchMailbox): string[] {
    return [shown ?? name, name, ...role === null ? [] : [role, ...ROLE_NAMES[role] ?? []]]
}

/** The text with the hint in the place of what is typed. */
export function withHint(text: string, hint: Hint): string { return text.replace(/(^|\s)(-?)[^\s"]*(?:"[^"]*)?$/, `$1$2${hint.write.replaceAll('$', '$$$$')}`) }

/** RFC 8621 section 5: what is found stands between `<mark>`; all else is escaped. Nothing of it turns text round. */
export function snippetPieces(snippet: string): { text: string, isFound: boolean }[] {
    return snippet.split(/(<mark>[^<]*<\/mark>)/).filter(one => one !== '').map(one => {
        const isFound = one.startsWith('<mark>') && one.endsWith('</mark>')
        return { text: harmlessPiece(unescaped(isFound ? one.slice(6, -7) : one)), isFound }
    })
}

function unescaped(text: string): string {
    const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&', '#39': "'", '#34': '"' }
    return text.replace(/&(lt|gt|quot|apos|amp|#39|#34);/g, (_, name: string) => named[name]!)
}
