import { type Octets, octetsOf } from './octets'

/** Of one message. In characters. */
const TEXT_MAX = 2_000
/** Of one shard: a blob of the vault has 4 MiB at most, and this is packed. */
const SHARD_ROWS_MAX = 1_000
/** Of an account: the server keeps 500 blobs. */
const ROWS_MAX = 200_000
const SHARD = /^search\.(\d{4}-\d{2})\.(\d{1,4})$/

/** `at`: in milliseconds since 1970. `text`: folded. */
interface Row { at: number, text: string, shard: string }

/**
 * What is in messages that no server reads, so that it is found: a text of each, looked through from one to the next.
 * That takes 50,000 of them some hundredths of a second, and nothing has to be kept in order. By months it lies in
 * shards, which the vault keeps sealed.
 */
export class SearchIndex {
    private readonly rows = new Map<string, Row>()
    private readonly shards = new Map<string, Set<string>>()
    private readonly dirty = new Set<string>()

    get size(): number { return this.rows.size }

    /** Shards that the vault does not have like this. */
    get changed(): string[] { return [...this.dirty] }

    missing(ids: readonly string[]): string[] { return ids.filter(id => !this.rows.has(id)) }

    add(id: string, at: number, text: string): void {
        if (this.rows.has(id) || this.rows.size >= ROWS_MAX) return
        const shard = this.shardFor(at)
        this.put(id, at, folded(text).slice(0, TEXT_MAX), shard)
        this.dirty.add(shard)
    }

    /** All of these words, anywhere; the newest first. */
    find(words: readonly string[], most: number): { id: string, at: number }[] {
        const wanted = words.map(folded).filter(one => one !== '')
        if (wanted.length === 0) return []
        const found: { id: string, at: number }[] = []
        for (const [id, { at, text }] of this.rows) if (wanted.every(one => text.includes(one))) found.push({ id, at })
        return found.sort((a, b) => b.at - a.at).slice(0, most)
    }

    /** Packed, for the vault: RFC 1951. It counts as kept from now on. */
    async packed(name: string): Promise<Octets> {
        const rows = [...this.shards.get(name) ?? []].map(id => [id, this.rows.get(id)!.at, this.rows.get(id)!.text])
        this.dirty.delete(name)
        return through(octetsOf(JSON.stringify({ v: 1, rows })), new CompressionStream('deflate-raw'))
    }

    /** It could not be kept after all. */
    again(name: string): void { this.dirty.add(name) }

    /** What another device has put there comes to what is here. */
    async take(name: string, octets: Octets): Promise<void> {
        if (!SHARD.test(name)) return
        const { v, rows } = JSON.parse(new TextDecoder().decode(await through(octets, new DecompressionStream('deflate-raw')))) as { v: number, rows: [string, number, string][] }
        if (v !== 1) return
        for (const [id, at, text] of rows) if (!this.rows.has(id) && this.rows.size < ROWS_MAX) this.put(id, at, text, name)
    }

    clear(): void {
        this.rows.clear()
        this.shards.clear()
        this.dirty.clear()
    }

    private put(id: string, at: number, text: string, shard: string): void {
        this.rows.set(id, { at, text, shard })
        const ids = this.shards.get(shard) ?? new Set()
        ids.add(id)
        this.shards.set(shard, ids)
    }

    private shardFor(at: number): string {
        const month = new Date(at).toISOString().slice(0, 7)
        for (let n = 0; ; n++) {
            const name = `search.${month}.${n}`
            if ((this.shards.get(name)?.size ?? 0) < SHARD_ROWS_MAX) return name
        }
    }
}

export function isShard(name: string): boolean { return SHARD.test(name) }

/** Small letters without their marks, single blanks. */
export function folded(text: string): string { return text.normalize('NFD').replace(/\p{M}+/gu, '').toLowerCase().replace(/\s+/g, ' ').trim() }

async function through(octets: Octets, stream: CompressionStream | DecompressionStream): Promise<Octets> {
    return new Uint8Array(await new Response(new Blob([octets]).stream().pipeThrough(stream)).arrayBuffer())
}
