import { type Octets, octetsOf } from './octets'

/** Of what a row shows. */
const SUBJECT_MAX = 300
const PREVIEW_MAX = 256
/** Of one shard: a blob of the vault has 4 MiB at most. In characters, three octets each if nothing can be packed. */
const SHARD_CHARACTERS_MAX = 1_200_000
const SHARD_ROWS_MAX = 1_000
/** Of an account: the server keeps 500 blobs. */
const ROWS_MAX = 200_000
const SHARD = /^search\.(\d{4}-\d{2})\.(\d{1,4})$/
const VERSION = 2
const HAS_ATTACHMENT = 1
/** In this order. How much is kept of each, in characters; as `message.TextSummary` has it. */
const FIELDS = ['subject', 'from', 'to', 'cc', 'names', 'text'] as const
const FIELD_MAX = { subject: 500, from: 1_000, to: 1_000, cc: 1_000, names: 1_000, text: 2_000 }

/**
 * What is known of a message without its octets. `names`: of files. `date`: that it says, in milliseconds since 1970.
 */
export interface Found { subject: string, from: string, to: string, cc: string, names: string, text: string,
    hasAttachment: boolean, date?: number }

/** All of `words`, anywhere in this field; `any`: in all of them. `isNot`: not all of them. */
export interface Term { field: 'any' | 'subject' | 'from' | 'to' | 'cc' | 'body', words: string[], isNot?: boolean }

/**
 * All of it holds. `before`, `after`: when it came, in milliseconds since 1970; the second is the first that is
 * meant.
 */
export interface SearchAsked { terms: Term[], hasAttachment?: boolean, before?: number, after?: number }

/** `subject`, `preview`: what a list shows of it; undefined where only the words are known. */
export interface SearchHit { id: string, at: number, subject?: string, preview?: string }

/**
 * `at`: in milliseconds since 1970. `text`: folded, a line for each field. `flags`: undefined where a program of
 * before has put it here: words alone.
 */
interface Row { at: number, text: string, shard: string, flags?: number, subject?: string, preview?: string }
type KeptRow = [id: string, at: number, flags: number, text: string, subject: string, preview: string]

/**
 * What is in messages that no server reads, so that it is found: fields and a text of each, looked through from one
 * to the next. That takes 50,000 of them some hundredths of a second, and nothing has to be kept in order. By months
 * it lies in shards, which the vault keeps sealed.
 */
export class SearchIndex {
    private readonly rows = new Map<string, Row>()
    private readonly shards = new Map<string, Set<string>>()
    private readonly dirty = new Set<string>()
    /** Characters of each shard. */
    private readonly lengths = new Map<string, number>()

    get size(): number { return this.rows.size }

    /** Shards that the vault does not have like this. */
    get changed(): string[] { return [...this.dirty] }

    /** Of which nothing is here, or words alone. */
    missing(ids: readonly string[]): string[] { return ids.filter(id => this.rows.get(id)?.flags === undefined) }

    /** What is here already stays. True: more is known than before. */
    add(id: string, at: number, found: Found): boolean {
        const before = this.rows.get(id)
        if (before ? before.flags !== undefined : this.rows.size >= ROWS_MAX) return false
        const shard = before?.shard ?? this.shardFor(at)
        const text = FIELDS.map(one => folded(found[one].slice(0, 2 * FIELD_MAX[one])).slice(0, FIELD_MAX[one]))
            .join('\n')
        this.put(id, { at, text, shard, flags: found.hasAttachment ? HAS_ATTACHMENT : 0,
            subject: found.subject.slice(0, SUBJECT_MAX),
            preview: found.text.replace(/\s+/g, ' ').trim().slice(0, PREVIEW_MAX) })
        this.dirty.add(shard)
        return true
    }

    /** The newest first. */
    find(asked: SearchAsked, most: number): SearchHit[] {
        const terms = asked.terms.map(one => ({ ...one, words: one.words.map(folded).filter(word => word !== '') }))
            .filter(one => one.words.length > 0)
        const isAny = terms.length === 0 && asked.hasAttachment === undefined
        if (isAny) return []
        const found: SearchHit[] = []
        for (const [id, row] of this.rows) {
            if (row.at >= (asked.before ?? Infinity) || row.at < (asked.after ?? -Infinity)) continue
            if (asked.hasAttachment !== undefined && (row.flags === undefined || (row.flags & HAS_ATTACHMENT) !== (
                asked.hasAttachment ? HAS_ATTACHMENT : 0))) continue
            if (terms.every(one => holds(row, one))) found.push(hitOf(id, row))
        }
        return found.sort((a, b) => b.at - a.at).slice(0, most)
    }

    /** What a list shows of these; those of which it is not known are left out. */
    shown(ids: readonly string[]): SearchHit[] {
        return ids.flatMap(id => {
            const row = this.rows.get(id)
            return row?.flags === undefined ? [] : [hitOf(id, row)]
        })
    }

    /** Packed, for the vault: RFC 1951. It counts as kept from now on. */
    async packed(name: string): Promise<Octets> {
        const ids = [...this.shards.get(name) ?? []]
        const rows = ids.map((id): KeptRow => {
            const { at, flags, text, subject, preview } = this.rows.get(id)!
            return [id, at, flags ?? -1, text, subject ?? '', preview ?? '']
        })
        this.dirty.delete(name)
        return through(octetsOf(JSON.stringify({ v: VERSION, rows })), new CompressionStream('deflate-raw'))
    }

    /** It could not be kept after all. */
    again(name: string): void { this.dirty.add(name) }

    /** What another device has put there comes to what is here; what it knows better takes its place. */
    async take(name: string, octets: Octets): Promise<void> {
        if (!SHARD.test(name)) return
        const { v, rows } = JSON.parse(new TextDecoder().decode(await through(octets,
            new DecompressionStream('deflate-raw')))) as { v: number, rows: unknown[] }
        if (v !== 1 && v !== VERSION) return
        for (const row of rows) {
            const [id, kept] = v === 1 ? words(row as [string, number, string]) : whole(row as KeptRow)
            const before = this.rows.get(id)
            const isWanted = before ? before.flags === undefined && kept.flags !== undefined : this.rows.size < ROWS_MAX
            if (isWanted) this.put(id, { ...kept, shard: before?.shard ?? name })
        }
    }

    clear(): void {
        this.rows.clear()
        this.shards.clear()
        this.dirty.clear()
        this.lengths.clear()
    }

    private put(id: string, row: Row): void {
        const before = this.rows.get(id)
        this.rows.set(id, row)
        this.lengths.set(row.shard, (this.lengths.get(row.shard) ?? 0) + lengthOf(row) - (before ? lengthOf(before)
            : 0))
        const ids = this.shards.get(row.shard) ?? new Set()
        ids.add(id)
        this.shards.set(row.shard, ids)
    }

    private shardFor(at: number): string {
        const month = new Date(at).toISOString().slice(0, 7)
        for (let n = 0; ; n++) {
            const name = `search.${month}.${n}`
            const isFull = (this.shards.get(name)?.size ?? 0) >= SHARD_ROWS_MAX
                || (this.lengths.get(name) ?? 0) >= SHARD_CHARACTERS_MAX
            if (!isFull) return name
        }
    }
}

function lengthOf({ text, subject, preview }: Row): number { return text.length + (subject?.length ?? 0)
    + (preview?.length ?? 0) }

type Kept = [id: string, row: Omit<Row, 'shard'>]

/** As programs before 2026-12 have written it. */
function words([id, at, text]: [string, number, string]): Kept { return [id, { at, text }] }

function whole([id, at, flags, text, subject, preview]: KeptRow): Kept { return [id, flags < 0 ? { at, text } : { at,
    text, flags, subject, preview }] }

function hitOf(id: string, { at, subject, preview }: Row): SearchHit {
    return { id, at, ...subject !== undefined && { subject }, ...preview !== undefined && { preview } }
}

function holds({ text, flags }: Row, { field, words, isNot }: Term): boolean {
    // of words alone nobody knows in which field they are
    if (field !== 'any' && flags === undefined) return false
    const within = field === 'any' ? text : text.split('\n')[FIELDS.indexOf(field === 'body' ? 'text' : field)] ?? ''
    return words.every(one => within.includes(one)) !== (isNot ?? false)
}

export function isShard(name: string): boolean { return SHARD.test(name) }

/** Small letters without their marks, single blanks. */
export function folded(text: string): string { return text.normalize('NFD').replace(/\p{M}+/gu, '').toLowerCase().replace(/\s+/g, ' ').trim() }

async function through(octets: Octets, stream: CompressionStream | DecompressionStream): Promise<Octets> {
    return new Uint8Array(await new Response(new Blob([octets]).stream().pipeThrough(stream)).arrayBuffer())
}
