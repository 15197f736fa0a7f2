/** An event of a stream: the `text/event-stream` of the HTML standard, section 9.2. */
export interface ServerEvent { name: string, data: string, id: string }

/** An event of JMAP has some hundred characters. */
const CHARACTERS_MAX = 100_000

/** Reads events out of text that comes in pieces. Total: whatever comes, it throws nothing. */
export class EventReader {
    private rest = ''
    private name = ''
    private data: string[] = []
    private size = 0
    private endedInCr = false
    /** The last id that was said; it stays until another is. */
    lastId: string

    constructor(lastId = '') { this.lastId = lastId }

    /** True once an event was longer than any that is expected; then the stream is of no use. */
    get isTooLong(): boolean { return this.rest.length + this.size > CHARACTERS_MAX }

    read(piece: string): ServerEvent[] {
        const text = this.endedInCr && piece.startsWith('\n') ? piece.slice(1) : piece
        if (piece.length > 0) this.endedInCr = piece.endsWith('\r')
        const lines = (this.rest + text).split(/\r\n|\r|\n/)
        this.rest = lines.pop() ?? ''
        return lines.flatMap(line => this.line(line) ?? [])
    }

    private line(line: string): ServerEvent | undefined {
        if (line === '') return this.end()
        const colon = line.indexOf(':')
        const field = colon < 0 ? line : line.slice(0, colon)
        const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
        if (field === 'event') this.name = value
        if (field === 'data') this.data.push(value)
        if (field === 'id' && !value.includes('\0')) this.lastId = value
        this.size += line.length
        return undefined
    }

    private end(): ServerEvent | undefined {
        const event = { name: this.name || 'message', data: this.data.join('\n'), id: this.lastId }
        const isThere = this.data.length > 0
        this.name = ''
        this.data = []
        this.size = 0
        return isThere ? event : undefined
    }
}
