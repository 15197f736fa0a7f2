import PostalMime, { decodeWords } from 'postal-mime'
import { fail, ok, type Result } from '../base/result'
import type { InnerBody, InnerPart, Trouble } from './calls'
import { encodingOf } from './content'
import { children, contentType, type Entity, field, isMultipart } from './entity'
import { joined, type Octets, octetsOf } from './octets'

const DEPTH_MAX = 20
const PARTS_MAX = 300
/** In octets of what is encoded; of a text that is shown. */
const TEXT_OCTETS_MAX = 1 << 20
const NAME_CHARACTERS_MAX = 200
/** Of a name in encoded words. */
const CODED_CHARACTERS_MAX = 4_000

/** What of an entity is shown, as RFC 8621 section 4.1.4 says. `prefix`: of the ids of its parts. */
export async function bodyOf(entity: Entity, prefix: string): Promise<Result<InnerBody, Trouble>> {
    const reading = new Reading(prefix)
    const { htmlBody, textBody } = reading.body
    const trouble = await reading.walk([entity], 'mixed', false, { html: htmlBody, text: textBody }, 0)
    return trouble ? fail(trouble) : ok(reading.body)
}

/** Into which of the two the parts of one multipart go; null: into that one no more of them. */
interface Lists { html: InnerPart[] | null, text: InnerPart[] | null }

class Reading {
    readonly body: InnerBody = { textBody: [], htmlBody: [], attachments: [], bodyValues: {}, contents: {} }
    private count = 0

    constructor(private readonly prefix: string) {}

    /** The algorithm of the RFC. */
    async walk(parts: readonly Entity[], kind: string, isInAlternative: boolean, { html, text }: Lists, depth: number): Promise<Trouble | undefined> {
        if (depth > DEPTH_MAX) return 'tooDeep'
        const lists = { html, text }
        const [htmlBefore, textBefore] = [html?.length ?? -1, text?.length ?? -1]
        for (const [i, entity] of parts.entries()) {
            if (++this.count > PARTS_MAX) return 'tooMany'
            const trouble = isMultipart(entity) ? await this.multipart(entity, isInAlternative, lists, depth)
                : await this.leaf(entity, kind, i, isInAlternative, lists)
            if (trouble) return trouble
        }
        if (kind !== 'alternative' || !text || !html) return undefined
        // found only one of the two: it stands for both
        const [hasHtml, hasText] = [html.length > htmlBefore, text.length > textBefore]
        if (hasHtml && !hasText) text.push(...html.slice(htmlBefore))
        else if (hasText && !hasHtml) html.push(...text.slice(textBefore))
        return undefined
    }

    private async multipart(entity: Entity, isInAlternative: boolean, lists: Lists, depth: number): Promise<Trouble | undefined> {
        const inside = children(entity)
        if (!inside.ok) return inside.error
        const kind = entity.type.slice('multipart/'.length)
        return this.walk(inside.value, kind, isInAlternative || kind === 'alternative', lists, depth + 1)
    }

    private async leaf(entity: Entity, kind: string, at: number, isInAlternative: boolean, lists: Lists): Promise<undefined> {
        const part = this.partOf(entity)
        const { type } = entity
        const isText = type === 'text/plain' || type === 'text/html'
        const isMedia = /^(?:image|audio|video)\//.test(type)
        const isShown = part.disposition !== 'attachment' && (isText || isMedia) && (at === 0 || kind !== 'related' && (isMedia || part.name === null))
        if (isShown && isText) this.body.bodyValues[part.partId!] = await textOf(entity)
        else this.body.contents[part.blobId!] = { encoding: encodingOf(entity), octets: entity.body }
        if (!isShown || kind === 'alternative' && !isText) this.body.attachments.push(part)
        else if (kind === 'alternative') (type === 'text/plain' ? lists.text : lists.html)?.push(part)
        else this.show(part, isInAlternative, lists, isMedia)
    }

    private show(part: InnerPart, isInAlternative: boolean, lists: Lists, isMedia: boolean): void {
        if (isInAlternative && part.type === 'text/plain') lists.html = null
        if (isInAlternative && part.type === 'text/html') lists.text = null
        lists.text?.push(part)
        lists.html?.push(part)
        if (isMedia && (!lists.text || !lists.html)) this.body.attachments.push(part)
    }

    private partOf(entity: Entity): InnerPart {
        const id = `${this.prefix}${this.count}`
        const disposition = dispositionOf(field(entity.fields, 'content-disposition'))
        const name = disposition.name ?? nameIn(entity.parameters, 'name')
        const cid = /<([^<>]+)>/.exec(field(entity.fields, 'content-id'))?.[1] ?? null
        return { partId: id, blobId: id, type: entity.type, charset: entity.parameters['charset'] ?? null, name, cid, disposition: disposition.kind,
            size: sizeOf(entity) }
    }
}

/** In octets, once it is decoded; of base64 as good as exactly. */
function sizeOf(entity: Entity): number {
    const { length } = entity.body
    return encodingOf(entity) === 'base64' ? Math.floor(length / 78) * 57 + Math.floor(length % 78 * 3 / 4) : length
}

function dispositionOf(value: string): { kind: string | null, name: string | null } {
    if (value.trim() === '') return { kind: null, name: null }
    const kind = /^\s*([^\s;]+)/.exec(value)?.[1]?.toLowerCase() ?? null
    return { kind, name: nameIn(contentType(`x/x${value.slice(value.indexOf(';') < 0 ? value.length : value.indexOf(';'))}`).parameters, 'filename') }
}

/** RFC 2231, in one piece or several; else encoded words, as many write them. */
function nameIn(parameters: Record<string, string>, name: string): string | null {
    const extended = parameters[`${name}*`] ?? pieces(parameters, name)
    if (extended !== undefined) return extendedValue(extended).slice(0, NAME_CHARACTERS_MAX)
    const plain = parameters[name]
    return plain === undefined ? null : decodeWords(plain.slice(0, CODED_CHARACTERS_MAX)).slice(0, NAME_CHARACTERS_MAX)
}

function pieces(parameters: Record<string, string>, name: string): string | undefined {
    let all: string | undefined
    for (let i = 0; i < 50; i++) {
        const piece = parameters[`${name}*${i}*`] ?? parameters[`${name}*${i}`]
        if (piece === undefined) break
        all = (all ?? '') + piece
    }
    return all
}

function extendedValue(value: string): string {
    const [, charset, coded] = /^([^']*)'[^']*'(.*)$/s.exec(value) ?? [undefined, 'utf-8', value]
    const octets = coded!.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    try {
        return new TextDecoder(charset || 'utf-8').decode(Uint8Array.from(octets, one => one.charCodeAt(0)))
    } catch {
        return octets
    }
}

/**
 * A text by itself, as the library decodes it: transfer encoding, charset, format=flowed. It is told that HTML is plain
 * text: else it makes plain text of it besides, which nobody wants, and which takes minutes where a stranger means it
 * to.
 */
async function textOf(entity: Entity): Promise<InnerBody['bodyValues'][string]> {
    const isTruncated = entity.body.length > TEXT_OCTETS_MAX
    const type = entity.type === 'text/html' ? `text/plain; charset="${(entity.parameters['charset'] ?? '').replace(/[^\w.:+-]/g, '')}"`
        : field(entity.fields, 'content-type')
    const encoding = field(entity.fields, 'content-transfer-encoding')
    const header = `${type && `Content-Type: ${type}\r\n`}${encoding && `Content-Transfer-Encoding: ${encoding}\r\n`}\r\n`
    const alone: Octets = joined(octetsOf(header), isTruncated ? entity.body.subarray(0, TEXT_OCTETS_MAX) : entity.body)
    try {
        const read = await PostalMime.parse(alone, { maxNestingDepth: 2, maxHeadersSize: 128 * 1024 })
        return { value: read.text ?? '', isEncodingProblem: false, isTruncated }
    } catch {
        return { value: '', isEncodingProblem: true, isTruncated }
    }
}
