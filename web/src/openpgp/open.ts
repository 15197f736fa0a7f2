import * as openpgp from 'openpgp/lightweight'
import { fail, ok, type Result } from '../base/result'
import { bodyOf } from './body'
import type { Apart, OpenAsked, OpenedMessage, SignatureState, Trouble } from './calls'
import { readCertificate } from './certificates'
import { decodedContent } from './content'
import { decrypt, type Signers } from './decrypt'
import { children, type Entity, isMultipart, readEntity } from './entity'
import { innerHeaders } from './headers'
import { armouredIn, openBlock } from './inline'
import type { KeyRing } from './keys'
import { asciiOf, type Octets } from './octets'
import { OPENED_OCTETS_MAX, POLICY } from './policy'
import { stateOf } from './verify'

const CERTIFICATES_MAX = 20
/** Encrypted parts among others; how deep they are looked for. */
const APART_MAX = 4
const DEPTH_MAX = 5
const NONE: SignatureState = { kind: 'none' }

/** What a message is, by the octets that lie on the server; they are used up. Never throws for what strangers write. */
export async function open(ring: KeyRing, { raw, from, certificates }: OpenAsked): Promise<Result<OpenedMessage, Trouble>> {
    if (raw.length > OPENED_OCTETS_MAX) return fail('tooLarge')
    const root = readEntity(raw)
    if (!root.ok) return root
    const signers = await signersOf(ring, from, certificates)
    const { type } = root.value
    if (type === 'multipart/encrypted') return openEncrypted(ring, root.value, signers)
    if (type === 'multipart/signed') return openSigned(root.value, signers)
    if (isMultipart(root.value)) return openMixed(ring, root.value, signers)
    return openInline(ring, root.value, signers)
}

/** One's own are among them: of what one has sent oneself. */
async function signersOf(ring: KeyRing, from: string[], certificates: OpenAsked['certificates']): Promise<Signers> {
    const keys = ring.publics
    for (const octets of certificates.slice(0, CERTIFICATES_MAX)) {
        const key = await readCertificate(octets)
        if (key.ok) keys.push(key.value)
    }
    return { keys, from }
}

/** RFC 3156 section 4: two parts, and nothing else. */
async function openEncrypted(ring: KeyRing, entity: Entity, signers: Signers): Promise<Result<OpenedMessage, Trouble>> {
    const sealed = sealedIn(entity)
    const got = sealed.ok ? await decrypt(ring, sealed.value, signers) : sealed
    if (!got.ok) return ok(refused(got.error))
    const inner = readEntity(got.value.octets)
    if (!inner.ok) return ok(refused(inner.error))
    const within = await withinSigned(inner.value, signers)
    if (!within.ok) return ok(refused(within.error))
    const signature = got.value.signature.then(outer => outer.kind !== 'none' ? outer : within.value.signature)
    return ok(await shown(within.value.payload, signature, 'whole', signers.from))
}

/** The octets that were encrypted, header and all; whoever signed them is not asked. */
export async function innerOctets(ring: KeyRing, raw: Octets): Promise<Result<Octets, Trouble>> {
    if (raw.length > OPENED_OCTETS_MAX) return fail('tooLarge')
    const root = readEntity(raw)
    if (!root.ok) return root
    if (root.value.type !== 'multipart/encrypted') return fail('malformed')
    const sealed = sealedIn(root.value)
    const got = sealed.ok ? await decrypt(ring, sealed.value, { keys: [], from: [] }) : sealed
    return got.ok ? ok(got.value.octets) : got
}

function sealedIn(entity: Entity): Result<Octets, Trouble> {
    const parts = children(entity)
    if (!parts.ok) return parts
    const [version, sealed] = parts.value
    if (parts.value.length !== 2 || version!.type !== 'application/pgp-encrypted') return fail('malformed')
    return ok(decodedContent(sealed!))
}

/** The one signed part within; what is signed in some part of it alone counts for nothing. */
async function withinSigned(entity: Entity, signers: Signers): Promise<Result<{ payload: Entity, signature: SignatureState }, Trouble>> {
    if (entity.type !== 'multipart/signed') return ok({ payload: entity, signature: NONE })
    const parts = children(entity)
    if (!parts.ok) return parts
    const [payload, signature] = parts.value
    if (parts.value.length !== 2 || signature!.type !== 'application/pgp-signature') return ok({ payload: entity, signature: NONE })
    return ok({ payload: payload!, signature: await detached(payload!.whole, signature!, signers) })
}

/** RFC 3156 section 5: over CRLF, as the octets came. */
async function detached(octets: Octets, signature: Entity, { keys, from }: Signers): Promise<SignatureState> {
    try {
        const read = await openpgp.readSignature({ armoredSignature: asciiOf(decodedContent(signature)), config: POLICY })
        const message = await openpgp.createMessage({ binary: octets })
        const { signatures } = await openpgp.verify({ message, signature: read, verificationKeys: [...keys], format: 'binary', config: POLICY })
        return await stateOf(signatures, keys, from)
    } catch {
        return { kind: 'wrong' }
    }
}

async function openSigned(entity: Entity, signers: Signers): Promise<Result<OpenedMessage, Trouble>> {
    const parts = children(entity)
    // of others, as S/MIME, nothing is said here
    if (!parts.ok || !/pgp-signature/i.test(entity.parameters['protocol'] ?? parts.value.at(-1)?.type ?? '')) return ok(plain(NONE))
    const within = await withinSigned(entity, signers)
    if (!within.ok) return ok(plain({ kind: 'wrong' }))
    if (within.value.payload === entity) return ok(plain({ kind: 'partly' }))
    return ok(await shown(within.value.payload, within.value.signature, 'none', signers.from))
}

/** Something of it is sealed or signed, and something is not: what is sealed stands by itself. */
async function openMixed(ring: KeyRing, root: Entity, signers: Signers): Promise<Result<OpenedMessage, Trouble>> {
    const found: { encrypted: Entity[], isSigned: boolean } = { encrypted: [], isSigned: false }
    if (!search(root, found, 0)) return ok(plain(NONE))
    const apart: Apart[] = []
    for (const [i, one] of found.encrypted.slice(0, APART_MAX).entries()) apart.push(await openApart(ring, one, signers, `apart${i}.`))
    const texts = await inlineApart(ring, root, signers)
    const all = [...apart, ...texts]
    const signature: SignatureState = found.isSigned ? { kind: 'partly' } : NONE
    return ok({ ...plain(signature), encryption: all.length > 0 ? 'partly' : 'none', apart: all })
}

/** False where there is too much of it to be looked through. */
function search(entity: Entity, found: { encrypted: Entity[], isSigned: boolean }, depth: number): boolean {
    if (depth > DEPTH_MAX) return false
    const parts = children(entity)
    if (!parts.ok) return false
    for (const one of parts.value) {
        if (one.type === 'multipart/encrypted') found.encrypted.push(one)
        else {
            if (one.type === 'multipart/signed') found.isSigned = true
            if (isMultipart(one) && !search(one, found, depth + 1)) return false
        }
    }
    return true
}

async function openApart(ring: KeyRing, entity: Entity, signers: Signers, id: string): Promise<Apart> {
    const sealed = sealedIn(entity)
    // what stands around it is read afterwards
    const got = sealed.ok ? await decrypt(ring, sealed.value.slice(), signers) : sealed
    if (!got.ok) return { why: got.error, signature: NONE }
    const inner = readEntity(got.value.octets)
    const body = inner.ok ? await bodyOf(inner.value, id) : inner
    return body.ok ? { signature: await got.value.signature, body: body.value } : { why: body.error, signature: NONE }
}

/** Of texts among other parts, and of HTML only that there is something: what stands around it would come along. */
async function inlineApart(ring: KeyRing, root: Entity, signers: Signers): Promise<Apart[]> {
    const body = await bodyOf(root, '')
    if (!body.ok) return []
    const valueOf = (type: string) => Object.entries(body.value.bodyValues).filter(([id]) => [...body.value.textBody, ...body.value.htmlBody]
        .some(part => part.partId === id && part.type === type)).map(([, { value }]) => value)
    const all: Apart[] = []
    for (const text of valueOf('text/plain')) {
        for (const block of armouredIn(text).blocks.slice(0, APART_MAX - all.length)) all.push(await openBlock(ring, block, signers, `block${all.length}`))
    }
    if (all.length === 0 && valueOf('text/html').some(hasArmour)) all.push({ why: 'inHtml', signature: NONE })
    return all
}

function hasArmour(html: string): boolean { return /-----BEGIN PGP (?:SIGNED )?MESSAGE-----/.test(html) }

async function openInline(ring: KeyRing, root: Entity, signers: Signers): Promise<Result<OpenedMessage, Trouble>> {
    const body = await bodyOf(root, '')
    if (!body.ok) return ok(plain(NONE))
    const text = Object.values(body.value.bodyValues)[0]?.value ?? ''
    if (root.type === 'text/html') return ok(hasArmour(text) ? { ...plain(NONE), encryption: 'partly', apart: [{ why: 'inHtml', signature: NONE }] } : plain(NONE))
    const { blocks, isWhole } = armouredIn(text)
    if (blocks.length === 0) return ok(plain(NONE))
    const apart: Apart[] = []
    for (const [i, one] of blocks.entries()) apart.push(await openBlock(ring, one, signers, `block${i}`))
    const isEncrypted = blocks.some(one => one.kind === 'encrypted')
    if (!isWhole) return ok({ ...plain(isEncrypted ? NONE : { kind: 'partly' }), encryption: isEncrypted ? 'partly' : 'none', apart })
    const [{ why, signature, body: inner }] = apart as [Apart]
    if (why) return ok(isEncrypted ? refused(why) : plain({ kind: 'wrong' }))
    // its subject and its sender are not protected: only a signature says whose it is
    return ok({ state: 'open', encryption: isEncrypted ? 'whole' : 'none', signature, body: inner!, apart: [], mayQuote: !isEncrypted || signature.kind === 'good' })
}

/** The payload in the place of the message. What is sealed in it once more is not opened. */
async function shown(payload: Entity, signed: SignatureState | Promise<SignatureState>, encryption: 'whole' | 'none', from: readonly string[]): Promise<OpenedMessage> {
    if (payload.type === 'multipart/encrypted') return refused('nested')
    const body = await bodyOf(payload, 'in')
    if (!body.ok) return refused(body.error)
    const headers = innerHeaders(payload)
    const signature = await signed
    return { state: 'open', encryption, signature, ...headers && { headers }, body: body.value, apart: [], mayQuote: mayQuote(signature, encryption, headers?.from, from) }
}

/**
 * Whether an answer may have this text in it. Somebody may have sent on what was sealed for us, so that we send it to
 * him:
 * what is not signed by its sender must itself say that it is of him.
 */
function mayQuote(signature: SignatureState, encryption: 'whole' | 'none', inner: { email: string }[] | undefined, from: readonly string[]): boolean {
    if (encryption === 'none' || signature.kind === 'good') return true
    if (signature.kind !== 'none') return false
    return inner?.length === 1 && from.length === 1 && inner[0]!.email.toLowerCase() === from[0]!.toLowerCase()
}

function plain(signature: SignatureState): OpenedMessage { return { state: 'plain', encryption: 'none', signature, apart: [], mayQuote: true } }

function refused(why: Trouble): OpenedMessage { return { state: 'refused', why, encryption: 'whole', signature: NONE, apart: [], mayQuote: false } }
