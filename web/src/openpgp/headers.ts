import { addressParser, decodeWords } from 'postal-mime'
import type { InnerHeaders } from './calls'
import { type Entity, field } from './entity'

const VALUE_CHARACTERS_MAX = 10_000
const ADDRESSES_MAX = 200

/**
 * Of a cryptographic payload: the fields that it protects. RFC 9788 section 4.1; of the older form the subject alone.
 */
export function innerHeaders({ fields, parameters }: Entity): InnerHeaders | undefined {
    const hp = parameters['hp']?.toLowerCase()
    const isOlder = parameters['protected-headers']?.toLowerCase() === 'v1'
    if (hp !== 'cipher' && hp !== 'clear' && !isOlder) return undefined
    const own = fields.filter(([name]) => !/^(?:content-|mime-version$)/i.test(name)).map(([name, value]) => [name, value.slice(0, VALUE_CHARACTERS_MAX)] as [string, string])
    const said = (name: string) => field(own, name)
    const subject = own.some(([name]) => name.toLowerCase() === 'subject') ? { subject: decodeWords(said('subject')) } : {}
    // the older form says no more that could be relied on
    if (isOlder && hp === undefined) return { ...subject, fields: own }
    return { ...subject, ...people('from', said('from')), ...people('to', said('to')), ...people('cc', said('cc')), ...people('replyTo', said('reply-to')),
        ...said('date') !== '' && { date: said('date') }, fields: own }
}

function people(name: 'from' | 'to' | 'cc' | 'replyTo', value: string): Partial<InnerHeaders> {
    if (value === '') return {}
    const all = addressParser(value, { flatten: true }).flatMap(one => one.address === undefined ? [] : [{ name: one.name, email: one.address }])
    return { [name]: all.slice(0, ADDRESSES_MAX) }
}
