import { addressParser, decodeWords } from 'postal-mime'
import { fail, ok, type Result } from '../base/result'
import type { EmailAddress } from '../jmap/types'
import { bodyOf } from '../openpgp/body'
import type { InnerBody, Trouble } from '../openpgp/calls'
import { field, readEntity } from '../openpgp/entity'
import type { Octets } from '../openpgp/octets'

const VALUE_CHARACTERS_MAX = 10_000
const ADDRESSES_MAX = 200

/** A message that lies in another one, RFC 2046 section 5.2.1. Nobody has looked whether it is from whom it says. */
export interface AttachedMail {
    subject: string
    from: EmailAddress[]
    to: EmailAddress[]
    cc: EmailAddress[]
    /** As it says it. */
    sent: Date | undefined
    body: InnerBody
}

export async function attachedMail(octets: Octets): Promise<Result<AttachedMail, Trouble>> {
    const entity = readEntity(octets)
    if (!entity.ok) return entity
    const body = await bodyOf(entity.value, 'a')
    if (!body.ok) return fail(body.error)
    const said = (name: string) => field(entity.value.fields, name).slice(0, VALUE_CHARACTERS_MAX)
    const sent = new Date(said('date'))
    return ok({ subject: decodeWords(said('subject')), from: people(said('from')), to: people(said('to')), cc: people(said('cc')),
        sent: Number.isNaN(sent.getTime()) ? undefined : sent, body: body.value })
}

function people(value: string): EmailAddress[] {
    return addressParser(value, { flatten: true }).slice(0, ADDRESSES_MAX)
        .flatMap(({ name, address }) => address === undefined ? [] : [{ name: name || null, email: address }])
}
