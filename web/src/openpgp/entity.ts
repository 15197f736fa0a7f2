import { fail, ok, type Result } from '../base/result'
import type { Trouble } from './calls'
import { asciiOf, type Octets, octetsOf, seeker } from './octets'

/** In octets, of one header. */
const HEADER_OCTETS_MAX = 64 * 1024
const FIELDS_MAX = 500
/** Of one multipart. */
const CHILDREN_MAX = 200
const CR = 13
const LF = 10

/** A MIME entity (RFC 2045) as its octets are; nothing is decoded. Names of fields and types are in lower case. */
export interface Entity {
    fields: [name: string, value: string][]
    type: string
    parameters: Record<string, string>
    body: Octets
    /** Header and body, as what is signed has them. */
    whole: Octets
}

export function readEntity(octets: Octets): Result<Entity, Trouble> {
    const end = headerEnd(octets)
    if (end.header > HEADER_OCTETS_MAX) return fail('tooLarge')
    const fields = fieldsOf(asciiOf(octets.subarray(0, end.header)))
    if (fields.length > FIELDS_MAX) return fail('tooMany')
    const { type, parameters } = contentType(field(fields, 'content-type'))
    return ok({ fields, type, parameters, body: octets.subarray(end.body), whole: octets })
}

/** The first of its name; '' where there is none. */
export function field(fields: Entity['fields'], name: string): string { return fields.find(([one]) => one.toLowerCase() === name)?.[1] ?? '' }

/** Before and behind the empty line. An entity may begin with it. */
function headerEnd(octets: Octets): { header: number, body: number } {
    if (octets[0] === LF) return { header: 0, body: 1 }
    if (octets[0] === CR && octets[1] === LF) return { header: 0, body: 2 }
    for (let at = octets.indexOf(LF); at >= 0; at = octets.indexOf(LF, at + 1)) {
        if (octets[at + 1] === LF) return { header: at + 1, body: at + 2 }
        if (octets[at + 1] === CR && octets[at + 2] === LF) return { header: at + 1, body: at + 3 }
        if (at > HEADER_OCTETS_MAX) break
    }
    return { header: octets.length, body: octets.length }
}

/** Unfolded: RFC 5322 section 2.2.3. */
function fieldsOf(header: string): Entity['fields'] {
    const all: Entity['fields'] = []
    for (const line of header.split(/\r?\n/)) {
        const last = all.at(-1)
        if (/^[ \t]/.test(line) && last) last[1] += line
        else {
            const colon = line.indexOf(':')
            if (colon > 0) all.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()])
        }
    }
    return all
}

/** RFC 2045 section 5.1; what has none is text. */
export function contentType(value: string): { type: string, parameters: Record<string, string> } {
    const type = /^\s*([^\s;/]+\/[^\s;]+)/.exec(value)?.[1]?.toLowerCase() ?? 'text/plain'
    const parameters: Record<string, string> = {}
    for (const [, name, quoted, plain] of value.matchAll(/;\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))/g)) {
        parameters[name!.toLowerCase()] ??= quoted === undefined ? plain! : quoted.replace(/\\(.)/g, '$1')
    }
    return { type, parameters }
}

export function isMultipart(entity: Entity): boolean { return entity.type.startsWith('multipart/') && !!entity.parameters['boundary'] }

/** Of a multipart: RFC 2046 section 5.1.1. What stands before the first and behind the last is nothing. */
export function children(entity: Entity): Result<Entity[], Trouble> {
    const boundary = entity.parameters['boundary'] ?? ''
    if (boundary === '' || boundary.length > 200) return fail('malformed')
    const all: Entity[] = []
    let begin = -1
    for (const delimiter of delimiters(entity.body, boundary)) {
        if (begin >= 0) {
            const child = readEntity(entity.body.subarray(begin, Math.max(begin, delimiter.before)))
            if (!child.ok) return child
            if (all.push(child.value) > CHILDREN_MAX) return fail('tooMany')
        }
        begin = delimiter.isLast ? -1 : delimiter.behind
        if (delimiter.isLast) return ok(all)
    }
    if (begin < 0) return ok(all)
    // it was cut: the last part goes to the end
    const child = readEntity(entity.body.subarray(begin))
    return child.ok ? ok([...all, child.value]) : child
}

interface Delimiter { before: number, behind: number, isLast: boolean }

/** The line break before a delimiter belongs to it. */
function* delimiters(body: Octets, boundary: string): Generator<Delimiter> {
    const mark = octetsOf(`--${boundary}`)
    const seek = seeker(mark)
    for (let at = seek(body, 0); at >= 0; at = seek(body, at + 1)) {
        if (at > 0 && body[at - 1] !== LF) continue
        const next = body.indexOf(LF, at)
        const behind = next < 0 ? body.length : next + 1
        const rest = asciiOf(body.subarray(at + mark.length, Math.min(behind, at + mark.length + 100)))
        if (!/^(?:--)?[ \t]*\r?\n?$/.test(rest) && !rest.startsWith('--')) continue
        const before = at > 1 && body[at - 2] === CR ? at - 2 : Math.max(0, at - 1)
        yield { before, behind, isLast: rest.startsWith('--') }
        at = behind - 1
    }
}
