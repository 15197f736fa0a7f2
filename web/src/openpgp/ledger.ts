import { hex, sha256 } from './merkle'
import { octetsOf } from './octets'

/** As the server exports it: docs/ledger.md. `entry`: undefined where it cannot be opened now. */
export interface LedgerEntry { number: number, hash: string, entry: Record<string, string> | undefined }
/** `broken`: it does not hold together, or is none. */
export interface Ledger { entries: LedgerEntry[], first: number, next: number, before: string, last: string,
    broken: boolean }

/** Where it ended. In the vault. */
export interface LedgerSeen { v: 1, next: number, last: string, at: string }

export const LEDGER_BLOB = 'ledger.head'
const FIRST_LINE = /^\{"ledger":1,"first":(\d{1,15}),"next":(\d{1,15}),"before":"([0-9a-f]{64})","last":"([0-9a-f]{64})"\}$/
const ENTRY = /^\{"number":(\d{1,15}),"hash":"([0-9a-f]{64})","entry":(\{.*\}|null)\}$/

/**
 * Each hash is calculated: of the one before, and of the text as it stands. What comes before the first fault is
 * shown all the same.
 */
export async function ledgerIn(text: string): Promise<Ledger> {
    const [head = '', ...lines] = text.split('\n')
    const said = FIRST_LINE.exec(head)
    const ledger: Ledger = { entries: [], first: Number(said?.[1] ?? 1), next: Number(said?.[2] ?? 1),
        before: said?.[3] ?? '', last: said?.[4] ?? '', broken: true }
    if (!said || lines.pop() !== '') return ledger
    let before = ledger.before
    for (const line of lines) {
        const [, number, hash, entry] = ENTRY.exec(line) ?? []
        if (hash === undefined || Number(number) !== ledger.first + ledger.entries.length) return ledger
        const parsed = entry === 'null' ? undefined : objectIn(entry!)
        const follows = entry === 'null' ||
            hex(await sha256(octetsOf(`sigillo ledger 1\n${before}\n${entry}`))) === hash
        if (!follows || entry !== 'null' && !parsed) return ledger
        ledger.entries.push({ number: Number(number), hash, entry: parsed })
        before = hash
    }
    ledger.broken = ledger.first + ledger.entries.length !== ledger.next || before !== ledger.last
    return ledger
}

/** How a ledger that holds together is beside what was seen before. */
export function compared({ entries, first, next, before, last }: Ledger,
    seen: LedgerSeen | undefined): 'first' | 'goesOn' | 'older' | 'other' {
    if (!seen) return 'first'
    if (next < seen.next) return 'older'
    if (seen.next === next) return last === seen.last ? 'goesOn' : 'other'
    const at = seen.next - 1
    // what was seen last may have been let go since, with all that lies before it
    if (at < first - 1) return 'goesOn'
    return (at === first - 1 ? before : entries[at - first]?.hash) === seen.last ? 'goesOn' : 'other'
}

export function seenOf({ next, last }: Ledger, now: Date): LedgerSeen { return { v: 1, next, last,
    at: now.toISOString() } }

function objectIn(json: string): Record<string, string> | undefined {
    try {
        const entries = Object.entries(JSON.parse(json) as Record<string, unknown>)
        return Object.fromEntries(entries.filter((one): one is [string, string] => typeof one[1] === 'string'))
    } catch {
        return undefined
    }
}
